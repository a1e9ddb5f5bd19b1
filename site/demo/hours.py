"""When trainers are there: weekly hours on their own clocks, days off, and time taken elsewhere."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

from django.db import transaction

from demo import material
from demo.material import TrainerText
from directory.trainers.models import Trainer
from marketplace.scheduling import actions
from marketplace.scheduling.models import AvailabilityException

_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_REASONS = ("Training day", "At a conference", "Family", "Day off", "Supervision away")
_Kind = AvailabilityException.Kind


@transaction.atomic
def open_hours(trainer: Trainer, row: TrainerText, *, today: dt.date) -> None:
    """Weekly windows, a few days that differ, and busy times; once."""
    if trainer.availability_rules.exists():
        return
    for name in row["hours"]:
        for line in material.hours()[name]:
            weekday, starts, ends = _window(line)
            actions.save_rule(trainer=trainer, weekday=weekday, starts=starts, ends=ends)
    chance = random.Random(f"hours of {row['name']}")  # noqa: S311  (days off, not secrets)
    _differ(trainer, today, chance)
    _elsewhere(trainer, today, chance)


def _differ(trainer: Trainer, today: dt.date, chance: random.Random) -> None:
    """A day off, half a day off, an evening more: later than the next two weeks, where most people look."""
    off, half, more = (today + dt.timedelta(days=n) for n in chance.sample(range(15, 56), 3))
    actions.add_exception(trainer=trainer, date=off, kind=_Kind.CLOSED, reason=chance.choice(_REASONS))
    if chance.random() < 0.6:
        actions.add_exception(
            trainer=trainer,
            date=half,
            kind=_Kind.CLOSED,
            starts=dt.time(12),
            ends=dt.time(),
            reason="Half a day",
        )
    if chance.random() < 0.5:
        actions.add_exception(
            trainer=trainer, date=more, kind=_Kind.OPEN, starts=dt.time(18), ends=dt.time(20)
        )


def _elsewhere(trainer: Trainer, today: dt.date, chance: random.Random) -> None:
    """Appointments out of another calendar."""
    zone = ZoneInfo(trainer.time_zone)
    for number, days in enumerate(chance.sample(range(1, 40), 4)):
        wall = dt.datetime.combine(today + dt.timedelta(days=days), dt.time(chance.choice((9, 11, 13, 15))))
        start = wall.replace(tzinfo=zone).astimezone(dt.UTC)
        actions.add_busy_time(
            trainer=trainer,
            starts_at=start,
            ends_at=start + dt.timedelta(minutes=chance.choice((60, 90, 120))),
            source="Own calendar",
            external_uid=f"demo-{trainer.slug}-{number}",
        )


def _window(line: str) -> tuple[int, dt.time, dt.time]:
    """ "mon 09:00-12:30" as weekday and two times; "24:00" is midnight at the end of the day."""
    day, span = line.split(" ")
    starts, ends = span.split("-")
    return (
        _WEEKDAYS[day],
        dt.time.fromisoformat(starts),
        dt.time.fromisoformat(ends.replace("24:00", "00:00")),
    )
