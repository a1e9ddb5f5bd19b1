"""What no event told us: payments that are still open, holds that ran out, old bodies, the twin's post."""

import datetime as dt
import logging

from django.conf import settings
from django.db.models import Q

from core import clock
from marketplace.orders.actions.confirming import expire_order
from marketplace.orders.actions.holding import present_mode
from marketplace.orders.models import Order, Payment, Refund
from marketplace.payments import gateway
from marketplace.payments.models import WebhookEvent
from marketplace.payments.sync import sync_order
from marketplace.payments.twin import actions as twin
from outbox.registry import recurs

log = logging.getLogger("payments")
_KEEP_BODIES = dt.timedelta(days=30)
_BATCH = 50
_REFUNDS_MAY_FAIL = dt.timedelta(days=30)  # Stripe: a failed refund comes back within 30 days


@recurs("payments.open", every_seconds=20)
def sync_open_payments() -> int:
    """Ask for open payments and unsettled refunds: an event may have been lost.

    Where there are more than one sweep can ask for, chance decides which: none waits behind the same others.
    """
    asked = Order.objects.filter(
        Q(payments__status__in=[Payment.Status.CREATED, Payment.Status.PENDING])
        | Q(payments__status=Payment.Status.SUCCEEDED, payments__fee_minor__isnull=True)
        | Q(
            payments__refunds__status__in=[
                Refund.Status.SUBMITTED,
                Refund.Status.PENDING,
                Refund.Status.REQUIRES_ACTION,
            ],
            payments__refunds__external_id__isnull=False,
        ),
        mode=present_mode(),
    )
    open_orders = Order.objects.filter(pk__in=asked.values("pk")).order_by("?")
    return sum(_sync(order) for order in list(open_orders[:_BATCH]))


@recurs("payments.refunds", every_seconds=86_400)
def sync_settled_refunds() -> int:
    """Once a day ask for the refunds that succeeded of late: a bank may still return the money, and the event
    that says so may have been lost."""
    settled = Refund.objects.filter(
        status=Refund.Status.SUCCEEDED,
        settled_at__gte=clock.now() - _REFUNDS_MAY_FAIL,
        external_id__isnull=False,
        payment__order__mode=present_mode(),
    ).select_related("payment__order")
    return sum(_sync(refund.payment.order, refund.external_id or "") for refund in settled.iterator())


def _sync(order: Order, *refunds: str) -> bool:
    try:
        sync_order(order_uid=order.uid, refunds=refunds)
    except gateway.GatewayError as error:
        log.warning("%s could not be synchronised: %s", order, error)
        return False
    return True


@recurs("payments.holds", every_seconds=20)
def end_unpaid_orders() -> int:
    """Orders whose hold ran out while awaiting payment: close the session at Stripe, look, then expire."""
    late = Order.objects.filter(
        status=Order.Status.AWAITING_PAYMENT, hold__expires_at__lt=clock.now(), mode=present_mode()
    )
    return sum(_end(order) for order in list(late[:_BATCH]))


def _end(order: Order) -> bool:
    try:
        for payment in order.payments.open().filter(external_id__isnull=False):
            gateway.expire_checkout(payment.external_id or "")
        fresh = sync_order(order_uid=order.uid)
    except gateway.GatewayError as error:
        log.warning("%s could not be ended: %s", order, error)
        return False
    if fresh.payments.filter(status=Payment.Status.PENDING).exists():
        return False
    expire_order(order=fresh)
    return True


@recurs("payments.bodies", every_seconds=3600)
def blank_old_bodies() -> int:
    """Raw events are blanked 30 days after they were processed."""
    return WebhookEvent.objects.filter(
        processed_at__lt=clock.now() - _KEEP_BODIES, blanked_at__isnull=True
    ).update(body=b"", blanked_at=clock.now())


@recurs("payments.twin", every_seconds=1)
def deliver_the_twins_post() -> int:
    """In the sandbox the twin's events are delivered here."""
    return twin.deliver_due() if settings.PAYMENTS_MODE == "sandbox" else 0
