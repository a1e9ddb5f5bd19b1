import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.template import Context, engines
from django.template.base import Template
from django.test import override_settings

from core import clock
from core.money import Money

INSTANT = dt.datetime(2026, 3, 19, 9, 15, tzinfo=dt.UTC)


def rendered(source: str, **values: Any) -> str:
    template: Any = engines["django"].from_string(source)
    return str(template.render(values)).strip()


class OrderForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As others see it.")
    mail = forms.EmailField(label="E-mail")
    setting = forms.ChoiceField(choices=[("p", "Probation")])
    brought = forms.ChoiceField(choices=[("q", "Quantock")], widget=forms.RadioSelect, help_text="A group.")
    terms = forms.BooleanField(label="Read")
    step = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The time has gone. These are free now.")


def test_icon_points_into_the_sprite() -> None:
    assert rendered('{% icon "arrow" "flip" %}') == (
        '<svg class="icon flip" aria-hidden="true"><use href="/static/img/sprite.svg#i-arrow"/></svg>'
    )


def test_icon_escapes_what_it_is_given() -> None:
    assert "<b>" not in rendered("{% icon name %}", name='"><b>')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% pace 3 50 %}", ["m50", "m50", "m50"]),
        ("{% pace 4 50 done=1 now=True %}", ["m50", "m50 now", "m50 left", "m50 left"]),
        ("{% pace 2 50 done=1 %}", ["m50", "m50 left"]),
        ("{% pace 1 55 %}", ["m50"]),
        ("{% pace 1 100 %}", ["m90"]),
    ],
)
def test_pace_draws_a_bar_for_each_session(source: str, expected: list[str]) -> None:
    assert re.findall(r'<i class="([^"]+)">', rendered(source)) == expected


def test_seats_are_taken_then_yours_then_free_then_waiting() -> None:
    html = rendered("{% seats 2 3 you=True waiting=1 %}")

    assert html == (
        '<span class="seats" aria-hidden="true"><i class="on"></i><i class="you"></i><i></i>'
        '<i class="wait"></i></span>'
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("long", "Thursday 19 March 2026, 10:15"),
        ("short", "Thu 19 March 2026, 10:15"),
        ("date", "Thursday 19 March 2026"),
        ("dated", "19 March 2026"),
        ("time", "10:15"),
        ("weekday", "Thu"),
    ],
)
def test_when_speaks_in_the_zone_asked_for(form: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: INSTANT.replace(year=2025))

    assert rendered("{% when at zone form %}", at=INSTANT, zone="Europe/Berlin", form=form) == expected


def test_when_leaves_out_the_year_that_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: INSTANT)

    assert rendered('{% when at "Europe/London" %}', at=INSTANT) == "Thursday 19 March, 09:15"


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|amount }}", Money(38000, "GBP"), "£380"),
        ("{{ value|amount }}", None, ""),
        ("{{ value|zone_city }}", "America/New_York", "New York"),
        ("{{ value|zone_city }}", "UTC", "UTC"),
        ("{{ value|minutes }}", 50, "50 minutes"),
        ("{{ value|minutes }}", 120, "2 hours"),
        ("{{ value|minutes }}", 90, "1 hour 30 minutes"),
        ("{{ value|km }}", 14.2, "14 km"),
        ("{{ value|km }}", 0.4, "under 1 km"),
        ("{{ value|km }}", None, ""),
    ],
)
def test_filters_speak(source: str, value: object, expected: str) -> None:
    assert rendered(source, value=value) == expected


@override_settings(DISTANCE_UNIT="mi")
def test_km_speaks_miles_where_the_site_does() -> None:
    assert rendered("{{ 16.1|km }} {{ 1.7|km }}") == "10 miles 1 mile"


def test_field_ties_hint_and_mistake_to_the_input() -> None:
    form = OrderForm({"mail": "ilka"}, auto_id="c-%s")

    html = rendered("{% field form.name %}", form=form)

    assert 'class="field wrong"' in html
    assert '<label for="c-name">Your name</label>' in html
    assert 'aria-describedby="c-name_helptext c-name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="c-name_helptext">As others see it.' in html
    assert 'id="c-name_error"' in html


def test_field_is_calm_when_nothing_is_wrong() -> None:
    html = rendered("{% field form.name %}", form=OrderForm())

    assert "wrong" not in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("setting", '<span class="pick"><select'),
        ("brought", '<label class="choice" for="id_brought_0">'),
        ("terms", '<label class="tick top" for="id_terms">'),
        ("step", '<input type="hidden"'),
    ],
)
def test_field_takes_the_shape_of_its_widget(name: str, piece: str) -> None:
    form = OrderForm()

    assert piece in rendered("{% field bound %}", bound=form[name])


def test_field_group_is_described_as_a_whole() -> None:
    form = OrderForm({})

    html = rendered("{% field form.brought %}", form=form)

    assert '<fieldset class="field wrong" aria-describedby="id_brought_helptext id_brought_error">' in html


def test_field_shows_label_and_hint_of_its_own() -> None:
    html = rendered('{% field form.mail label="Where to?" hint="Only for this." %}', form=OrderForm())

    assert "Where to?</label>" in html
    assert ">Only for this.</span>" in html


def test_form_errors_links_each_field_and_says_the_rest() -> None:
    html = rendered("{% form_errors form %}", form=OrderForm({"step": "1", "setting": "p"}))

    assert "4 fields need another look" in html
    assert '<a href="#id_name">Your name</a>' in html
    assert '<a href="#id_brought_0">' in html
    assert "<p>The time has gone. These are free now.</p>" in html


def test_form_errors_is_silent_when_all_is_well() -> None:
    assert rendered("{% form_errors form %}", form=OrderForm()) == ""


def test_a_whole_form_comes_in_the_house_style() -> None:
    html = rendered("{{ form }}", form=OrderForm({}))

    assert html.count('class="field wrong"') == 5
    assert html.count('class="notice bad"') == 1
    assert html.count('<input type="hidden" name="step"') == 1


def test_stops_mark_what_is_done_and_where_one_is() -> None:
    html = rendered('{% stops "Time" "Details" "Pay" now=2 label="Steps" %}')

    assert re.findall(r"<li( class=\"\w+\")?", html) == [' class="done"', ' class="now"', ""]
    assert html.count('aria-current="step"') == 1


def test_portrait_is_the_same_for_the_same_seed() -> None:
    assert rendered('{% portrait "a" %}') == rendered('{% portrait "a" %}')
    assert 'class="portrait portrait-s"' in rendered('{% portrait "a" "s" %}')


def test_drawing_is_hidden_unless_described() -> None:
    hidden, told = rendered('{% drawing "door" %}'), rendered('{% drawing "door" "" True %}')

    assert 'aria-hidden="true"' in hidden
    assert "<title" not in hidden
    assert 'role="img" aria-labelledby="drawing-door"><title id="drawing-door">Drawing: a door' in told


def test_circle_seats_as_many_as_there_are() -> None:
    html = rendered("{% circle 9 12 %}")

    assert html.count("<ellipse") == 9
    assert html.count("<g transform=") == 12


def test_tags_need_no_load() -> None:
    assert Template("{% mark %}", engine=engines["django"].engine).render(Context())  # type: ignore[attr-defined]  # Django's engine has one
