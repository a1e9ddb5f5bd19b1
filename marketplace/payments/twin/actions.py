"""What can be done to the twin from outside: by the hosted page, the worker, demo content and tests.

Each call is one transaction of its own and refuses to run inside another. Those that change something return
False where there was nothing to change, so that a double click does no harm.
"""

from collections.abc import Callable

from marketplace.payments.twin import accounts, bank, checkout, events, refunds, store
from marketplace.payments.twin.faults import switch_off, switch_on
from marketplace.payments.twin.models import TwinObject

__all__ = [
    "answer_now",
    "decline",
    "deliver_due",
    "find_session",
    "make_ready",
    "pay",
    "pay_later",
    "set_transfers",
    "settle_refund",
    "switch_off",
    "switch_on",
]


def deliver_due(*, limit: int = 100, receiver: events.Receiver | None = None) -> int:
    """Let time pass (sessions expire, delayed payments settle), then deliver due events; how many were taken.

    The receiver (default: the site's own webhook) is called outside any transaction.
    """
    with store.exclusive():
        bank.let_time_pass()
    return events.deliver(limit=limit, receiver=receiver)


def find_session(external_id: str) -> TwinObject:
    """The session as it is now. Raises StripeProblem where there is none."""
    with store.exclusive():
        bank.let_time_pass()
        return store.find(checkout.KIND, external_id)


def pay(external_id: str) -> bool:
    """The buyer pays, and the bank says yes at once."""
    return _act(external_id, bank.pay)


def pay_later(external_id: str) -> bool:
    """The buyer pays in a way that takes a minute; `answer_now` makes it quicker."""
    return _act(external_id, bank.pay_later)


def decline(external_id: str) -> bool:
    """The bank says no; the session stays open."""
    return _act(external_id, bank.decline)


def answer_now(external_id: str, *, succeeded: bool = True) -> bool:
    """The bank answers a delayed payment now."""
    return _act(external_id, lambda session: bank.settle(session, succeeded=succeeded))


def settle_refund(external_id: str, status: str, *, failure_reason: str = "") -> None:
    """The bank's word on a refund: succeeded | requires_action | failed | canceled."""
    with store.exclusive():
        refunds.settle(external_id, status, failure_reason)


def make_ready(external_id: str) -> None:
    """Stripe has checked the account: it can receive transfers."""
    set_transfers(external_id, "active")


def set_transfers(external_id: str, status: str) -> None:
    """Stripe's word on an account: active | pending | restricted."""
    with store.exclusive():
        accounts.set_transfers(external_id, status)


def _act(external_id: str, act: Callable[[TwinObject], bool]) -> bool:
    with store.exclusive():
        bank.let_time_pass()
        return act(store.find(checkout.KIND, external_id))
