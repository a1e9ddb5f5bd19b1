"""Effects at Stripe that happen once: refunds, transfers, reversals.

The row is committed as submitted, then the call is made with its key, then the outcome is settled. A key is
used again only while its outcome is unknown and younger than 23 hours; a new attempt is made only after a
look-up by metadata found nothing. Source: Stripe's idempotency rules (keys replay answers, errors included,
and are forgotten after 24 hours).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core import clock
from marketplace.payments import gateway

KEY_LIFE = dt.timedelta(hours=23)

State = TypeVar("State")


class Row(Protocol):
    """A row with an effect: its key is made of `uid` and `attempt`."""

    attempt: int
    attempted_at: dt.datetime | None

    @property
    def uid(self) -> object:
        """Part of the idempotency key."""

    def save(self, *, update_fields: list[str]) -> None:
        """Keep the attempt."""


@dataclass(frozen=True, slots=True)
class Effect(Generic[State]):
    """How an effect is made under a key, and how it is found when its answer was lost."""

    create: Callable[[str], State]
    find: Callable[[], State | None]


def carry_out(row: Row, effect: Effect[State]) -> State:
    """Make the effect happen exactly once and return what Stripe says of it.

    Raises OutcomeUnknown or RateLimited (call again later, the row keeps its key), Refused and KeyReused
    (it did not happen). Call it outside transactions.
    """
    if row.attempted_at is not None:
        found = effect.find()
        if found is not None:
            return found
        if clock.now() - row.attempted_at >= KEY_LIFE:
            _next_attempt(row)
    else:
        row.attempted_at = clock.now()
        row.save(update_fields=["attempted_at"])
    try:
        return effect.create(f"{row.uid}:{row.attempt}")
    except gateway.OutcomeUnknown as error:
        if error.answered and effect.find() is None:
            # Stripe answered with an error and would replay it for a day; nothing had happened.
            _next_attempt(row)
        raise


def _next_attempt(row: Row) -> None:
    row.attempt += 1
    row.attempted_at = clock.now()
    row.save(update_fields=["attempt", "attempted_at"])
