"""Orders on their way through payment, and events as the twin sends them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core import clock
from directory.groups.models import PracticeGroup
from marketplace.checkout.actions import hold, place_order
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models import Order, Payment
from marketplace.payments import webhooks
from marketplace.payments.actions import start_checkout
from marketplace.payments.twin import actions as twin
from marketplace.scheduling.slots import Slot, free_slots
from outbox import worker
from tests.factories.orders import BASE_URL, code_of, details, sellable_version

MINUTE = 60


def slots(version: PackageVersion) -> list[Slot]:
    """Free times, the first of them a good while after the notice: minutes may pass in a test."""
    soon = clock.now().date() + dt.timedelta(days=4)
    return free_slots(version=version, start=soon, days=10)


def awaiting(
    *,
    version: PackageVersion | None = None,
    start: dt.datetime | None = None,
    group: PracticeGroup | None = None,
    visitor: str = "",
    **given: Any,
) -> Order:
    """A placed order that awaits payment (or a free one that is confirmed), four days ahead or at `start`."""
    version = version or sellable_version()
    order = hold(
        version=version,
        start=start or slots(version)[0].start,
        visitor=visitor or f"visitor-{Order.objects.count()}",
        time_zone="Europe/London",
        reference=code_of(group).code if group else "",
        user=given.get("user"),
    )
    return place_order(order=order, details=details(**given))


def at_checkout(order: Order | None = None, **given: Any) -> Payment:
    """An order with its payment page open."""
    return start_checkout(order=order or awaiting(**given), base_url=BASE_URL)


def session_id(payment: Payment) -> str:
    """The id of the payment's Checkout Session."""
    assert payment.external_id is not None
    return payment.external_id


def paid(**given: Any) -> Payment:
    """Paid at the twin; nobody has told us yet."""
    payment = at_checkout(**given)
    assert twin.pay(session_id(payment))
    return payment


@dataclass
class Post:
    """Catches what the twin sends, to be handed on by the test."""

    letters: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, **letter: Any) -> int:
        self.letters.append(letter)
        return 200


def letters() -> list[dict[str, Any]]:
    """The twin's due events as keyword arguments of `webhooks.receive`; they count as delivered."""
    post = Post()
    while twin.deliver_due(receiver=post):
        pass
    return post.letters


def hand_in(*letter: dict[str, Any]) -> None:
    """Receive events in this order, and work off what they ask for."""
    for one in letter:
        assert webhooks.receive(**one) == 200
        worker.drain()
