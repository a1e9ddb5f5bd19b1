"""Whose clock a page shows."""

import datetime as dt
import zoneinfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from marketplace.checkout import zones

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("user", "asked", "expected"),
    [
        (AnonymousUser(), "", ("Europe/London", False)),
        (AnonymousUser(), "Asia/Tokyo", ("Asia/Tokyo", True)),
        (User(time_zone="Europe/Berlin"), "", ("Europe/Berlin", True)),
        (User(time_zone="Europe/Berlin"), "Asia/Tokyo", ("Asia/Tokyo", True)),
    ],
)
def test_the_address_goes_before_the_person_before_the_trainer(
    user: User, asked: str, expected: tuple[str, bool]
) -> None:
    request = RequestFactory().get("/")
    request.user = user

    assert zones.visitors_clock(request, asked, "Europe/London") == expected


def test_choices_go_from_west_to_east_and_hold_what_is_shown() -> None:
    rows = zones.choices(NOW, "Pacific/Chatham")

    assert ("Pacific/Chatham", "Chatham, UTC+13:45") in rows
    assert ("Europe/Berlin", "Berlin, UTC+1") in rows
    assert ("America/St_Johns", "St Johns, UTC−3:30") in rows
    offsets = [NOW.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for zone, _ in rows]
    assert offsets == sorted(offsets)


def test_every_common_zone_is_known() -> None:
    assert set(zones.COMMON) <= zoneinfo.available_timezones()
