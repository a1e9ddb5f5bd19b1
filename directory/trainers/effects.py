"""What happens by itself: a profile is shown afresh on the day after something in it went stale."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core import findable
from directory.trainers.models import Trainer
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

KIND = "trainers.announce"


def announce_later(*, trainer: Trainer, after: dt.date) -> None:
    """Have search read the profile again once `after` is over (UTC)."""
    enqueue(
        kind=KIND,
        subject=str(trainer.uid),
        dedupe_key=f"{KIND}:{trainer.uid}:{after.isoformat()}",
        due_at=dt.datetime.combine(after + dt.timedelta(days=1), dt.time(), dt.UTC),
    )


@handles(KIND)
def announce(message: OutboxMessage) -> None:
    """Handler of the outbox; doing it twice changes nothing."""
    with transaction.atomic():
        findable.changed("trainer", UUID(message.subject))
