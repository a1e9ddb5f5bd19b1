"""The happy path through the real library and the twin."""

import pytest

from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from tests.marketplace.payments.factories import Inbox, checkout

pytestmark = pytest.mark.django_db


def test_create_pay_retrieve_and_event() -> None:
    made = checkout()
    inbox = Inbox()
    assert (made.status, made.payment_status, made.intent_id, made.fee) == ("open", "unpaid", None, None)
    assert made.url == f"http://testserver/sandbox/checkout/{made.external_id}/"

    assert twin.pay(made.external_id)
    assert twin.deliver_due(receiver=inbox) == 2

    paid = gateway.retrieve_checkout(made.external_id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert paid.amount == paid.settled == Money(38_000, "GBP")
    assert paid.fee == Money(590, "GBP")
    assert (paid.order_uid, paid.payment_uid) == (made.order_uid, made.payment_uid)
    assert inbox.types == ["payment_intent.succeeded", "checkout.session.completed"]
    assert inbox.events[1].object_id == made.external_id
