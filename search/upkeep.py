"""What is kept for a while and then forgotten, with Elasticsearch or without."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from core import clock
from outbox.models import OutboxMessage, State
from outbox.registry import recurs
from search.indexing import PUSH
from search.models import SearchTombstone

MESSAGES_KEPT = dt.timedelta(days=1)
TOMBSTONES_KEPT = dt.timedelta(days=30)
_AT_ONCE = 5_000


@recurs("search.forget", every_seconds=3600)
def forget() -> int:
    """Messages that were carried out: every save leaves one. Without Elasticsearch also old tombstones, which a
    rebuild of the index forgets elsewhere. How many went."""
    done = OutboxMessage.objects.filter(kind=PUSH, state=State.DONE, done_at__lt=clock.now() - MESSAGES_KEPT)
    gone = _delete(done)
    if not settings.ELASTICSEARCH_URL:
        gone += _delete(SearchTombstone.objects.filter(gone_at__lt=timezone.now() - TOMBSTONES_KEPT))
    return gone


def _delete(rows: QuerySet[Any]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    gone, _ = rows.model._default_manager.filter(pk__in=keys).delete()
    return int(gone)
