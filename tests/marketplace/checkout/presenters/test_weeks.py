"""Weeks on two clocks, the nights included on which a clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core import clock
from marketplace.checkout.presenters import weeks
from marketplace.offerings.models import PackageVersion
from marketplace.scheduling.actions import save_rule
from marketplace.scheduling.slots import free_slots
from tests.factories.offerings import published_version
from tests.factories.orders import go_to, sellable_version
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db


def awake_all_night(zone: str, **terms: object) -> PackageVersion:
    """A version whose trainer is open from midnight to midnight, with a slot each hour."""
    trainer = TrainerFactory.create(time_zone=zone)
    for weekday in range(7):
        save_rule(trainer=trainer, weekday=weekday, starts=dt.time(0), ends=dt.time(0))
    given = {"step_minutes": 60, "minutes": 60, "buffer_after": 0, "notice_minutes": 0, "horizon_days": 60}
    return published_version(trainer=trainer, **given | terms)


def times_of(week: dict[str, object], day: dt.date) -> list[str]:
    found = next(d for d in week["days"] if d["number"] == day.day)
    return [slot["time"] for slot in found["slots"]]


# Nights of 2027 on which clocks change: the day, and what its early hours look like to a visitor there while
# the trainer keeps UTC, so that every real hour is on offer.
@pytest.mark.parametrize(
    ("zone", "day", "early"),
    [
        ("America/New_York", dt.date(2027, 3, 14), ["00:00", "01:00", "03:00", "04:00"]),
        ("America/New_York", dt.date(2027, 11, 7), ["00:00", "01:00 EDT", "01:00 EST", "02:00"]),
        ("Europe/Berlin", dt.date(2027, 3, 28), ["00:00", "01:00", "03:00", "04:00"]),
        ("Europe/Berlin", dt.date(2027, 10, 31), ["00:00", "01:00", "02:00 CEST", "02:00 CET"]),
        ("Australia/Sydney", dt.date(2027, 4, 4), ["00:00", "01:00", "02:00 AEDT", "02:00 AEST"]),
        ("Australia/Sydney", dt.date(2027, 10, 3), ["00:00", "01:00", "03:00", "04:00"]),
        ("Australia/Lord_Howe", dt.date(2027, 4, 4), ["00:00", "01:00", "01:30 +1030", "02:30"]),
        ("Australia/Lord_Howe", dt.date(2027, 10, 3), ["00:30", "01:30", "03:00", "04:00"]),
    ],
)
def test_a_night_on_which_the_clock_changes_shows_every_real_hour_once(
    zone: str, day: dt.date, early: list[str]
) -> None:
    go_to(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC) - dt.timedelta(days=3))
    version = awake_all_night("UTC")

    week = weeks.week(version, zone=zone, asked=day)

    assert times_of(week, day)[:4] == early
    shown = [slot["value"] for d in week["days"] for slot in d["slots"]]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_weeks_in_a_row_show_every_free_slot_once(zone: str) -> None:
    version = sellable_version(horizon_days=30)
    shown: list[str] = []
    day: dt.date | None = None
    while True:
        week = weeks.week(version, zone=zone, asked=day)
        shown += [slot["value"] for d in week["days"] for slot in d["slots"]]
        day = week["next"]
        if day is None:
            break

    everything = free_slots(version=version, start=clock.now().date(), days=40)
    assert shown == [weeks.value(slot.start) for slot in everything]


def test_slots_stand_under_the_visitors_own_day() -> None:
    version = awake_all_night("Europe/London")
    day = clock.now().date() + dt.timedelta(days=5)

    week = weeks.week(version, zone="Asia/Tokyo", asked=day)

    for shown in week["days"]:
        for slot in shown["slots"]:
            local = dt.datetime.fromisoformat(slot["value"]).astimezone(ZoneInfo("Asia/Tokyo"))
            assert (local.day, f"{local:%H:%M}") == (shown["number"], slot["time"])


def test_the_trainers_time_names_its_day_where_it_is_another() -> None:
    go_to(dt.datetime(2027, 1, 10, tzinfo=dt.UTC))
    version = awake_all_night("Europe/London")

    week = weeks.week(version, zone="Asia/Tokyo", asked=dt.date(2027, 1, 20))

    first = week["days"][0]["slots"][0]
    assert (first["time"], first["other"]) == ("00:00", "Tue 15:00")


def test_one_clock_is_said_once() -> None:
    week = weeks.week(sellable_version(), zone="Europe/London", asked=None)

    assert week["one_clock"]
    assert not any("other" in slot for day in week["days"] for slot in day["slots"])


def test_the_week_goes_no_further_than_the_horizon_and_not_back_before_today() -> None:
    version = sellable_version(horizon_days=10)
    today = clock.now().date()

    first = weeks.week(version, zone="Europe/London", asked=None)
    last = weeks.week(version, zone="Europe/London", asked=first["next"])

    assert (first["previous"], first["first"], first["next"]) == (None, today, today + dt.timedelta(days=7))
    assert (last["previous"], last["next"]) == (today, None)


def test_nearest_are_the_closest_in_order_of_time() -> None:
    version = sellable_version(step_minutes=60)
    all_free = free_slots(version=version, start=clock.now().date(), days=30)
    wanted = all_free[30].start

    near = weeks.nearest(version, to=wanted, zone="Europe/London")

    expected = sorted(sorted(all_free, key=lambda slot: abs(slot.start - wanted))[:6])
    assert [slot["value"] for slot in near] == [weeks.value(slot.start) for slot in expected]


def test_nearest_looks_further_when_nothing_is_close() -> None:
    version = sellable_version(notice_minutes=40 * 24 * 60)

    near = weeks.nearest(version, to=clock.now(), zone="Europe/London")

    assert len(near) == 6
