"""The time. In development and tests it can be moved forward, so that what happens later can be tried now."""

import datetime as dt
import os
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.refusal import Refusal

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)


class ClockCannotMove(Refusal):
    """The clock moves forward only, and only where `MOVABLE_CLOCK` is set."""


def now() -> dt.datetime:
    """The current instant, aware, in UTC; moved by the development offset where that is allowed."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    instant = timezone.now()
    return instant + offset() if settings.MOVABLE_CLOCK else instant


def today() -> dt.date:
    """The day it is in the site's own time zone: what "until 3 May" on a page means."""
    return now().astimezone(zoneinfo.ZoneInfo(settings.TIME_ZONE)).date()


def offset() -> dt.timedelta:
    """How far the development clock runs ahead; zero where it cannot be moved."""
    if not settings.MOVABLE_CLOCK:
        return dt.timedelta()
    try:
        return dt.timedelta(seconds=int(_path().read_text()))
    except (FileNotFoundError, ValueError):
        return dt.timedelta()


def advance(seconds: int) -> dt.timedelta:
    """Move the clock forward by `seconds` and return the whole offset. Raises ClockCannotMove."""
    if not settings.MOVABLE_CLOCK:
        raise ClockCannotMove("The clock of this site cannot be moved.")
    if seconds < 0:
        raise ClockCannotMove("The clock only moves forward; `make reset` starts afresh.")
    total = offset() + dt.timedelta(seconds=seconds)
    _path().parent.mkdir(parents=True, exist_ok=True)
    fresh = _path().with_name(f"{_path().name}.{os.getpid()}")
    fresh.write_text(str(int(total.total_seconds())))
    fresh.replace(_path())  # at once: a reader in between would find no offset, and time would run backwards
    return total


def reset() -> None:
    """Back to real time; for tests and `make reset`."""
    _path().unlink(missing_ok=True)


@contextmanager
def frozen_at(instant: dt.datetime) -> Iterator[dt.datetime]:
    """Within the block `now()` is `instant` (aware; any time, the past included): for telling a past.

    It holds in this thread or task alone, and may be nested; the offset does not count inside. Where
    `MOVABLE_CLOCK` is not set it raises ClockCannotMove.
    """
    if not settings.MOVABLE_CLOCK:
        raise ClockCannotMove("The clock of this site cannot be stopped.")
    if instant.tzinfo is None:
        raise ValueError("The clock is stopped at an aware instant.")
    token = _frozen.set(instant.astimezone(dt.UTC))
    try:
        yield instant
    finally:
        _frozen.reset(token)


def _path() -> Path:
    return Path(settings.CLOCK_FILE)
