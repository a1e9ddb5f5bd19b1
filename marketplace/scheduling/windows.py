"""When a trainer is open, on the trainer's own wall clock: weekly rules and the exceptions to them.

Everything here is naive local time; `slots` turns it into instants.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from directory.trainers.models import Trainer
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule

_DAY = dt.timedelta(days=1)
_MIDNIGHT = dt.time()


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Open from `start` to `end`, naive wall time of one local date; `end` may be the next midnight."""

    start: dt.datetime
    end: dt.datetime

    @classmethod
    def on(cls, date: dt.date, starts: dt.time, ends: dt.time) -> Self:
        """The window of a rule on `date`; `ends` 00:00 is midnight at the end of that day."""
        last = dt.datetime.combine(date, ends)
        return cls(dt.datetime.combine(date, starts), last + _DAY if ends == _MIDNIGHT else last)


class Opening:
    """Rules and exceptions of one trainer for some dates, loaded in two queries."""

    def __init__(self, trainer: Trainer, first: dt.date, last: dt.date) -> None:
        lasting = Q(valid_until=None) | Q(valid_until__gte=first)
        begun = Q(valid_from=None) | Q(valid_from__lte=last)
        self._rules = list(AvailabilityRule.objects.filter(lasting, begun, trainer=trainer))
        self._exceptions = list(
            AvailabilityException.objects.filter(trainer=trainer, date__range=(first, last))
        )

    def windows(self, date: dt.date) -> list[Window]:
        """Open windows of a local date, in order, none touching another.

        A closed day lifts the weekly rules; what is opened in addition stands; a closed window is cut out.
        """
        mine = [e for e in self._exceptions if e.date == date]
        opened = [Window.on(date, *_times(e)) for e in mine if e.kind == AvailabilityException.Kind.OPEN]
        closed = [e for e in mine if e.kind == AvailabilityException.Kind.CLOSED]
        if all(e.starts for e in closed):
            opened += [Window.on(date, r.starts, r.ends) for r in self._rules if _holds(r, date)]
        windows = merged(opened)
        for exception in closed:
            if exception.starts:
                windows = list(without(windows, Window.on(date, *_times(exception))))
        return windows


def merged(windows: Iterable[Window]) -> list[Window]:
    """The same time as as few windows as possible, in order: those that overlap or touch become one."""
    result: list[Window] = []
    for window in sorted(windows):
        if result and window.start <= result[-1].end:
            result[-1] = Window(result[-1].start, max(result[-1].end, window.end))
        else:
            result.append(window)
    return result


def without(windows: Iterable[Window], closed: Window) -> Iterator[Window]:
    """What is left of `windows` when `closed` is cut out."""
    for window in windows:
        before = Window(window.start, min(window.end, closed.start))
        after = Window(max(window.start, closed.end), window.end)
        if before.start < before.end:
            yield before
        if after.start < after.end:
            yield after


def _holds(rule: AvailabilityRule, date: dt.date) -> bool:
    begun = rule.valid_from is None or rule.valid_from <= date
    lasts = rule.valid_until is None or date <= rule.valid_until
    return rule.weekday == date.weekday() and begun and lasts


def _times(exception: AvailabilityException) -> tuple[dt.time, dt.time]:
    return exception.starts or _MIDNIGHT, exception.ends or _MIDNIGHT
