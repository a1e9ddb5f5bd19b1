import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.offerings.models import PackageVersion
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import Slot, Taken, free_slots, instant_of, is_bookable
from tests.factories.offerings import published_version
from tests.factories.scheduling import (
    AvailabilityExceptionFactory,
    AvailabilityRuleFactory,
    BusyTimeFactory,
    CalendarBlockFactory,
)
from tests.factories.trainers import TrainerFactory
from tests.marketplace.scheduling.clocks import instants, open_on, slots_on, utc, version_in, walls

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 3, 2)
EVERY_HALF_HOUR = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(8)]
HALF_HOURS = ["09:00", "09:30", "10:00", "10:30", "11:00"]


def monday_version(**terms: object) -> PackageVersion:
    """An hour at a time, on Mondays from nine to twelve in London."""
    version = version_in("Europe/London", **terms)
    AvailabilityRuleFactory.create(trainer=version.package.trainer)
    return version


def test_weekly_rule_gives_slots_that_fit_into_its_window() -> None:
    assert walls(slots_on(monday_version(), MONDAY), "Europe/London") == HALF_HOURS


def test_slot_ends_after_its_minutes() -> None:
    first = slots_on(monday_version(minutes=50), MONDAY)[0]

    assert first == Slot(utc("2026-03-02 09:00"), utc("2026-03-02 09:50"))


def test_other_days_and_dates_outside_the_rule_have_none() -> None:
    version = version_in("Europe/London")
    trainer = version.package.trainer
    AvailabilityRuleFactory.create(
        trainer=trainer, valid_from=dt.date(2026, 3, 9), valid_until=dt.date(2026, 3, 16)
    )

    found = free_slots(version=version, start=dt.date(2026, 3, 1), days=31, now=utc("2026-02-20 12:00"))

    assert sorted({slot.start.date() for slot in found}) == [dt.date(2026, 3, 9), dt.date(2026, 3, 16)]


def test_another_trainers_rule_counts_for_nothing() -> None:
    AvailabilityRuleFactory.create()

    assert slots_on(version_in("Europe/London"), MONDAY) == []


def test_window_until_midnight() -> None:
    version = version_in("Europe/London")
    open_on(version, MONDAY, "22:00", "00:00")

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["22:00", "22:30", "23:00"]


def test_overlapping_and_touching_windows_are_one() -> None:
    version = version_in("Europe/London")
    for starts, ends in (("09:00", "10:00"), ("09:45", "10:30"), ("10:30", "11:15")):
        open_on(version, MONDAY, starts, ends)

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["09:00", "09:30", "10:00"]


def test_closed_day_lifts_the_weekly_rules_but_not_what_is_opened_instead() -> None:
    version = monday_version()
    AvailabilityExceptionFactory.create(trainer=version.package.trainer, date=MONDAY)
    open_on(version, MONDAY, "15:00", "16:00")

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["15:00"]


def test_closed_window_is_cut_out() -> None:
    version = monday_version()
    AvailabilityExceptionFactory.create(
        trainer=version.package.trainer, date=MONDAY, starts=dt.time(10), ends=dt.time(10, 45)
    )

    # What is left begins at a quarter to, and so do its steps.
    assert walls(slots_on(version, MONDAY), "Europe/London") == ["09:00", "10:45"]


def test_notice_and_horizon_are_counted_in_hours() -> None:
    version = monday_version(notice_minutes=24 * 60, horizon_days=2)

    assert walls(slots_on(version, MONDAY, utc("2026-03-01 10:00")), "Europe/London") == HALF_HOURS[2:]
    assert walls(slots_on(version, MONDAY, utc("2026-03-01 10:00:01")), "Europe/London") == HALF_HOURS[3:]
    assert walls(slots_on(version, MONDAY, utc("2026-02-28 10:00")), "Europe/London") == HALF_HOURS[:3]
    assert walls(slots_on(version, MONDAY, utc("2026-02-28 09:59:59")), "Europe/London") == HALF_HOURS[:2]


def test_horizon_over_a_transition_is_not_an_hour_short() -> None:
    # 29 March 2026, 01:00 UTC: British clocks go forward. 48 hours before noon BST is 11:00 GMT.
    version = version_in("Europe/London", horizon_days=2)
    open_on(version, dt.date(2026, 3, 29), "11:30", "13:30")

    assert walls(slots_on(version, dt.date(2026, 3, 29), utc("2026-03-27 11:00")), "Europe/London") == [
        "11:30",
        "12:00",
    ]


@pytest.mark.parametrize("start", [dt.date.min, dt.date.max, dt.date(2026, 6, 1)])
def test_far_dates_have_none(start: dt.date) -> None:
    assert free_slots(version=monday_version(), start=start, days=14, now=utc("2026-03-01 00:00")) == []


