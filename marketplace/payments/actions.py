"""Start paying: a Checkout Session for the order, while its time is held."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from marketplace.orders.actions.holding import LONGEST_HOLD, present_mode
from marketplace.orders.actions.paying import close_payment, open_payment
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order, Payment
from marketplace.payments import gateway
from marketplace.payments.effects import Effect, carry_out
from marketplace.payments.errors import NothingToPay, PaymentRefused, PaymentsUnreachable, TooLateToPay
from marketplace.payments.sync import sync_order
from marketplace.scheduling import actions as scheduling

SESSION_LIFE = dt.timedelta(minutes=31)
"""A Checkout Session's life; Stripe's floor is 30 minutes."""
SHORTEST_SESSION = dt.timedelta(minutes=30)
HOLD_WHILE_PAYING = dt.timedelta(minutes=36)
LAST_START = dt.timedelta(minutes=24)
"""Later than this after the hold began no new session starts: with it the hold would pass its hour."""


def start_checkout(*, order: Order, base_url: str) -> Payment:
    """A payment whose `checkout_url` the buyer goes to; `succeeded` already when an earlier one came through.

    A second attempt expires the first session. After minute 24 of the hold the open session is offered again.
    Raises NothingToPay, TooLateToPay, PaymentsUnreachable, PaymentRefused. Call it outside transactions.
    """
    payment = _open(order)
    if payment.external_id is not None:
        if _may_start(order) and _close_at_stripe(payment):
            payment = _open(order)
        else:
            return _offer_again(payment)
    try:
        return _create_at_stripe(payment, base_url)
    except PaymentRefused:
        if not _is_too_old(payment):
            raise
    # Nobody answered the first time, and by now Stripe would not take its end any more: begin afresh.
    return _create_at_stripe(_open(order), base_url)


def _is_too_old(payment: Payment) -> bool:
    expires = payment.checkout_expires_at
    return expires is not None and expires < clock.now() + SHORTEST_SESSION


def _may_start(order: Order) -> bool:
    return clock.now() - order.held_at <= LAST_START


@transaction.atomic
def _open(order: Order) -> Payment:
    """The open payment of the order, or a new one with the hold moved on."""
    order = lock_order(order)
    now = clock.now()
    if order.status != Order.Status.AWAITING_PAYMENT or order.mode != present_mode():
        raise NothingToPay
    payment = order.payments.open().first()
    if payment is not None:
        return payment
    hold = order.hold
    if hold is None or not hold.active or hold.expires_at is None or hold.expires_at <= now:
        raise TooLateToPay
    if not _may_start(order):
        raise TooLateToPay
    scheduling.extend_hold(block=hold, expires_at=min(now + HOLD_WHILE_PAYING, order.held_at + LONGEST_HOLD))
    return open_payment(order=order, expires_at=now + SESSION_LIFE)


def _close_at_stripe(payment: Payment) -> bool:
    """End an earlier session so that a new one may start; False when it stands (paid, or nobody answers)."""
    try:
        gateway.expire_checkout(payment.external_id or "")
        sync_order(order_uid=payment.order.uid)
    except gateway.GatewayError:
        return False
    payment.refresh_from_db()
    return payment.status in {Payment.Status.CANCELLED, Payment.Status.FAILED}


def _offer_again(payment: Payment) -> Payment:
    payment.refresh_from_db()
    if payment.status == Payment.Status.SUCCEEDED or payment.status == Payment.Status.PENDING:
        return payment
    expires = payment.checkout_expires_at
    if not payment.checkout_url or expires is None or expires <= clock.now():
        raise TooLateToPay
    return payment


def _create_at_stripe(payment: Payment, base_url: str) -> Payment:
    """Intent row committed, then the call with its key, then settle. The same key until it is answered."""
    order = payment.order
    effect = Effect(
        create=lambda key: _create(payment, base_url, key),
        find=lambda: gateway.find_checkout(order.uid, payment.uid),
    )
    try:
        state = carry_out(payment, effect)
    except (gateway.OutcomeUnknown, gateway.RateLimited) as error:
        raise PaymentsUnreachable from error
    except gateway.GatewayError as error:
        _give_up(payment)
        raise PaymentRefused from error
    return adopt_session(payment=payment, state=state)


def _create(payment: Payment, base_url: str, key: str) -> gateway.CheckoutState:
    """In the language of the order, whoever asks: the same key must bear the same words and addresses."""
    order, base = payment.order, base_url.rstrip("/")
    with translation.override(order.buyer_language):
        return _ask_for_page(payment, order, base, key)


def _ask_for_page(payment: Payment, order: Order, base: str, key: str) -> gateway.CheckoutState:
    return gateway.create_checkout(
        key=key,
        order_uid=order.uid,
        payment_uid=payment.uid,
        amount=payment.amount,
        title=_title(order),
        description=_("%(trainer)s, order %(reference)s")
        % {"trainer": order.trainer.name, "reference": order.reference},
        customer_email=order.buyer_email,
        success_url=f"{base}{reverse('checkout:order-detail', args=[order.uid])}?paid=1",
        cancel_url=f"{base}{reverse('checkout:order-pay', args=[order.uid])}?left=1",
        expires_at=payment.checkout_expires_at or clock.now() + SESSION_LIFE,
        language=order.buyer_language,
    )


def _title(order: Order) -> str:
    return order.package_version.title if order.package_version else order.reference


@transaction.atomic
def _give_up(payment: Payment) -> None:
    lock_order(payment.order)
    payment.refresh_from_db()
    close_payment(payment=payment, status=Payment.Status.FAILED)


@transaction.atomic
def adopt_session(*, payment: Payment, state: gateway.CheckoutState) -> Payment:
    """Write down the session that stands for this payment."""
    lock_order(payment.order)
    payment.refresh_from_db()
    payment.external_id = state.external_id
    payment.checkout_url = state.url
    payment.checkout_expires_at = state.expires_at
    payment.save(update_fields=["external_id", "checkout_url", "checkout_expires_at"])
    return payment
