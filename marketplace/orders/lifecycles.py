"""The legal transitions of everything that has a status. Source: docs/decisions/0002 and money's rules there."""

from collections.abc import Mapping
from typing import Protocol

from marketplace.orders.errors import IllegalTransition
from marketplace.orders.models import CoachingSession, Order, Payment, Refund

_O, _S, _P, _R = Order.Status, CoachingSession.Status, Payment.Status, Refund.Status

ORDER: Mapping[str, frozenset[str]] = {
    _O.DRAFT: frozenset({_O.AWAITING_PAYMENT, _O.CONFIRMED, _O.EXPIRED}),
    _O.AWAITING_PAYMENT: frozenset({_O.CONFIRMED, _O.EXPIRED, _O.CANCELLED}),
    _O.CONFIRMED: frozenset({_O.FULFILLED, _O.CANCELLED}),
    _O.FULFILLED: frozenset({_O.CANCELLED}),
    _O.EXPIRED: frozenset({_O.CONFIRMED}),
    _O.CANCELLED: frozenset({_O.CONFIRMED}),
}
SESSION: Mapping[str, frozenset[str]] = {
    _S.UNSCHEDULED: frozenset({_S.SCHEDULED, _S.DELIVERED, _S.REFUNDED, _S.EXPIRED, _S.VOID}),
    _S.SCHEDULED: frozenset({_S.UNSCHEDULED, _S.DELIVERED, _S.NO_SHOW, _S.FORFEITED, _S.REFUNDED, _S.VOID}),
    _S.DELIVERED: frozenset({_S.SCHEDULED, _S.UNSCHEDULED, _S.REFUNDED}),
    _S.NO_SHOW: frozenset({_S.SCHEDULED, _S.REFUNDED}),
    _S.FORFEITED: frozenset({_S.REFUNDED}),
    _S.EXPIRED: frozenset({_S.REFUNDED}),
    _S.REFUNDED: frozenset(),
    _S.VOID: frozenset({_S.UNSCHEDULED}),
}
PAYMENT: Mapping[str, frozenset[str]] = {
    _P.CREATED: frozenset({_P.PENDING, _P.SUCCEEDED, _P.FAILED, _P.CANCELLED}),
    _P.PENDING: frozenset({_P.SUCCEEDED, _P.FAILED, _P.CANCELLED}),
    # A session that was expired or given up can turn out to have been paid: the money is there.
    _P.FAILED: frozenset({_P.SUCCEEDED}),
    _P.CANCELLED: frozenset({_P.SUCCEEDED}),
    _P.SUCCEEDED: frozenset(),
}
REFUND: Mapping[str, frozenset[str]] = {
    _R.CREATED: frozenset({_R.SUBMITTED, _R.CANCELLED}),
    _R.SUBMITTED: frozenset({_R.PENDING, _R.REQUIRES_ACTION, _R.SUCCEEDED, _R.FAILED, _R.CANCELLED}),
    _R.PENDING: frozenset({_R.REQUIRES_ACTION, _R.SUCCEEDED, _R.FAILED, _R.CANCELLED}),
    _R.REQUIRES_ACTION: frozenset({_R.PENDING, _R.SUCCEEDED, _R.FAILED, _R.CANCELLED}),
    _R.SUCCEEDED: frozenset({_R.FAILED}),
    _R.FAILED: frozenset(),
    _R.CANCELLED: frozenset(),
}
TERMINAL_SESSIONS = frozenset({_S.DELIVERED, _S.NO_SHOW, _S.FORFEITED, _S.REFUNDED, _S.EXPIRED, _S.VOID})


class HasStatus(Protocol):
    """A row whose status follows a table."""

    status: str


def may_become(table: Mapping[str, frozenset[str]], row: HasStatus, status: str) -> bool:
    """Whether the table allows `row` to take `status` now."""
    return status in table[row.status]


def move(table: Mapping[str, frozenset[str]], row: HasStatus, status: str) -> None:
    """Set the status (the caller saves). Raises IllegalTransition."""
    if not may_become(table, row, status):
        raise IllegalTransition(f"{row!r}: {row.status} cannot become {status}")
    row.status = status
