"""Money on its way to trainers, and back."""

from typing import Any

import pytest

from core import clock
from core.money import Money
from directory.trainers.models import Trainer
from marketplace.ledger.actions import Purse, balance
from marketplace.ledger.models import Code
from marketplace.orders.actions import book_session
from marketplace.orders.models import Order, Payment
from marketplace.payments.accounts import connect_trainer
from marketplace.payments.models import ConnectedAccount, Transfer, TransferReversal
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from outbox import worker
from outbox.actions import retry_now
from outbox.models import OutboxMessage, State
from tests.factories.offerings import published_version
from tests.factories.orders import (
    confirmed_order,
    earned,
    open_all_week,
    sellable_version,
    session_of,
    settle,
)
from tests.factories.trainers import TrainerFactory
from tests.marketplace.money_rules import at_stripe, check_rules, the_twin_agrees
from tests.marketplace.payments.scenes import awaiting, paid, slots

pytestmark = pytest.mark.django_db
HOUR = 3600


def owed(trainer: Trainer) -> Money:
    """What the book says the trainer is still owed; negative: the trainer owes it."""
    return -balance(purse=Purse(Code.TRAINER_PAYABLE, trainer.uid), currency="GBP", mode="sandbox")


def refund(order: Order) -> None:
    refund_in_full(order=order, reason="Asked for.", actor=None)
    settle()


def one_session(trainer: Trainer | None = None) -> Order:
    """A confirmed order of one session at £380."""
    return confirmed_order(version=sellable_version(trainer=trainer, sessions=1))


def test_an_earned_session_sends_its_share_out_of_its_charge() -> None:
    order = confirmed_order()

    earned(order)

    transfer = Transfer.objects.get()
    at_twin = TwinObject.objects.get(kind="transfer").data
    payment = Payment.objects.get()
    assert (transfer.status, transfer.amount_minor, transfer.external_id) == ("sent", 8_550, at_twin["id"])
    assert (at_twin["amount"], at_twin["source_transaction"]) == (8_550, payment.charge_id)
    assert at_twin["transfer_group"] == str(order.uid)
    assert owed(order.trainer) == Money(0, "GBP")
    check_rules()
    the_twin_agrees()


def test_without_an_account_it_waits_and_is_sent_once_there_is_one() -> None:
    trainer = TrainerFactory.create()
    open_all_week(trainer)
    version = published_version(trainer=trainer, price_minor=38_000, sessions=1)
    paid(version=version)
    settle()
    earned(Order.objects.get())
    transfer = Transfer.objects.get()
    assert (transfer.status, transfer.waits_for) == (
        "due",
        "The trainer has no account with our payment service yet.",
    )
    assert owed(trainer) == Money(34_200, "GBP")

    account = connect_trainer(trainer=trainer, email="trainer@mail.example")
    clock.advance(HOUR)
    settle()
    transfer.refresh_from_db()
    assert transfer.waits_for == "The trainer's account is not ready to be paid yet."
    twin.make_ready(account.external_id)
    settle()
    clock.advance(HOUR)
    settle()

    transfer.refresh_from_db()
    assert (transfer.status, transfer.waits_for) == ("sent", "")
    the_twin_agrees()


def test_an_alert_on_the_payment_holds_transfers_until_staff_clear_it() -> None:
    order = confirmed_order()
    Payment.objects.update(alert="It settled in another amount or currency.")
    earned(order)
    assert Transfer.objects.get().status == Transfer.Status.DUE

    Payment.objects.update(alert="")
    clock.advance(HOUR)
    settle()

    assert Transfer.objects.get().status == Transfer.Status.SENT


def test_a_refused_transfer_is_given_up_and_can_be_taken_up_again() -> None:
    twin.switch_on("refuse", "POST /v1/transfers", times=1, code="insufficient_capabilities_for_transfer")
    order = confirmed_order()
    earned(order)
    transfer = Transfer.objects.get()
    message = OutboxMessage.objects.get(kind="stripe.transfer")
    assert (transfer.status, message.state) == ("failed", State.GIVEN_UP)
    assert transfer.waits_for
    assert owed(order.trainer) == Money(8_550, "GBP")

    retry_now(message=message)
    settle()

    transfer.refresh_from_db()
    assert (transfer.status, transfer.attempt) == ("sent", 2)
    assert at_stripe("transfer") == 1
    check_rules()
    the_twin_agrees()