def test_many_days_are_as_many_as_the_horizon_has() -> None:
    version = monday_version(horizon_days=10)

    found = free_slots(version=version, start=MONDAY, days=10**9, now=utc("2026-03-01 00:00"))

    assert {slot.start.date() for slot in found} == {MONDAY, dt.date(2026, 3, 9)}


def test_buffers_of_neighbours_add() -> None:
    version = monday_version(buffer_before=5, buffer_after=10)
    # Kept free until 10:05 by its own buffer: a session before it would need 10 minutes more.
    CalendarBlockFactory.create(
        trainer=version.package.trainer, busy_start=utc("2026-03-02 09:55"), busy_end=utc("2026-03-02 10:25")
    )

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["10:30", "11:00"]


def test_touching_a_block_is_allowed() -> None:
    version = monday_version()
    CalendarBlockFactory.create(
        trainer=version.package.trainer, busy_start=utc("2026-03-02 10:00"), busy_end=utc("2026-03-02 11:00")
    )

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["09:00", "11:00"]


def test_busy_times_keep_slots_away_even_where_they_overlap_one_another() -> None:
    version = monday_version()
    for end in ("10:30", "11:00"):
        BusyTimeFactory.create(
            trainer=version.package.trainer,
            starts_at=utc("2026-03-02 10:00"),
            ends_at=utc(f"2026-03-02 {end}"),
        )

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["09:00", "11:00"]


def test_holds_count_until_the_moment_they_expire() -> None:
    version = monday_version()
    CalendarBlockFactory.create(trainer=version.package.trainer, held_until=utc("2026-03-01 12:00"))

    assert walls(slots_on(version, MONDAY, utc("2026-03-01 11:59:59")), "Europe/London") == ["09:00", "11:00"]
    assert walls(slots_on(version, MONDAY, utc("2026-03-01 12:00")), "Europe/London") == HALF_HOURS


def test_blocks_given_back_and_those_of_others_count_for_nothing() -> None:
    version = monday_version()
    CalendarBlockFactory.create(trainer=version.package.trainer, active=False)
    CalendarBlockFactory.create()

    assert walls(slots_on(version, MONDAY), "Europe/London") == HALF_HOURS


def test_the_block_somebody_moves_from_counts_as_free() -> None:
    version = monday_version()
    block = CalendarBlockFactory.create(trainer=version.package.trainer)
    asked = {"version": version, "start": utc("2026-03-02 10:00"), "now": utc("2026-03-01 00:00")}

    assert is_bookable(**asked) is False
    assert is_bookable(**asked, ignore_block=block) is True
    assert is_bookable(**asked, ignore_block=CalendarBlockFactory.create()) is False


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-02 09:00", True),
        ("2026-03-02 09:15", False),  # between steps
        ("2026-03-02 11:30", False),  # would end after the window
        ("2026-03-03 09:00", False),  # no Monday
        ("2026-02-23 09:00", False),  # over
    ],
)
def test_bookable_is_what_is_offered(start: str, expected: bool) -> None:
    assert is_bookable(version=monday_version(), start=utc(start), now=utc("2026-03-01 00:00")) is expected


def test_bookable_asks_for_an_instant() -> None:
    with pytest.raises(ValueError, match="aware"):
        is_bookable(version=monday_version(), start=dt.datetime(2026, 3, 2, 9))


def test_bookable_takes_the_instant_in_any_zone() -> None:
    start = utc("2026-03-02 09:00").astimezone(ZoneInfo("Asia/Tokyo"))

    assert is_bookable(version=monday_version(), start=start, now=utc("2026-03-01 00:00")) is True


@pytest.mark.parametrize("days", [1, 50])
def test_four_queries_at_most_however_many_slots(days: int) -> None:
    made = monday_version()
    for weekday in range(1, 7):
        AvailabilityRuleFactory.create(trainer=made.package.trainer, weekday=weekday)
    version = PackageVersion.objects.get(pk=made.pk)

    with CaptureQueriesContext(connection) as asked:
        found = free_slots(version=version, start=MONDAY, days=days, now=utc("2026-03-01 00:00"))

    assert (len(found), len(asked)) == (5 * days, 4)


def test_three_queries_where_the_trainer_is_known() -> None:
    version = monday_version()

    with CaptureQueriesContext(connection) as asked:
        slots_on(version, MONDAY)

    assert len(asked) == 3


def test_offers_of_version_steps_start_at_the_window() -> None:
    version = published_version(
        trainer=TrainerFactory.create(), minutes=50, step_minutes=20, buffer_after=0, notice_minutes=0
    )
    open_on(version, MONDAY, "09:10", "10:30")

    assert walls(slots_on(version, MONDAY), "Europe/London") == ["09:10", "09:30"]


