"""Rule 8: what is offered is bookable, for any availability, in any zone, on any date."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from marketplace.scheduling.actions import lock_trainer, take_block
from marketplace.scheduling.errors import TimeTaken
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import free_slots, is_bookable
from tests.factories.scheduling import (
    AvailabilityExceptionFactory,
    AvailabilityRuleFactory,
    BusyTimeFactory,
)
from tests.marketplace.scheduling.clocks import version_in

pytestmark = pytest.mark.django_db

ZONES = [
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "UTC",
    "Asia/Kolkata",
]
# Around every transition of 2027 and on plain days.
DATES = [
    *(dt.date(2027, 3, 13), dt.date(2027, 11, 6), dt.date(2027, 3, 27), dt.date(2027, 10, 30)),
    *(dt.date(2027, 4, 3), dt.date(2027, 10, 2), dt.date(2027, 6, 7)),
]
quarters = st.integers(0, 95)
windows = st.tuples(quarters, st.integers(2, 40)).map(lambda w: (w[0], min(w[0] + w[1], 96)))
terms = st.fixed_dictionaries(
    {
        "minutes": st.sampled_from([15, 30, 50, 60, 90]),
        "step_minutes": st.sampled_from([5, 15, 20, 30, 60]),
        "buffer_before": st.sampled_from([0, 5, 30]),
        "buffer_after": st.sampled_from([0, 10, 45]),
        "notice_minutes": st.sampled_from([0, 90, 24 * 60]),
    }
)


def clock_time(quarter: int) -> dt.time:
    return dt.time(quarter // 4 % 24, quarter % 4 * 15)


@given(
    zone=st.sampled_from(ZONES),
    date=st.sampled_from(DATES),
    terms=terms,
    rules=st.lists(windows, max_size=3),
    opened=st.lists(windows, max_size=2),
    closed=st.lists(windows, max_size=2),
    busy=st.lists(st.tuples(st.integers(0, 72), st.integers(1, 6)), max_size=3),
    choose=st.integers(0, 10**6),
)
def test_every_slot_offered_is_bookable_until_it_is_taken(
    zone: str,
    date: dt.date,
    terms: dict[str, Any],
    rules: list[tuple[int, int]],
    opened: list[tuple[int, int]],
    closed: list[tuple[int, int]],
    busy: list[tuple[int, int]],
    choose: int,
) -> None:
    version = version_in(zone, **terms)
    trainer = version.package.trainer
    for starts, ends in rules:
        for weekday in range(7):
            AvailabilityRuleFactory.create(
                trainer=trainer, weekday=weekday, starts=clock_time(starts), ends=clock_time(ends)
            )
    for kind, spans in (("open", opened), ("closed", closed)):
        for starts, ends in spans:
            AvailabilityExceptionFactory.create(
                trainer=trainer,
                date=date + dt.timedelta(days=1),
                kind=kind,
                starts=clock_time(starts),
                ends=clock_time(ends),
            )
    midnight = dt.datetime.combine(date, dt.time(), dt.UTC)
    for hour, hours in busy:
        start = midnight + dt.timedelta(hours=hour)
        BusyTimeFactory.create(trainer=trainer, starts_at=start, ends_at=start + dt.timedelta(hours=hours))
    now = midnight - dt.timedelta(hours=7)
    asked: dict[str, Any] = {"version": version, "now": now}

    offered = free_slots(start=date, days=3, **asked)

    assert offered == sorted(set(offered))
    assert all(slot.end - slot.start == dt.timedelta(minutes=terms["minutes"]) for slot in offered)
    assert all(is_bookable(start=slot.start, **asked) for slot in offered[:: max(1, len(offered) // 8)])
    if not offered:
        return
    taken = offered[choose % len(offered)]
    buffers = {"before": terms["buffer_before"], "after": terms["buffer_after"]}
    with transaction.atomic():
        block = take_block(
            trainer=lock_trainer(trainer_id=trainer.pk),
            start=taken.start,
            end=taken.end,
            kind=CalendarBlock.Kind.APPOINTMENT,
            **buffers,
        )
    assert is_bookable(start=taken.start, **asked) is False
    before = dt.timedelta(minutes=terms["buffer_before"])
    after = dt.timedelta(minutes=terms["buffer_after"])
    left = free_slots(start=date, days=3, **asked)
    clear = [s for s in offered if s.end + after <= block.busy_start or block.busy_end <= s.start - before]
    assert left == clear
    with pytest.raises(TimeTaken), transaction.atomic():
        take_block(trainer=trainer, start=taken.start, end=taken.end, kind=CalendarBlock.Kind.APPOINTMENT)
