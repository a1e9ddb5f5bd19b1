"""One way from what Stripe says to what we hold, shared by webhook, success page and sweeper.

Ask first, outside any transaction; then lock trainer, order, payments, and apply what is legal. Any order and
any repetition of events ends in the same state.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from marketplace.orders.actions.paying import Receipt, await_payment, close_payment, settle_payment
from marketplace.orders.actions.refunding import settle_refund
from marketplace.orders.locks import lock_order, lock_payments, locked
from marketplace.orders.models import Order, Payment, Refund
from marketplace.payments import gateway

_BEFORE_THE_CALL = dt.timedelta(minutes=10)
"""How far Stripe's clock may be behind ours when we look for what a call of ours made."""
_UNSETTLED_REFUNDS = (Refund.Status.SUBMITTED, Refund.Status.PENDING, Refund.Status.REQUIRES_ACTION)
_REFUND_STATUSES = {
    "pending": Refund.Status.PENDING,
    "requires_action": Refund.Status.REQUIRES_ACTION,
    "succeeded": Refund.Status.SUCCEEDED,
    "failed": Refund.Status.FAILED,
    "canceled": Refund.Status.CANCELLED,
}


def sync_order(*, order_uid: uuid.UUID, refunds: Iterable[str] = ()) -> Order:
    """The order as it is once everything Stripe knows of its payments and refunds is applied.

    `refunds` names refunds (Stripe's ids) to ask for even though they seem settled. Raises GatewayError when
    Stripe does not answer; nothing has changed then. Raises Order.DoesNotExist.
    """
    order = Order.objects.get(uid=order_uid)
    checkouts = [_ask(payment) for payment in _payments_to_ask(order)]
    refund_states = [gateway.retrieve_refund(external_id) for external_id in _refunds_to_ask(order, refunds)]
    return _apply(order, [state for state in checkouts if state], refund_states)


def _payments_to_ask(order: Order) -> list[Payment]:
    """Those whose outcome may still change: all but the fully booked."""
    asked = []
    for payment in Payment.objects.filter(order=order, method=Payment.Method.STRIPE).order_by("id"):
        booked = payment.status == Payment.Status.SUCCEEDED and payment.fee_minor is not None
        if not booked and (payment.external_id or payment.attempted_at):
            asked.append(payment)
    return asked


def _ask(payment: Payment) -> gateway.CheckoutState | None:
    if payment.external_id:
        return gateway.retrieve_checkout(payment.external_id)
    # The answer to our call never arrived, or was lost before it was written down.
    since = payment.attempted_at - _BEFORE_THE_CALL if payment.attempted_at else None
    return gateway.find_checkout(payment.order.uid, payment.uid, since=since)


def _refunds_to_ask(order: Order, named: Iterable[str]) -> list[str]:
    open_ones = Refund.objects.filter(
        payment__order=order, status__in=_UNSETTLED_REFUNDS, external_id__isnull=False
    ).values_list("external_id", flat=True)
    return list(dict.fromkeys([*[e for e in open_ones if e], *named]))


@transaction.atomic
def _apply(order: Order, checkouts: list[gateway.CheckoutState], refunds: list[gateway.RefundState]) -> Order:
    order = lock_order(order)
    payments = {payment.uid: payment for payment in lock_payments(order)}
    by_session = {payment.external_id: payment for payment in payments.values() if payment.external_id}
    for state in checkouts:
        payment = by_session.get(state.external_id)
        if payment is None and state.payment_uid is not None:
            payment = payments.get(state.payment_uid)
        if payment is not None:
            _apply_checkout(order, payment, state)
            order.refresh_from_db()
    for refund_state in refunds:
        _apply_refund(order, refund_state)
    return order


def _apply_checkout(order: Order, payment: Payment, state: gateway.CheckoutState) -> None:
    payment.refresh_from_db()
    if payment.external_id is None:
        payment.external_id = state.external_id
        payment.checkout_url = state.url
        payment.save(update_fields=["external_id", "checkout_url"])
    if state.payment_status == "paid":
        settle_payment(order=order, payment=payment, receipt=_receipt(state))
    elif state.status == "expired":
        close_payment(payment=payment, status=Payment.Status.CANCELLED)
    elif state.has_failed:
        close_payment(payment=payment, status=Payment.Status.FAILED)
    elif state.status == "complete":
        await_payment(payment=payment)


def _receipt(state: gateway.CheckoutState) -> Receipt:
    return Receipt(
        amount=state.amount,
        intent_id=state.intent_id or "",
        charge_id=state.charge_id or "",
        balance_transaction_id=state.balance_transaction_id or "",
        fee=state.fee,
        settled=state.settled,
        order_uid=state.order_uid,
    )


def _apply_refund(order: Order, state: gateway.RefundState) -> None:
    refunds = locked(Refund.objects.filter(payment__order=order))
    refund = refunds.filter(external_id=state.external_id).first()
    if refund is None and state.refund_uid is not None:
        refund = refunds.filter(uid=state.refund_uid, external_id__isnull=True).first()
    if refund is not None:
        adopt_refund(order=order, refund=refund, state=state)


def adopt_refund(*, order: Order, refund: Refund, state: gateway.RefundState) -> None:
    """Apply a refund's state to its row; the order is locked."""
    refund.external_id = state.external_id
    if refund.status == Refund.Status.CREATED:
        refund.status = Refund.Status.SUBMITTED
    refund.save(update_fields=["external_id", "status"])
    settle_refund(
        order=order,
        refund=refund,
        status=_REFUND_STATUSES[state.status],
        failure_reason=state.failure_reason,
    )
