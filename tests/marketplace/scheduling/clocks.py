"""Helpers: free slots as wall clocks read them."""

import datetime as dt
from zoneinfo import ZoneInfo

from marketplace.offerings.models import PackageVersion
from marketplace.scheduling.slots import Slot, free_slots
from tests.factories.offerings import published_version
from tests.factories.scheduling import AvailabilityExceptionFactory
from tests.factories.trainers import TrainerFactory

LONG_BEFORE = dt.timedelta(days=3)


def utc(text: str) -> dt.datetime:
    """ "2026-03-02 10:00" as an instant."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def version_in(zone: str, **terms: object) -> PackageVersion:
    """An hour every half hour, without buffers and notice, in `zone`; `terms` may say otherwise."""
    plain = {"minutes": 60, "step_minutes": 30, "buffer_after": 0, "notice_minutes": 0}
    return published_version(trainer=TrainerFactory.create(time_zone=zone), **{**plain, **terms})


def open_on(version: PackageVersion, date: dt.date, starts: str, ends: str) -> None:
    """Open one window on one date."""
    AvailabilityExceptionFactory.create(
        trainer=version.package.trainer,
        date=date,
        kind="open",
        starts=dt.time.fromisoformat(starts),
        ends=dt.time.fromisoformat(ends),
    )


def slots_on(version: PackageVersion, date: dt.date, now: dt.datetime | None = None) -> list[Slot]:
    """What is offered on one date, asked three days before unless `now` is given."""
    noon = dt.datetime.combine(date, dt.time(12), dt.UTC)
    return free_slots(version=version, start=date, days=1, now=now or noon - LONG_BEFORE)


def walls(slots: list[Slot], zone: str) -> list[str]:
    """Starts on the wall clock of `zone`."""
    return [f"{slot.start.astimezone(ZoneInfo(zone)):%H:%M}" for slot in slots]


def instants(slots: list[Slot]) -> list[str]:
    """Starts in UTC."""
    return [f"{slot.start:%H:%M}" for slot in slots]
