"""What becomes of payments. Only payments' `sync` and the checkout call this, with the order locked."""

import datetime as dt
import uuid
from dataclasses import dataclass

from core import clock
from core.money import Money
from marketplace.ledger.actions import Entry, Purse, post
from marketplace.ledger.models import Code
from marketplace.orders.actions.confirming import confirm_locked, end_unconfirmed
from marketplace.orders.actions.refunding import give_payment_back
from marketplace.orders.errors import NotPossibleNow, SlotTaken
from marketplace.orders.lifecycles import ORDER, PAYMENT, may_become, move
from marketplace.orders.models import Order, OrderEvent, Payment, Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the payment service says about money that came in."""

    amount: Money
    intent_id: str
    charge_id: str
    balance_transaction_id: str
    fee: Money | None
    settled: Money | None
    order_uid: uuid.UUID | None


def open_payment(*, order: Order, expires_at: dt.datetime) -> Payment:
    """A new attempt to pay a locked order."""
    total = order.total
    return Payment.objects.create(
        order=order,
        mode=order.mode,
        amount_minor=total.amount,
        currency=total.currency,
        checkout_expires_at=expires_at,
        created_at=clock.now(),
    )


def close_payment(*, payment: Payment, status: str) -> None:
    """A payment that will not succeed: failed or cancelled. Ignored where the table does not allow it."""
    if may_become(PAYMENT, payment, status):
        move(PAYMENT, payment, status)
        payment.save(update_fields=["status"])


def await_payment(*, payment: Payment) -> None:
    """The buyer is done; the bank's answer is on its way."""
    if may_become(PAYMENT, payment, Payment.Status.PENDING):
        move(PAYMENT, payment, Payment.Status.PENDING)
        payment.save(update_fields=["status"])


def settle_payment(*, order: Order, payment: Payment, receipt: Receipt) -> None:
    """Money came in: book it, then confirm the order, or give it all back where there is nothing to confirm."""
    if payment.status != Payment.Status.SUCCEEDED:
        if receipt.amount != payment.amount or receipt.order_uid != order.uid:
            _alert(
                payment, "The payment service reports another amount, currency or order than was asked for."
            )
            return
        move(PAYMENT, payment, Payment.Status.SUCCEEDED)
        payment.succeeded_at = clock.now()
        _note_receipt(payment, receipt)
        _book_paid(order, payment)
        _confirm_or_give_back(order, payment)
    elif not payment.charge_id or payment.fee_minor is None:
        _note_receipt(payment, receipt)
    _book_fee(order, payment)


def _note_receipt(payment: Payment, receipt: Receipt) -> None:
    payment.intent_id = receipt.intent_id
    payment.charge_id = receipt.charge_id
    payment.balance_transaction_id = receipt.balance_transaction_id
    if receipt.fee is not None and receipt.settled is not None:
        payment.fee_minor = receipt.fee.amount
        payment.settled_minor = receipt.settled.amount
        payment.settled_currency = receipt.settled.currency
        if receipt.settled != payment.amount:
            payment.alert = "It settled in another amount or currency: transfers wait until somebody looks."
    payment.save()


def _book_paid(order: Order, payment: Payment) -> None:
    post(
        key=f"paid:{payment.uid}",
        kind="paid",
        reference=payment.uid,
        currency=payment.currency,
        mode=order.mode,
        entries=[Entry(Purse(Code.STRIPE_BALANCE), Purse(Code.CLIENT_DEPOSITS), payment.amount_minor)],
    )


def _book_fee(order: Order, payment: Payment) -> None:
    if payment.fee_minor:
        post(
            key=f"fee:{payment.uid}",
            kind="stripe_fee",
            reference=payment.uid,
            currency=payment.settled_currency,
            mode=order.mode,
            entries=[Entry(Purse(Code.STRIPE_FEES), Purse(Code.STRIPE_BALANCE), payment.fee_minor)],
        )


def _confirm_or_give_back(order: Order, payment: Payment) -> None:
    if order.payments.kept().exclude(pk=payment.pk).exists():
        give_payment_back(order=order, payment=payment, cause=Refund.Cause.DOUBLE_PAYMENT)
        return
    try:
        confirm_locked(order=order)
    except (SlotTaken, NotPossibleNow):
        if may_become(ORDER, order, Order.Status.EXPIRED):
            end_unconfirmed(order=order, status=Order.Status.EXPIRED)
        give_payment_back(order=order, payment=payment, cause=Refund.Cause.LATE_PAYMENT)
        order.late_payment_refunded_at = clock.now()
        order.save(update_fields=["late_payment_refunded_at"])
    else:
        _close_others(order, payment)


def _close_others(order: Order, payment: Payment) -> None:
    for other in order.payments.open().exclude(pk=payment.pk):
        close_payment(payment=other, status=Payment.Status.CANCELLED)


def _alert(payment: Payment, words: str) -> None:
    if payment.alert != words:
        payment.alert = words
        payment.save(update_fields=["alert"])
        OrderEvent.objects.create(order=payment.order, what="payment alert", reason=words)
