"""Events from Stripe: verified, then reduced to what triggers a look-up."""

import datetime as dt
import json
import time

import stripe
from django.conf import settings

from marketplace.payments.gateway.errors import BadBody, BadSignature
from marketplace.payments.gateway.states import Event, Json, instant

TOLERANCE_SECONDS = 300
THIN = "v2.core.event"


def read_event(*, body: bytes, signature: str, endpoint: str) -> Event:
    """Verify and read an event sent to `endpoint` ("platform" or "connect").

    Raises BadSignature (missing, wrong, more than 300 seconds old or ahead of the system's clock, which is
    what Stripe signs by) and BadBody (not UTF-8, not JSON, not an event).
    """
    secret = settings.STRIPE_WEBHOOK_SECRETS.get(endpoint)
    if not secret:
        raise BadSignature("There is no such endpoint, or its secret is not set.")
    text = _text(body)
    _verify(text, signature, secret)
    return _event(text)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadBody("The body is not UTF-8.") from error


def _verify(text: str, signature: str, secret: str) -> None:
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE_SECONDS)
    except stripe.SignatureVerificationError as error:
        raise BadSignature(error.user_message or "The signature is wrong.") from error
    # The library lets the future pass; a signature for tomorrow could be replayed until then.
    signed_at = next(int(part[2:]) for part in signature.split(",") if part.startswith("t="))
    if signed_at > time.time() + TOLERANCE_SECONDS:
        raise BadSignature("The event was signed in the future.")


def _event(text: str) -> Event:
    try:
        data = json.loads(text)
        return _thin(data) if data["object"] == THIN else _snapshot(data)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise BadBody("The body is not an event.") from error


def _snapshot(data: Json) -> Event:
    subject = data["data"]["object"]
    return Event(
        event_id=str(data["id"]),
        type=str(data["type"]),
        created=instant(data["created"]),
        object_id=str(subject.get("id", "")),
        object_type=str(subject["object"]),
        livemode=bool(data["livemode"]),
        account=data.get("account"),
    )


def _thin(data: Json) -> Event:
    related = data.get("related_object") or {}
    return Event(
        event_id=str(data["id"]),
        type=str(data["type"]),
        created=dt.datetime.fromisoformat(data["created"]),
        object_id=str(related.get("id", "")),
        object_type=str(related.get("type", "")),
        livemode=bool(data["livemode"]),
        account=data.get("context"),
    )
