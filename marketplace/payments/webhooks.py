"""Stripe's events: verified, stored once as they came, and worked off afterwards.

An event is a trigger only. What it is about is fetched again, so a forged, altered, repeated, early or late
event can do no more than make us look.
"""

import logging
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core import clock
from marketplace.orders.models import Payment, Refund
from marketplace.payments import gateway
from marketplace.payments.accounts import refresh_account
from marketplace.payments.models import WebhookEvent
from marketplace.payments.sync import sync_order
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

log = logging.getLogger("payments")
ENDPOINTS = ("platform", "connect")
_MOST_BYTES = 1_000_000


def receive(*, endpoint: str, body: bytes, signature: str) -> int:
    """Store one event and say the HTTP status: 200 stored (or known), 400 not Stripe's, 404 no such endpoint."""
    if endpoint not in ENDPOINTS:
        return 404
    if len(body) > _MOST_BYTES:
        return 413
    try:
        event = gateway.read_event(body=body, signature=signature, endpoint=endpoint)
    except (gateway.BadSignature, gateway.BadBody) as error:
        log.warning("An event to %s was refused: %s", endpoint, error)
        return 400
    _store(endpoint, event, body)
    return 200


@transaction.atomic
def _store(endpoint: str, event: gateway.Event, body: bytes) -> None:
    wrong_mode = event.livemode != (settings.PAYMENTS_MODE == "stripe_live")
    _, created = WebhookEvent.objects.get_or_create(
        endpoint=endpoint,
        event_id=event.event_id,
        defaults={
            "type": event.type,
            "object_id": event.object_id,
            "account": event.account or "",
            "livemode": event.livemode,
            "body": body,
            "created": event.created,
            "received_at": clock.now(),
            "status": WebhookEvent.Status.IGNORED if wrong_mode else WebhookEvent.Status.RECEIVED,
            "outcome": "From the other mode." if wrong_mode else "",
            "processed_at": clock.now() if wrong_mode else None,
        },
    )
    if created and not wrong_mode:
        enqueue(
            kind="stripe.event",
            subject=event.event_id,
            dedupe_key=f"stripe.event:{endpoint}:{event.event_id}",
            payload={"endpoint": endpoint, "event_id": event.event_id},
        )


@handles("stripe.event")
def process(message: OutboxMessage) -> None:
    """Look at what the event is about; once more after a crash does no harm."""
    event = WebhookEvent.objects.get(
        endpoint=message.payload["endpoint"], event_id=message.payload["event_id"]
    )
    outcome = dispatch(event_type=event.type, object_id=event.object_id)
    WebhookEvent.objects.filter(pk=event.pk).update(
        status=WebhookEvent.Status.PROCESSED if outcome else WebhookEvent.Status.IGNORED,
        outcome=outcome or "Nothing here is concerned.",
        processed_at=clock.now(),
    )


def dispatch(*, event_type: str, object_id: str) -> str:
    """Do what an event of this type asks for; what was done in words, "" when nothing here is concerned."""
    if event_type.startswith("checkout.session."):
        return _about_session(object_id)
    if event_type.startswith("payment_intent."):
        return _about(Payment.objects.filter(intent_id=object_id).first())
    if event_type.startswith(("refund.", "charge.refund.")):
        return _about_refund(object_id)
    if event_type.startswith("charge."):
        return _about(Payment.objects.filter(charge_id=object_id).first())
    if event_type.startswith(("v2.core.account", "account.")):
        return refresh_account(external_id=object_id)
    return ""


def _about(payment: Payment | None) -> str:
    if payment is None:
        return ""
    order = sync_order(order_uid=payment.order.uid)
    return f"{order.reference} is {order.status}."


def _about_session(session_id: str) -> str:
    payment = Payment.objects.filter(external_id=session_id).select_related("order").first()
    if payment is not None:
        return _about(payment)
    # Not known by its id: perhaps our row never heard the answer. Stripe knows whose it is.
    try:
        state = gateway.retrieve_checkout(session_id)
    except gateway.Refused:
        return ""
    if state.payment_uid is None:
        return ""
    return _about(Payment.objects.filter(uid=state.payment_uid).select_related("order").first())


def _about_refund(refund_id: str) -> str:
    refund = Refund.objects.filter(external_id=refund_id).select_related("payment__order").first()
    if refund is None:
        refund = _refund_by_metadata(refund_id)
    if refund is None:
        return ""
    order = sync_order(order_uid=refund.payment.order.uid, refunds=[refund_id])
    return f"A refund of {order.reference} was looked at."


def _refund_by_metadata(refund_id: str) -> Refund | None:
    try:
        uid: UUID | None = gateway.retrieve_refund(refund_id).refund_uid
    except gateway.Refused:
        return None
    return Refund.objects.filter(uid=uid).select_related("payment__order").first() if uid else None
