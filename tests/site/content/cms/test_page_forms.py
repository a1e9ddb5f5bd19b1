"""Two editors at once, and nights on which the clocks change."""

import datetime as dt
import zoneinfo
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.cms.page_forms import SiteTimeField
from content.models import ArticlePage
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site
from tests.site.content.test_editing import form

LONDON, BERLIN, LORD_HOWE = "Europe/London", "Europe/Berlin", "Australia/Lord_Howe"


def understood(zone: str, typed: str) -> dt.datetime | None:
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        return SiteTimeField().clean(typed)


@pytest.mark.parametrize(
    ("zone", "typed", "there_is"),
    [
        (BERLIN, "2027-03-28 02:30", "03:30"),
        (LONDON, "2027-03-28 01:30", "02:30"),
        (LORD_HOWE, "2027-10-03 02:15", "02:45"),
    ],
)
def test_time_that_is_left_out_is_refused_with_one_that_exists(zone: str, typed: str, there_is: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        understood(zone, typed)

    assert refusal.value.messages == [
        f"The clocks go forward that night: there is no {typed[-5:]} in {zone}. {there_is} is next."
    ]


@pytest.mark.parametrize(
    ("zone", "typed", "instant"),
    [
        (BERLIN, "2027-10-31 02:30", "2027-10-31T00:30+00:00"),
        (LONDON, "2027-10-31 01:30", "2027-10-31T00:30+00:00"),
        (BERLIN, "2027-10-31 03:30", "2027-10-31T02:30+00:00"),
        (BERLIN, "2027-03-28 03:30", "2027-03-28T01:30+00:00"),
    ],
)
def test_hour_that_comes_twice_means_its_first_time(zone: str, typed: str, instant: str) -> None:
    assert understood(zone, typed) == dt.datetime.fromisoformat(instant)


def test_what_is_no_time_at_all_is_refused_as_ever() -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        understood(LONDON, "half past two")

    assert refusal.value.code == "invalid"


@pytest.fixture
def page() -> ArticlePage:
    empty_site()
    return article("At the Front Desk", slug="at-the-front-desk")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account("ed@mail.example", roles=("editor",)))
    return client


def opened(page: ArticlePage) -> dict[str, Any]:
    """What a window that loads the page now sends along when it saves."""
    latest = ArticlePage.objects.get(pk=page.pk).latest_revision
    return {"loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat()}


@pytest.mark.django_db
def test_schedule_names_a_time_there_is_beside_its_field(page: ArticlePage, editor: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = editor.post(address, form(go_live_at="2027-03-28 01:30", **opened(page)))

    assert answer.context["form"].errors["go_live_at"] == [
        "The clocks go forward that night: there is no 01:30 in Europe/London. 02:30 is next."
    ]


@pytest.mark.django_db
def test_second_editor_is_told_and_loses_nothing(page: ArticlePage, editor: Client) -> None:
    first_window = second_window = opened(page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(address, form(intro="First words.", **first_window)).status_code == 302

    answer = editor.post(address, form(intro="Second words.", **second_window))

    (told,) = answer.context["form"].non_field_errors()
    assert told.startswith("ed@mail.example saved this page at ")
    text = answer.content.decode()
    assert ("Second words." in text, opened(page)["loaded_revision_created_at"] in text) == (True, True)
    assert ArticlePage.objects.get(pk=page.pk).intro == "First words."


@pytest.mark.django_db
def test_second_editor_may_go_on_after_reading_that(page: ArticlePage, editor: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(address, form(intro="First words.", **opened(page)))

    answer = editor.post(address, form(intro="Second words.", **opened(page)))

    assert answer.status_code == 302
    changed = ArticlePage.objects.get(pk=page.pk)
    kept = [revision.content["intro"] for revision in changed.revisions.order_by("pk")]
    assert (changed.intro, kept[1:]) == ("Second words.", ["First words.", "Second words."])
