import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule
from tests.factories import orders as make
from tests.factories.scheduling import AvailabilityExceptionFactory, AvailabilityRuleFactory
from tests.marketplace.office.test_desk import desk_of, text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("office:availability")
RULE = {"rule-weekday": "2", "rule-starts": "09:00", "rule-ends": "12:00"}


def test_empty_page_invites_a_first_time(client: Client) -> None:
    desk_of(client)

    text = text_of(client, PAGE)

    assert "No weekly times yet" in text
    assert "You have no package on offer yet" in text


def test_weekly_time_is_added_and_removed(client: Client) -> None:
    trainer = desk_of(client)
    assert client.post(reverse("office:rule-add"), RULE)["Location"] == PAGE
    rule = AvailabilityRule.objects.get()
    assert (rule.trainer, rule.weekday, rule.starts) == (trainer, 2, dt.time(9))
    assert "09:00 to 12:00" in text_of(client, PAGE)

    client.post(reverse("office:rule-remove"), {"row": rule.pk})

    assert not AvailabilityRule.objects.exists()


def test_backward_window_is_told_and_kept(client: Client) -> None:
    desk_of(client)

    answer = client.post(reverse("office:rule-add"), {**RULE, "rule-ends": "08:00"})

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "The end has to be after the start" in text
    assert 'value="09:00"' in text


def test_date_is_noted_and_removed(client: Client) -> None:
    desk_of(client)
    date = clock.now().date() + dt.timedelta(days=9)
    given = {"exception-kind": "closed", "exception-date": date.isoformat(), "exception-reason": "Away"}

    client.post(reverse("office:exception-add"), given)
    found = AvailabilityException.objects.get()
    assert (found.date, found.reason) == (date, "Away")
    assert "the whole day" in text_of(client, PAGE)

    client.post(reverse("office:exception-remove"), {"row": found.pk})
    assert not AvailabilityException.objects.exists()


def test_date_that_is_over_is_told(client: Client) -> None:
    desk_of(client)

    answer = client.post(
        reverse("office:exception-add"), {"exception-kind": "closed", "exception-date": "2020-01-01"}
    )

    assert answer.status_code == 400
    assert "This date is over." in answer.content.decode()


def test_half_a_window_is_told(client: Client) -> None:
    desk_of(client)
    date = (clock.now().date() + dt.timedelta(days=9)).isoformat()

    answer = client.post(
        reverse("office:exception-add"),
        {"exception-kind": "open", "exception-date": date, "exception-starts": "09:00"},
    )

    assert "Say from when to when" in answer.content.decode()


def test_rows_of_others_are_not_removed(client: Client) -> None:
    desk_of(client)
    rule, date = AvailabilityRuleFactory.create(), AvailabilityExceptionFactory.create(date="2099-01-01")

    assert client.post(reverse("office:rule-remove"), {"row": rule.pk}).status_code == 404
    assert client.post(reverse("office:exception-remove"), {"row": date.pk}).status_code == 404
    assert client.post(reverse("office:rule-remove"), {"row": "x"}).status_code == 404


def test_preview_shows_what_clients_can_choose(client: Client) -> None:
    trainer = desk_of(client, time_zone="America/New_York")
    make.sellable_version(trainer=trainer, price_minor=0)

    days = client.get(PAGE).context["days"]

    assert 12 <= len(days) <= 14
    assert days[-1]["times"][0] == "08:00"
    assert days[-1]["times"][-1] == "19:00"
