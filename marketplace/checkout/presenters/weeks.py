"""Free times, a week at a time, on two clocks.

Seven days of the visitor's own calendar, from any day. Instants decide; wall times are shown: where a clock is
set back, the hour that comes twice bears the name of its time.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from marketplace.offerings.models import PackageVersion
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import Slot, free_slots

DAYS = 7
NEAR = 6
_DAY = dt.timedelta(days=1)


def value(instant: dt.datetime) -> str:
    """An instant as a radio button carries it: "2026-03-19T09:15Z"."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


def week(
    version: PackageVersion, *, zone: str, asked: dt.date | None, until: dt.datetime | None = None
) -> dict[str, Any]:
    """Seven days from `asked` (else today) in `zone`, with the way to the week before and after.

    `until` is the instant before which a session has to start (a package's validity). An empty week names the
    next day that has a time, if there is one.
    """
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    last = _last_day(version, zone, until)
    first = min(max(asked or today, today), max(today, last))
    free = _between(version, zone, first, first + DAYS * _DAY, until)
    theirs = version.package.trainer.time_zone
    return {
        "first": first,
        "title": _range(first, first + (DAYS - 1) * _DAY),
        "days": [_day(first + n * _DAY, free, zone, theirs) for n in range(DAYS)],
        "empty": not free,
        "previous": max(today, first - DAYS * _DAY) if first > today else None,
        "next": first + DAYS * _DAY if first + DAYS * _DAY <= last else None,
        "soonest": None if free else _soonest(version, zone, first, last, until),
        "one_clock": _same(zone, theirs, [slot.start for slot in free] or [clock.now()]),
    }


def nearest(
    version: PackageVersion, *, to: dt.datetime, zone: str, ignore_block: CalendarBlock | None = None
) -> list[dict[str, str]]:
    """The free times closest to an instant, in order of time."""
    theirs = version.package.trainer.time_zone
    now = clock.now()
    start = max(now, to - DAYS * _DAY).astimezone(ZoneInfo(theirs)).date()
    around = free_slots(version=version, start=start, days=3 * DAYS, ignore_block=ignore_block)
    if not around:
        around = free_slots(version=version, start=now.date(), days=version.horizon_days + 2)
    closest = sorted(around, key=lambda slot: abs(slot.start - to))[:NEAR]
    return [_near(slot, zone, theirs) for slot in sorted(closest)]


def _near(slot: Slot, zone: str, theirs: str) -> dict[str, str]:
    ours, other = slot.start.astimezone(ZoneInfo(zone)), slot.start.astimezone(ZoneInfo(theirs))
    same = ours.utcoffset() == other.utcoffset()
    day = date_format(ours, _("D j M"), use_l10n=False)
    return {
        "value": value(slot.start),
        "time": f"{day}, {_wall(ours)}",
        "other": "" if same else _other(ours, other),
    }


def _between(
    version: PackageVersion, zone: str, first: dt.date, end: dt.date, until: dt.datetime | None
) -> list[Slot]:
    """Free slots of the visitor's days from `first` up to `end`, asked for by the trainer's dates."""
    opens, closes = _midnight(first, zone), _midnight(end, zone)
    theirs = ZoneInfo(version.package.trainer.time_zone)
    start = opens.astimezone(theirs).date()
    days = (closes.astimezone(theirs).date() - start).days + 1
    slots = free_slots(version=version, start=start, days=days)
    closes = min(closes, until) if until else closes
    return [slot for slot in slots if opens <= slot.start < closes]


def _soonest(
    version: PackageVersion, zone: str, first: dt.date, last: dt.date, until: dt.datetime | None
) -> dict[str, Any] | None:
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    all_free = _between(version, zone, today, last + _DAY, until)
    days = [slot.start.astimezone(ZoneInfo(zone)).date() for slot in all_free]
    day = next((day for day in days if day >= first), days[0] if days else None)
    return {"from": day, "label": date_format(day, _("l j F"), use_l10n=False)} if day else None


def _last_day(version: PackageVersion, zone: str, until: dt.datetime | None) -> dt.date:
    horizon = clock.now() + dt.timedelta(days=version.horizon_days)
    return (min(horizon, until) if until else horizon).astimezone(ZoneInfo(zone)).date()


def _day(day: dt.date, free: Sequence[Slot], zone: str, theirs: str) -> dict[str, Any]:
    starts = [(slot, slot.start.astimezone(ZoneInfo(zone))) for slot in free]
    return {
        "weekday": date_format(day, "D", use_l10n=False),
        "number": day.day,
        "label": date_format(day, _("l j F"), use_l10n=False),
        "slots": [_slot(slot, local, theirs) for slot, local in starts if local.date() == day],
    }


def _slot(slot: Slot, local: dt.datetime, theirs: str) -> dict[str, str]:
    other = slot.start.astimezone(ZoneInfo(theirs))
    if local.utcoffset() == other.utcoffset():
        return {"value": value(slot.start), "time": _wall(local)}
    return {
        "value": value(slot.start),
        "time": _wall(local),
        "other": _other(local, other),
    }


def _other(ours: dt.datetime, theirs: dt.datetime) -> str:
    """The trainer's wall time, with the day where it is not the visitor's."""
    day = "" if theirs.date() == ours.date() else f"{date_format(theirs, 'D', use_l10n=False)} "
    return f"{day}{_wall(theirs)}"


def _wall(local: dt.datetime) -> str:
    """09:15, or 01:30 GMT on the night when 01:30 comes twice."""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M} {local.tzname()}" if twice else f"{local:%H:%M}"


def _midnight(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def _same(zone: str, theirs: str, instants: list[dt.datetime]) -> bool:
    ours, other = ZoneInfo(zone), ZoneInfo(theirs)
    return all(at.astimezone(ours).utcoffset() == at.astimezone(other).utcoffset() for at in instants)


def _range(first: dt.date, last: dt.date) -> str:
    """Such as 22 – 28 November; a narrow page does not part the days from their dash."""
    form = _("j") if first.month == last.month else _("j F")
    days = (date_format(first, form, use_l10n=False), date_format(last, _("j F"), use_l10n=False))
    return "\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}".join(days)
