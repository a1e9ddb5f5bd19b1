"""Slots: the times at which a package's session can be booked, and the one rule that decides it."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core import clock
from directory.trainers.models import Trainer
from marketplace.offerings.models import PackageVersion
from marketplace.scheduling.models import BusyTime, CalendarBlock
from marketplace.scheduling.windows import Opening, Window

_DAY = dt.timedelta(days=1)

Interval = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A session's time: aware instants in UTC, buffers not included."""

    start: dt.datetime
    end: dt.datetime


def free_slots(
    *,
    version: PackageVersion,
    start: dt.date,
    days: int,
    now: dt.datetime | None = None,
    ignore_block: CalendarBlock | None = None,
) -> list[Slot]:
    """Bookable slots of `version` on `days` dates from `start`, dates of the trainer's zone, in order.

    Four queries at most, however many slots. `ignore_block` counts as free: the time somebody moves from.
    """
    now = now or clock.now()
    trainer = _trainer_of(version)
    zone = ZoneInfo(trainer.time_zone)
    earliest, latest = _bookable_range(version, now)
    first, last = earliest.astimezone(zone).date(), latest.astimezone(zone).date()
    # Only dates that can have a slot are ever made, so a far date in an address overflows nothing.
    numbers = range(max(0, (first - start).days), min(days, (last - start).days + 1))
    dates = [start + n * _DAY for n in numbers]
    if not dates:
        return []
    opening = Opening(trainer, dates[0], dates[-1])
    possible = [
        slot
        for date in dates
        for window in opening.windows(date)
        for slot in _slots_in(window, version, zone)
        if earliest <= slot.start <= latest
    ]
    if not possible:
        return []
    before, after = _buffers(version)
    taken = Taken(
        busy_intervals(
            trainer=trainer,
            start=possible[0].start - before,
            end=max(slot.end for slot in possible) + after,
            now=now,
            ignore_block=ignore_block,
        )
    )
    return [slot for slot in possible if not taken.meets(slot.start - before, slot.end + after)]


def is_bookable(
    *,
    version: PackageVersion,
    start: dt.datetime,
    now: dt.datetime | None = None,
    ignore_block: CalendarBlock | None = None,
) -> bool:
    """Whether a slot that starts at the aware instant `start` is offered: the very rule of `free_slots`."""
    if start.tzinfo is None:
        raise ValueError("A slot starts at an aware instant.")
    date = start.astimezone(ZoneInfo(_trainer_of(version).time_zone)).date()
    offered = free_slots(version=version, start=date, days=1, now=now, ignore_block=ignore_block)
    return any(slot.start == start for slot in offered)


def busy_intervals(
    *,
    trainer: Trainer,
    start: dt.datetime,
    end: dt.datetime,
    now: dt.datetime,
    ignore_block: CalendarBlock | None = None,
) -> list[Interval]:
    """What takes the trainer's time between two instants: live blocks with their buffers, and busy times.

    A hold that expired counts for nothing, whether or not somebody has cleared it away. One query.
    """
    blocks = CalendarBlock.objects.live(now).filter(trainer=trainer, busy_start__lt=end, busy_end__gt=start)
    if ignore_block is not None:
        blocks = blocks.exclude(pk=ignore_block.pk)
    elsewhere = BusyTime.objects.filter(trainer=trainer, starts_at__lt=end, ends_at__gt=start)
    both = blocks.values_list("busy_start", "busy_end").union(
        elsewhere.values_list("starts_at", "ends_at"), all=True
    )
    return sorted((row[0], row[1]) for row in both)


class Taken:
    """Intervals in which a trainer is busy, asked many times over."""

    def __init__(self, intervals: list[Interval]) -> None:
        self._starts: list[dt.datetime] = []
        self._ends: list[dt.datetime] = []
        for start, end in sorted(intervals):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Whether any instant from `start` up to `end` is taken; touching is not meeting."""
        following = bisect_right(self._ends, start)
        return following < len(self._starts) and self._starts[following] < end


def _bookable_range(version: PackageVersion, now: dt.datetime) -> Interval:
    """Instants between which a session may start: after the notice, up to the horizon, in UTC."""
    now = now.astimezone(dt.UTC)
    notice = dt.timedelta(minutes=version.notice_minutes)
    return now + notice, now + dt.timedelta(hours=24 * version.horizon_days)


def _slots_in(window: Window, version: PackageVersion, zone: ZoneInfo) -> Iterator[Slot]:
    step, length = dt.timedelta(minutes=version.step_minutes), dt.timedelta(minutes=version.minutes)
    # Where the window's end comes twice, the later one ends it.
    last = window.end.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    wall = window.start
    while wall < window.end:
        start = instant_of(wall, zone)
        if start is not None and start + length <= last:
            yield Slot(start, start + length)
        wall += step


def instant_of(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """The UTC instant of a naive wall time: the first of two, and None where the clock jumps over it."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall else None


def _buffers(version: PackageVersion) -> tuple[dt.timedelta, dt.timedelta]:
    return dt.timedelta(minutes=version.buffer_before), dt.timedelta(minutes=version.buffer_after)


def _trainer_of(version: PackageVersion) -> Trainer:
    """The trainer, from memory where it is loaded, else in one query."""
    known = version._state.fields_cache
    if "package" in known and "trainer" in version.package._state.fields_cache:
        return version.package.trainer
    return Trainer.objects.get(packages__versions=version)
