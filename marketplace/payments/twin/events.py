"""Events: written with the change they tell of, signed and delivered afterwards, retried with back-off.

Object times obey the movable clock; `created` of an event and its signature are real time, since the library
checks signatures by the system's clock.
"""

import datetime as dt
import json
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Protocol

import stripe
from django.conf import settings
from django.utils.module_loading import import_string

from core import clock
from marketplace.payments.twin import faults, store
from marketplace.payments.twin.models import TwinEvent, TwinFault, TwinObject

Json = dict[str, Any]
State = TwinEvent.State

RECEIVER = "marketplace.payments.webhooks.receive"
LEASE = dt.timedelta(seconds=60)
LAST_ATTEMPT = 16
_LONGEST_WAIT = 3600

log = logging.getLogger(__name__)


class Receiver(Protocol):
    """A webhook endpoint: takes a signed body, answers with an HTTP status."""

    def __call__(self, *, endpoint: str, body: bytes, signature: str) -> int:
        """2xx: taken; anything else is sent again."""


def enqueue(kind: str, obj: TwinObject) -> None:
    """A snapshot event for the platform's endpoint, in the transaction of the change."""
    event = {
        "id": f"evt_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": stripe.api_version,
        "created": int(time.time()),
        "data": {"object": store.public(obj)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    _post("platform", event)


def enqueue_thin(kind: str, obj: TwinObject) -> None:
    """A thin event (API v2) about a connected account."""
    path = f"/v2/core/accounts/{obj.external_id}"
    event = {
        "id": f"evt_test_{secrets.token_hex(12)}",
        "object": "v2.core.event",
        "type": kind,
        "livemode": False,
        "created": dt.datetime.fromtimestamp(int(time.time()), tz=dt.UTC).isoformat(),
        "context": obj.external_id,
        "related_object": {"id": obj.external_id, "type": obj.kind, "url": path},
    }
    _post("connect", event)


def deliver(*, limit: int = 100, receiver: Receiver | None = None) -> int:
    """Hand each due event to `receiver`, outside any transaction. Returns how many were taken."""
    send = receiver or import_string(RECEIVER)
    return sum(_deliver(event, send) for event in _claim(limit))


def _post(endpoint: str, event: Json) -> None:
    kind = event["type"]
    state = State.LOST if faults.take([TwinFault.Kind.LOSE], kind) else State.DUE
    copies = 2 if faults.take([TwinFault.Kind.DUPLICATE], kind) else 1
    for _ in range(copies):
        TwinEvent.objects.create(
            event_id=event["id"],
            type=kind,
            endpoint=endpoint,
            body=json.dumps(event),
            state=state,
            due_at=clock.now(),
        )


def _claim(limit: int) -> list[TwinEvent]:
    """Lease the due events; what is not settled by the end of the lease is sent again."""
    with store.exclusive():
        now = clock.now()
        due = TwinEvent.objects.filter(state=State.DUE, due_at__lte=now).order_by("due_at", "pk")
        batch = list(due[:limit])
        for event in batch:
            event.due_at = now + LEASE
            event.attempts += 1
            event.save(update_fields=["due_at", "attempts"])
        if batch and faults.take([TwinFault.Kind.REORDER], batch[0].type):
            batch.reverse()
    return batch


def _deliver(event: TwinEvent, send: Callable[..., int]) -> bool:
    secret = settings.STRIPE_WEBHOOK_SECRETS[event.endpoint]
    signature = stripe.WebhookSignature.generate_signature_header(event.body, secret)
    try:
        status = send(endpoint=event.endpoint, body=event.body.encode(), signature=signature)
    except Exception:  # whatever breaks in a receiver is a 500 to whoever sent the event
        log.exception("The receiver of %s failed", event)
        status = 500
    taken = 200 <= status < 300
    with store.exclusive():
        event.answer = status
        event.state = _next_state(event, taken=taken)
        event.due_at = clock.now() + back_off(event.attempts)
        event.save(update_fields=["answer", "state", "due_at"])
    return taken


def _next_state(event: TwinEvent, *, taken: bool) -> str:
    if taken:
        return State.DELIVERED
    return State.GIVEN_UP if event.attempts >= LAST_ATTEMPT else State.DUE


def back_off(attempts: int) -> dt.timedelta:
    """5, 10, 20 ... seconds, one hour at most."""
    return dt.timedelta(seconds=min(_LONGEST_WAIT, 5 * 2 ** (attempts - 1)))
