"""What the payments tests need, made through the gateway and the twin."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from core import clock
from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin


def checkout(**given: Any) -> gateway.CheckoutState:
    """An open Checkout Session."""
    wanted = {
        "key": f"{uuid4()}:1",
        "order_uid": uuid4(),
        "payment_uid": uuid4(),
        "amount": Money(38_000, "GBP"),
        "title": "Four sessions over six months",
        "description": "with Nerys Callow",
        "customer_email": "ilka@mail.example",
        "success_url": "http://testserver/orders/1/?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://testserver/orders/1/pay/",
        "expires_at": clock.now() + dt.timedelta(minutes=31),
        "language": "en-gb",
    }
    return gateway.create_checkout(**wanted | given)


def paid_checkout(**given: Any) -> gateway.CheckoutState:
    """A Checkout Session that was paid at once."""
    session = checkout(**given)
    twin.pay(session.external_id)
    return gateway.retrieve_checkout(session.external_id)


def refund(session: gateway.CheckoutState, **given: Any) -> gateway.RefundState:
    """A refund of a paid session: all of it unless told."""
    wanted = {
        "key": f"{uuid4()}:1",
        "intent_id": session.intent_id,
        "amount": session.amount,
        "refund_uid": uuid4(),
        "order_uid": session.order_uid,
        "reason": "requested_by_customer",
    }
    return gateway.create_refund(**wanted | given)


def account(*, ready: bool = True, country: str = "GB") -> gateway.AccountState:
    """A connected account, able to receive transfers unless told."""
    made = gateway.create_account(
        key=f"{uuid4()}:1",
        trainer_uid=uuid4(),
        email="nerys@mail.example",
        country=country,
        name="Nerys Callow",
    )
    if ready:
        twin.make_ready(made.external_id)
    return gateway.retrieve_account(made.external_id)


def transfer(session: gateway.CheckoutState, **given: Any) -> gateway.TransferState:
    """A transfer out of a paid session."""
    wanted = {
        "key": f"{uuid4()}:1",
        "amount": Money(8_550, session.amount.currency),
        "source_charge": session.charge_id,
        "transfer_group": str(session.order_uid),
        "transfer_uid": uuid4(),
    }
    if "destination" not in given:
        wanted["destination"] = account().external_id
    return gateway.create_transfer(**wanted | given)


@dataclass
class Inbox:
    """A webhook endpoint that verifies and keeps what it gets, answering from `answers` (then 200)."""

    answers: list[int] = field(default_factory=list)
    events: list[gateway.Event] = field(default_factory=list)

    def __call__(self, *, endpoint: str, body: bytes, signature: str) -> int:
        self.events.append(gateway.read_event(body=body, signature=signature, endpoint=endpoint))
        return self.answers.pop(0) if self.answers else 200

    @property
    def types(self) -> list[str]:
        """Types in order of arrival."""
        return [event.type for event in self.events]