class TestNightsOfTransition:
    """Wall times that do not exist are dropped; of those that come twice the first is offered."""

    @pytest.mark.parametrize(
        ("zone", "date", "dropped"),
        [
            # 02:00 becomes 03:00, in Lord Howe 02:30
            ("America/New_York", dt.date(2026, 3, 8), {"02:00", "02:30"}),
            ("Europe/Berlin", dt.date(2026, 3, 29), {"02:00", "02:30"}),
            ("Australia/Sydney", dt.date(2026, 10, 4), {"02:00", "02:30"}),
            ("Australia/Lord_Howe", dt.date(2026, 10, 4), {"02:00"}),
        ],
    )
    def test_spring_forward(self, zone: str, date: dt.date, dropped: set[str]) -> None:
        version = version_in(zone, minutes=30)
        open_on(version, date, "00:00", "04:00")

        expected = [wall for wall in EVERY_HALF_HOUR if wall not in dropped]
        assert walls(slots_on(version, date), zone) == expected

    @pytest.mark.parametrize(
        ("zone", "date", "first", "last"),
        [
            # 02:00 becomes 01:00, 03:00 becomes 02:00, 03:00 becomes 02:00, 02:00 becomes 01:30
            ("America/New_York", dt.date(2026, 11, 1), "04:00", "08:30"),
            ("Europe/Berlin", dt.date(2026, 10, 25), "22:00", "02:30"),
            ("Australia/Sydney", dt.date(2026, 4, 5), "13:00", "17:30"),
            ("Australia/Lord_Howe", dt.date(2026, 4, 5), "13:00", "17:00"),
        ],
    )
    def test_fall_back(self, zone: str, date: dt.date, first: str, last: str) -> None:
        version = version_in(zone, minutes=30)
        open_on(version, date, "00:00", "04:00")

        slots = slots_on(version, date)

        assert walls(slots, zone) == EVERY_HALF_HOUR
        assert (instants(slots)[0], instants(slots)[-1]) == (first, last)

    def test_a_session_over_the_gap_lasts_its_real_minutes(self) -> None:
        version = version_in("America/New_York", minutes=60)
        open_on(version, dt.date(2026, 3, 8), "01:30", "03:30")

        slots = slots_on(version, dt.date(2026, 3, 8))

        # 01:30 EST to 03:30 EDT is one hour.
        assert slots == [Slot(utc("2026-03-08 06:30"), utc("2026-03-08 07:30"))]

    def test_a_window_that_ends_in_the_doubled_hour_ends_with_its_second_pass(self) -> None:
        version = version_in("America/New_York", minutes=60)
        open_on(version, dt.date(2026, 11, 1), "00:30", "01:30")

        slots = slots_on(version, dt.date(2026, 11, 1))

        assert instants(slots) == ["04:30", "05:00"]

    def test_every_slot_of_both_nights_is_bookable(self) -> None:
        for zone, date in (
            ("America/New_York", dt.date(2026, 3, 8)),
            ("America/New_York", dt.date(2026, 11, 1)),
            ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
            ("Australia/Lord_Howe", dt.date(2026, 10, 4)),
        ):
            version = version_in(zone, minutes=45)
            open_on(version, date, "00:00", "05:00")
            now = dt.datetime.combine(date, dt.time(), dt.UTC) - dt.timedelta(days=2)
            slots = slots_on(version, date, now)
            assert len(slots) >= 7
            assert all(is_bookable(version=version, start=slot.start, now=now) for slot in slots)


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("2026-03-08 02:30", "America/New_York", None),
        ("2026-03-08 03:00", "America/New_York", "2026-03-08 07:00"),
        ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", None),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
    ],
)
def test_instant_of_a_wall_time(wall: str, zone: str, expected: str | None) -> None:
    instant = instant_of(dt.datetime.fromisoformat(wall), ZoneInfo(zone))

    assert instant == (utc(expected) if expected else None)


def test_taken_merges_and_finds() -> None:
    taken = Taken(
        [
            (utc("2026-03-02 12:00"), utc("2026-03-02 13:00")),
            (utc("2026-03-02 09:00"), utc("2026-03-02 11:00")),
            (utc("2026-03-02 10:00"), utc("2026-03-02 10:30")),
        ]
    )
    met = {
        hour: taken.meets(utc(f"2026-03-02 {hour:02}:00"), utc(f"2026-03-02 {hour + 1:02}:00"))
        for hour in range(8, 14)
    }

    assert met == {8: False, 9: True, 10: True, 11: False, 12: True, 13: False}


def test_live_leaves_out_holds_that_expired() -> None:
    trainer = TrainerFactory.create()
    kept = CalendarBlockFactory.create(trainer=trainer)
    held = CalendarBlockFactory.create(
        trainer=trainer,
        busy_start=utc("2026-03-02 11:00"),
        busy_end=utc("2026-03-02 12:00"),
        held_until=utc("2026-03-01 12:00"),
    )

    assert list(CalendarBlock.objects.live(utc("2026-03-01 11:59"))) == [kept, held]
    assert list(CalendarBlock.objects.live(utc("2026-03-01 12:00"))) == [kept]
    assert list(CalendarBlock.objects.expired(utc("2026-03-01 12:00"))) == [held]