def test_a_refused_transfer_whose_session_was_refunded_is_never_sent() -> None:
    twin.switch_on("refuse", "POST /v1/transfers", times=1)
    order = confirmed_order()
    earned(order)

    refund(order)
    retry_now(message=OutboxMessage.objects.get(kind="stripe.transfer"))
    settle()

    assert (Transfer.objects.get().status, at_stripe("transfer")) == ("failed", 0)
    assert owed(order.trainer) == Money(0, "GBP")
    check_rules()
    the_twin_agrees()


def test_a_transfer_refused_while_a_refund_waits_to_fetch_it_back_is_never_sent() -> None:
    twin.switch_on("drop_after_commit", "POST /v1/transfers", times=0)
    twin.switch_on("timeout", "POST /v1/transfers", times=3)
    order = confirmed_order()
    earned(order)
    assert Transfer.objects.get().status == Transfer.Status.SUBMITTED
    refund(order)
    twin.switch_on("refuse", "POST /v1/transfers", times=1)
    clock.advance(HOUR)
    settle()
    clock.advance(HOUR)
    settle()
    assert TransferReversal.objects.get().status == TransferReversal.Status.FAILED

    retry_now(message=OutboxMessage.objects.get(kind="stripe.transfer"))
    settle()

    assert (Transfer.objects.get().status, at_stripe("transfer")) == ("failed", 0)
    assert owed(order.trainer) == Money(0, "GBP")
    check_rules()
    the_twin_agrees()


def debt(trainer: Trainer) -> None:
    """The trainer owes £342: a refund after the transfer, and an account that cannot be debited."""
    order = one_session(trainer)
    earned(order)
    twin.switch_on("refuse", "POST /v1/transfers/*/reversals", times=1, code="balance_insufficient")
    refund(order)
    assert TransferReversal.objects.get().status == TransferReversal.Status.FAILED
    assert owed(trainer) == Money(-34_200, "GBP")


def test_what_could_not_be_fetched_back_is_set_off_against_the_next_transfer() -> None:
    trainer = TrainerFactory.create()
    debt(trainer)

    earned(one_session(trainer))

    assert owed(trainer) == Money(0, "GBP")
    newest = Transfer.objects.latest("pk")
    assert (newest.status, newest.amount_minor) == ("failed", 0)
    assert newest.waits_for == "Set off against money owed from an earlier refund."
    check_rules()
    the_twin_agrees()


def test_set_off_over_several_transfers() -> None:
    trainer = TrainerFactory.create()
    debt(trainer)
    order = confirmed_order(version=sellable_version(trainer=trainer, price_minor=60_000, sessions=2))

    for number in (1, 2):
        if number == 2:
            start = slots(order.package_version)[0].start
            book_session(session=session_of(order, 2), start=start, time_zone="Europe/London")
        earned(order, number)

    sent = list(Transfer.objects.filter(group=order.uid).order_by("pk").values_list("status", "amount_minor"))
    assert sent == [("failed", 0), ("sent", 54_000 - 34_200)]
    assert owed(trainer) == Money(0, "GBP")
    check_rules()
    the_twin_agrees()


def test_one_trainers_debt_is_not_anothers() -> None:
    debt(TrainerFactory.create())
    other = one_session()

    earned(other)

    assert Transfer.objects.get(trainer=other.trainer).amount_minor == 34_200


def test_a_transfer_waits_where_the_mode_is_another(settings: Any) -> None:
    order = confirmed_order()
    twin.set_transfers(ConnectedAccount.objects.get().external_id, "pending")
    settle()
    earned(order)
    twin.set_transfers(ConnectedAccount.objects.get().external_id, "active")
    settle()
    settings.PAYMENTS_MODE = "stripe_live"
    clock.advance(HOUR)

    worker.drain()

    assert Transfer.objects.get().status == Transfer.Status.DUE


def test_a_free_session_sends_nothing() -> None:
    order = awaiting(version=sellable_version(price_minor=0, sessions=1))

    earned(order)

    assert Transfer.objects.count() == 0
    assert OutboxMessage.objects.filter(kind="stripe.transfer").count() == 0
