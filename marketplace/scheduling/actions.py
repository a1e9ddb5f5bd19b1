"""Taking, keeping and giving back a trainer's time, and saying when there is any.

The trainer's row is the lock: whoever takes time takes it first. The database's own rule against two active
blocks at one instant (guards.py) is the net below.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from directory.trainers.models import Trainer
from marketplace.scheduling import guards
from marketplace.scheduling.errors import (
    HoldGone,
    NoSuchZone,
    TimeTaken,
    WindowBackwards,
    WindowIncomplete,
)
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule, BusyTime, CalendarBlock
from marketplace.scheduling.slots import busy_intervals

_MIDNIGHT = dt.time()
_Kind = AvailabilityException.Kind


def lock_trainer(*, trainer_id: int) -> Trainer:
    """The trainer, locked until the transaction ends; needs a transaction. Lock several in order of id.

    On PostgreSQL the row is locked so that rows may still refer to it. On SQLite the transaction itself,
    begun IMMEDIATE, lets one writer in at a time.
    """
    _need_transaction()
    return Trainer.objects.select_for_update(no_key=True, of=("self",)).get(pk=trainer_id)


def take_block(
    *,
    trainer: Trainer,
    start: dt.datetime,
    end: dt.datetime,
    kind: str,
    expires_at: dt.datetime | None = None,
    before: int = 0,
    after: int = 0,
) -> CalendarBlock:
    """Take `trainer`'s time from `start` to `end` (instants), with `before` and `after` minutes kept free.

    Call it inside the transaction that holds `lock_trainer`. Expired holds of this trainer give way.
    Raises TimeTaken.
    """
    _need_transaction()
    deactivate_expired(trainer=trainer)
    busy_start, busy_end = start - dt.timedelta(minutes=before), end + dt.timedelta(minutes=after)
    if busy_intervals(trainer=trainer, start=busy_start, end=busy_end, now=clock.now()):
        raise TimeTaken
    try:
        with transaction.atomic():
            return CalendarBlock.objects.create(
                trainer=trainer, busy_start=busy_start, busy_end=busy_end, kind=kind, expires_at=expires_at
            )
    except IntegrityError as error:
        if guards.NAME not in str(error):
            raise
        raise TimeTaken from error


def deactivate_expired(*, trainer: Trainer) -> int:
    """Give back the time of this trainer's holds that have expired, and say how many there were."""
    return CalendarBlock.objects.expired(clock.now()).filter(trainer=trainer).update(active=False)


def release_block(*, block: CalendarBlock) -> CalendarBlock:
    """Give the time back. A block that was given back already stays so."""
    CalendarBlock.objects.active().filter(pk=block.pk).update(active=False)
    block.active = False
    return block


def keep_block(*, block: CalendarBlock, kind: str = CalendarBlock.Kind.APPOINTMENT) -> CalendarBlock:
    """Turn a hold into an appointment or workshop. Raises HoldGone when its time was given back."""
    return _change_hold(block, kind=kind, expires_at=None)


def extend_hold(*, block: CalendarBlock, expires_at: dt.datetime) -> CalendarBlock:
    """Hold the time until another instant. Raises HoldGone when its time was given back."""
    return _change_hold(block, kind=CalendarBlock.Kind.HOLD, expires_at=expires_at)


def save_rule(
    *,
    trainer: Trainer,
    weekday: int,
    starts: dt.time,
    ends: dt.time,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    rule: AvailabilityRule | None = None,
) -> AvailabilityRule:
    """A weekly window on the trainer's wall clock, new or instead of `rule`; Monday is 0. WindowBackwards."""
    _check_window(starts, ends)
    if valid_from and valid_until and valid_until < valid_from:
        raise WindowBackwards
    rule = rule or AvailabilityRule()
    rule.trainer, rule.weekday, rule.starts, rule.ends = trainer, weekday, starts, ends
    rule.valid_from, rule.valid_until = valid_from, valid_until
    rule.save()
    return rule


def delete_rule(*, rule: AvailabilityRule) -> None:
    """The weekly window is offered no more; what is booked stays booked."""
    rule.delete()


def add_exception(
    *,
    trainer: Trainer,
    date: dt.date,
    kind: str,
    starts: dt.time | None = None,
    ends: dt.time | None = None,
    reason: str = "",
) -> AvailabilityException:
    """Close a date, close a window of it, or open one in addition. WindowIncomplete, WindowBackwards."""
    if (starts is None) != (ends is None) or (kind == _Kind.OPEN and starts is None):
        raise WindowIncomplete
    if starts is not None and ends is not None:
        _check_window(starts, ends)
    return AvailabilityException.objects.create(
        trainer=trainer, date=date, kind=kind, starts=starts, ends=ends, reason=reason
    )


def delete_exception(*, exception: AvailabilityException) -> None:
    """The weekly rules hold again on that date."""
    exception.delete()


def add_busy_time(
    *,
    trainer: Trainer,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    source: str = "",
    external_uid: str = "",
) -> BusyTime:
    """Time taken elsewhere, aware instants: no slot is offered over it. WindowBackwards, NoSuchZone."""
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise NoSuchZone
    if ends_at <= starts_at:
        raise WindowBackwards
    return BusyTime.objects.create(
        trainer=trainer, starts_at=starts_at, ends_at=ends_at, source=source, external_uid=external_uid
    )


def _change_hold(block: CalendarBlock, *, kind: str, expires_at: dt.datetime | None) -> CalendarBlock:
    held = CalendarBlock.objects.active().filter(pk=block.pk, kind=CalendarBlock.Kind.HOLD)
    if not held.update(kind=kind, expires_at=expires_at):
        raise HoldGone
    block.kind, block.expires_at = kind, expires_at
    return block


def _check_window(starts: dt.time, ends: dt.time) -> None:
    if ends <= starts and ends != _MIDNIGHT:
        raise WindowBackwards


def _need_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(_("A trainer's time is taken inside a transaction that holds the trainer's lock."))
