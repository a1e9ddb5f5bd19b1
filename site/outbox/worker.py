"""Claims messages with a lease and carries them out; what fails is tried again, later and later."""

import datetime as dt
import logging
import traceback
import uuid
from collections.abc import Callable

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from core import clock, languages
from outbox.errors import GiveUp, Later
from outbox.models import OutboxMessage, PeriodicRun, State
from outbox.registry import Periodic, handler_of, periodic_tasks

log = logging.getLogger("outbox")

LEASE = dt.timedelta(minutes=3)
MOST_ATTEMPTS = 22
"""About two and a half days: an outage of a service is over by then."""
_FIRST_DELAY, _LONGEST_DELAY = 5, 6 * 3600


def drain(*, limit: int = 1000, stop: Callable[[], bool] = lambda: False) -> int:
    """Carry out everything due until nothing is left, at most `limit`, or `stop()`; how many were taken up."""
    taken = 0
    while taken < limit and not stop() and (message := claim()):
        carry_out(message)
        taken += 1
    return taken


def claim() -> OutboxMessage | None:
    """Lease the next due message to this worker, or None. Two workers never get the same one."""
    real_now = timezone.now()
    with transaction.atomic():
        waiting = OutboxMessage.objects.claimable(now=clock.now(), real_now=real_now)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, no_key=True)
        message = waiting.first()
        if message is None:
            return None
        message.lease = uuid.uuid4()
        message.leased_until = real_now + LEASE
        message.attempts += 1
        message.save(update_fields=["lease", "leased_until", "attempts"])
    return message


def carry_out(message: OutboxMessage) -> None:
    """Run the handler and settle the message: done, later, or given up.

    In the site's first language, whoever's request the work follows from; a mail chooses its reader's.
    """
    handler = handler_of(message.kind)
    try:
        if handler is None:
            raise GiveUp(f"Nothing here knows how to do {message.kind!r}.")
        with languages.default():
            handler(message)
    except Later as later:
        _settle(message, due_in=later.seconds, error=str(later), attempts=message.attempts - 1)
    except GiveUp as reason:
        _settle(message, state=State.GIVEN_UP, error=str(reason))
    except Exception:
        log.exception("%s failed", message)
        if message.attempts >= MOST_ATTEMPTS:
            _settle(message, state=State.GIVEN_UP, error=traceback.format_exc())
        else:
            _settle(message, due_in=delay(message.attempts), error=traceback.format_exc())
    else:
        _settle(message, state=State.DONE)


def delay(attempts: int) -> int:
    """Seconds before the next attempt: 5, 10, 20, ... at most six hours."""
    return int(min(_FIRST_DELAY * 2 ** (attempts - 1), _LONGEST_DELAY))


def _settle(
    message: OutboxMessage,
    *,
    state: str = State.WAITING,
    due_in: int = 0,
    error: str = "",
    attempts: int | None = None,
) -> None:
    """Write the outcome, unless the lease was lost to another worker meanwhile."""
    now = clock.now()
    OutboxMessage.objects.filter(pk=message.pk, lease=message.lease).update(
        state=state,
        due_at=now + dt.timedelta(seconds=due_in),
        done_at=now if state == State.DONE else None,
        lease=None,
        leased_until=None,
        last_error=error[-4000:],
        attempts=message.attempts if attempts is None else attempts,
    )


def run_periodic() -> int:
    """Run the recurring tasks that are due; how much they did. One process runs each."""
    return sum(_run_if_due(task) for task in periodic_tasks())


def _run_if_due(task: Periodic) -> int:
    real_now = timezone.now()
    PeriodicRun.objects.get_or_create(name=task.name, defaults={"next_at": real_now})
    mine = PeriodicRun.objects.filter(name=task.name, next_at__lte=real_now).update(
        next_at=real_now + dt.timedelta(seconds=task.every_seconds)
    )
    if not mine:
        return 0
    try:
        done = task.run()
    except Exception:
        log.exception("%s failed", task.name)
        PeriodicRun.objects.filter(name=task.name).update(last_error=traceback.format_exc()[-4000:])
        return 0
    PeriodicRun.objects.filter(name=task.name).exclude(last_error="").update(last_error="")
    return done


def turn(*, stop: Callable[[], bool] = lambda: False) -> int:
    """One turn of the worker: what recurs, then what is due. Returns how much was done."""
    close_old_connections()
    return run_periodic() + drain(stop=stop)
