"""Tags and filters of the house, in every template without `load`. Described in docs/components.md."""

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, Form
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import drawings, portraits, tree
from core import when as words
from core.money import Money

register = template.Library()

# Widths that components/minutes.css draws; anything else takes the nearest.
SCALE = (1, 2, 5, 10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120, 180)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite, hidden from readers: `{% icon "arrow" "flip" %}`. The word stands beside it."""
    sprite = static("img/sprite.svg")
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" {classes}" if classes else "",
        sprite,
        name,
    )


@register.simple_tag
def page_url(path: str) -> str:
    """A page of the tree by its English address: `{% page_url "/articles/" %}`. Under `/de/` it leads to the German
    page where there is one. Addresses of views: `{% url %}`."""
    return tree.address(path)


@register.simple_tag
def portrait(seed: object, size: str = "") -> SafeString:
    """A composed face for somebody without a photo; `size` "" (72 px), "s" (44 px) or "l"."""
    return mark_safe(portraits.portrait(str(seed), size))  # noqa: S308  (made of this project's own parts)


@register.simple_tag
def drawing(name: str, classes: str = "", described: bool = False) -> SafeString:
    """An illustration of `static/img/illustrations`, inline; `described` keeps its title for readers."""
    svg = drawings.drawing(name, classes=classes, described=described)
    return mark_safe(svg)  # noqa: S308  (this project's own drawing)


@register.simple_tag
def circle(taken: int, places: int, classes: str = "") -> SafeString:
    """Chairs in a circle, `taken` of `places` with somebody on them. Say the numbers in words beside it."""
    return mark_safe(drawings.circle(taken, places, classes=classes))  # noqa: S308  (this project's own drawing)


@register.simple_tag
def mark(classes: str = "") -> SafeString:
    """The two curves, in the colours of where they stand."""
    return format_html(
        '<svg{} viewBox="2 0 32 41" aria-hidden="true">'
        '<path class="mark-a" d="M5 1c15 4.5 18.5 25 4.5 37C16.5 26 15 12.5 5 1Z"/>'
        '<path class="mark-b" d="M31 40c-15-4.5-18.5-25-4.5-37C19.5 15 21 28.5 31 40Z"/></svg>',
        format_html(' class="{}"', classes) if classes else "",
    )


@register.simple_tag
def pace(sessions: int, minutes: int, done: int | None = None, now: bool = False) -> SafeString:
    """The sessions of a package drawn to scale, a bar each.

    Without `done` all bars are filled (an offer); with it `done` are filled, the next is `now` if so, the
    rest hollow.
    """
    nearest = min(SCALE, key=lambda step: abs(step - minutes))
    bars = []
    for number in range(sessions):
        state = "" if done is None or number < done else " now" if now and number == done else " left"
        bars.append(format_html('<i class="m{}{}"></i>', nearest, state))
    return format_html('<span class="pace" aria-hidden="true">{}</span>', SafeString("".join(bars)))


@register.simple_tag
def seats(taken: int, places: int, you: bool = False, waiting: int = 0) -> SafeString:
    """Seats as dots: taken, yours, free, waiting. Say the same in words beside it."""
    kinds = (
        ["on"] * (taken - int(you)) + ["you"] * int(you) + [""] * max(places - taken, 0) + ["wait"] * waiting
    )
    dots = [format_html('<i class="{}"></i>', kind) if kind else SafeString("<i></i>") for kind in kinds]
    return format_html('<span class="seats" aria-hidden="true">{}</span>', SafeString("".join(dots)))


@register.simple_tag
def when(instant: dt.datetime, zone: str, form: str = "long") -> str:
    """An aware instant in an IANA zone: `{% when session.starts trainer.time_zone "short" %}`.

    Forms: long "Thursday 19 March, 10:15", short "Thu 19 March, 10:15", date "Thursday 19 March", day
    "19 March", dated "19 March 2026", time "10:15", weekday "Thu", number "19", month "March".
    """
    return words.spoken(instant, zone, form)


@register.filter
def amount(money: Money | None) -> str:
    """Money as people read it; nothing for None."""
    return money.format() if money is not None else ""


@register.filter
def zone_city(zone: str) -> str:
    """ "Europe/Berlin" as "Berlin"."""
    return words.city(str(zone))


@register.filter
def minutes(value: int) -> str:
    """50 as "50 minutes", 120 as "2 hours"."""
    return words.duration(int(value))


@register.filter
def km(value: float | None) -> str:
    """Kilometres in words, in the site's unit (DISTANCE_UNIT); nothing for None."""
    return "" if value is None else words.distance(float(value), settings.DISTANCE_UNIT)


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, Any]:
    """A form field with label, hint and mistake, tied together for readers.

    `label` and `hint` stand in for the form's own.
    """
    return {
        "field": bound,
        "kind": _kind(bound),
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "described_by": _described_by(bound, hint),
    }


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """What keeps a form from going on, in one notice with a link to each field; nothing if all is well."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {
        "mistakes": [(_anchor(bound), bound.label, bound.errors[0]) for bound in wrong],
        "remarks": [*form.non_field_errors(), *hidden],
    }


@register.inclusion_tag("components/_stops.html")
def stops(*names: str, now: int = 1, label: str = "") -> dict[str, Any]:
    """Steps of a booking: `{% stops "Time" "Details" "Pay" "Confirmed" now=2 label="Steps" %}`.

    `now` counts from 1; one more than there are steps means that all are done.
    """
    steps = [
        {"name": name, "number": number, "state": "done" if number < now else "now" if number == now else ""}
        for number, name in enumerate(names, 1)
    ]
    return {"steps": steps, "label": label}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, HiddenInput) or bound.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "tick"
    if isinstance(widget, CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, RadioSelect):
        return "choices"
    if isinstance(widget, Select) and not isinstance(widget, SelectMultiple):
        return "pick"
    return "input"


def _described_by(bound: BoundField, hint: str) -> str:
    parts = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    if bound.errors:
        parts.append(f"{bound.auto_id}_error")
    return " ".join(parts)


def _anchor(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if _kind(bound) in {"ticks", "choices"} else bound.auto_id
