"""Enqueue effects inside the transaction that decides them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from core import clock
from outbox import inprocess
from outbox.models import OutboxMessage, State


def enqueue(
    *,
    kind: str,
    subject: str,
    dedupe_key: str,
    payload: dict[str, Any] | None = None,
    due_at: dt.datetime | None = None,
) -> OutboxMessage:
    """Keep an effect to be carried out after the commit; the same `dedupe_key` is kept once, for ever.

    `payload` holds ids and versions only: a handler reads names and addresses when it runs.
    """
    now = clock.now()
    message, created = OutboxMessage.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "subject": subject,
            "payload": payload or {},
            "due_at": due_at or now,
            "created_at": now,
        },
    )
    if created and settings.OUTBOX_IN_PROCESS:
        transaction.on_commit(inprocess.wake)
    return message


def retry_now(*, message: OutboxMessage) -> OutboxMessage:
    """Staff's act: take a message up again that was given up, or waits for its next attempt."""
    OutboxMessage.objects.filter(pk=message.pk).exclude(state=State.DONE).update(
        state=State.WAITING, due_at=clock.now(), attempts=0, lease=None, leased_until=None
    )
    message.refresh_from_db()
    return message
