"""Checkout through the real library and the twin."""

import datetime as dt
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import transaction

from core import clock
from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.store import CalledInsideTransaction
from tests.marketplace.payments.factories import Inbox, checkout, paid_checkout

pytestmark = pytest.mark.django_db


def test_checkout_create_pay_retrieve_and_event() -> None:
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


def test_checkout_carries_the_order_to_every_object() -> None:
    paid = paid_checkout()

    charge = TwinObject.objects.get(external_id=paid.charge_id).data
    session = TwinObject.objects.get(external_id=paid.external_id).data
    metadata = {"order": str(paid.order_uid), "payment": str(paid.payment_uid)}
    assert charge["metadata"] == session["metadata"] == metadata
    assert charge["transfer_group"] == session["client_reference_id"] == str(paid.order_uid)
    assert session["payment_method_types"] == ["card"]


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        (Money(38_000, "JPY"), Money(590, "JPY")),
        (Money(12_500, "KWD"), Money(210, "KWD")),
        (Money(380, "ISK"), Money(6, "ISK")),
        (Money(30, "GBP"), Money(20, "GBP")),
    ],
)
def test_checkout_settles_in_its_own_currency(amount: Money, fee: Money, settings: LazySettings) -> None:
    settings.SETTLEMENT_CURRENCIES = ["GBP", "JPY", "KWD", "ISK"]

    paid = paid_checkout(amount=amount)

    assert (paid.amount, paid.settled, paid.fee) == (amount, amount, fee)


def test_checkout_settles_in_another_currency_where_it_must(settings: LazySettings) -> None:
    settings.SETTLEMENT_CURRENCIES = ["GBP"]

    paid = paid_checkout(amount=Money(5_000, "JPY"))

    assert (paid.amount, paid.settled) == (Money(5_000, "JPY"), Money(500_000, "GBP"))


def test_checkout_refuses_an_impossible_amount_without_asking() -> None:
    with pytest.raises(gateway.AmountNotPossible):
        checkout(amount=Money(12_345, "KWD"))

    assert TwinObject.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount": Money(29, "GBP")}, "amount_too_small"),
        ({"amount": Money(49, "JPY")}, "amount_too_small"),
        ({"amount": Money(500, "AFN")}, "parameter_invalid"),
    ],
)
def test_checkout_is_refused(given: dict[str, Money], code: str) -> None:
    with pytest.raises(gateway.Refused) as refusal:
        checkout(**given)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("minutes", "taken"), [(29, False), (30, True), (24 * 60, True), (24 * 60 + 1, False)]
)
def test_checkout_lives_30_minutes_to_24_hours(minutes: int, taken: bool) -> None:
    expires_at = clock.now() + dt.timedelta(minutes=minutes)

    if taken:
        assert checkout(expires_at=expires_at).expires_at == expires_at.replace(microsecond=0)
    else:
        with pytest.raises(gateway.Refused, match="at least 30 minutes and less than 24 hours"):
            checkout(expires_at=expires_at)


def test_checkout_expires_by_itself() -> None:
    made = checkout()
    inbox = Inbox()

    clock.advance(31 * 60 + 1)

    assert twin.deliver_due(receiver=inbox) == 1
    assert gateway.retrieve_checkout(made.external_id).status == "expired"
    assert inbox.types == ["checkout.session.expired"]
    assert not twin.pay(made.external_id)


def test_expire_closes_an_open_session_once() -> None:
    made = checkout()

    first = gateway.expire_checkout(made.external_id)
    second = gateway.expire_checkout(made.external_id)

    assert (first.status, second.status) == ("expired", "expired")
    inbox = Inbox()
    assert twin.deliver_due(receiver=inbox) == 1


def test_expire_of_a_paid_session_says_that_it_is_paid() -> None:
    paid = paid_checkout()

    assert gateway.expire_checkout(paid.external_id) == paid


def test_retrieve_of_an_unknown_session_is_refused() -> None:
    with pytest.raises(gateway.Refused) as refusal:
        gateway.retrieve_checkout("cs_test_nothing")

    assert (refusal.value.code, refusal.value.status) == ("resource_missing", 404)


def test_find_checkout_reads_page_after_page() -> None:
    wanted = checkout()
    other = checkout(order_uid=wanted.order_uid)
    row = TwinObject.objects.get(external_id=other.external_id)
    for number in range(101):
        data = row.data | {"id": f"cs_test_copy{number}"}
        TwinObject.objects.create(
            external_id=data["id"], kind=row.kind, data=data, created=row.created, changes_at=row.changes_at
        )

    found = gateway.find_checkout(wanted.order_uid, wanted.payment_uid)

    assert found == wanted
    assert gateway.find_checkout(wanted.order_uid, uuid4()) is None
    later = clock.now() + dt.timedelta(seconds=5)
    assert gateway.find_checkout(wanted.order_uid, wanted.payment_uid, since=later) is None


def test_pay_later_is_complete_and_unpaid_until_the_bank_answers() -> None:
    made = checkout()
    inbox = Inbox()
    twin.pay_later(made.external_id)
    twin.deliver_due(receiver=inbox)
    waiting = gateway.retrieve_checkout(made.external_id)
    assert (waiting.status, waiting.payment_status, waiting.charge_id) == ("complete", "unpaid", None)
    assert (waiting.intent_status, waiting.has_failed) == ("processing", False)

    clock.advance(61)
    twin.deliver_due(receiver=inbox)

    paid = gateway.retrieve_checkout(made.external_id)
    assert (paid.status, paid.payment_status, paid.settled) == ("complete", "paid", paid.amount)
    assert inbox.types == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
    ]


def test_pay_later_may_fail() -> None:
    made = checkout()
    inbox = Inbox()
    twin.pay_later(made.external_id)

    assert twin.answer_now(made.external_id, succeeded=False)
    assert not twin.answer_now(made.external_id, succeeded=True)

    twin.deliver_due(receiver=inbox)
    failed = gateway.retrieve_checkout(made.external_id)
    assert (failed.status, failed.payment_status, failed.charge_id) == ("complete", "unpaid", None)
    assert failed.has_failed
    assert inbox.types == ["checkout.session.completed", "checkout.session.async_payment_failed"]


def test_decline_leaves_the_session_open() -> None:
    made = checkout()

    twin.decline(made.external_id)
    twin.decline(made.external_id)

    assert gateway.retrieve_checkout(made.external_id).status == "open"
    assert twin.pay(made.external_id)
    assert TwinObject.objects.filter(kind="payment_intent").count() == 1


def test_pay_twice_charges_once() -> None:
    made = checkout()

    assert [twin.pay(made.external_id), twin.pay(made.external_id)] == [True, False]
    assert TwinObject.objects.filter(kind="charge").count() == 1


def test_no_call_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(CalledInsideTransaction):
        checkout()
