"""What changed goes to Elasticsearch: messages of the outbox, carried out after the commit.

A message names things, never what they were: the rows are read when it is carried out, so messages may be
late, repeated or out of order. While an index is being built, it is written to before the one in use: should the
new one come into use in between, the second write goes to it too.
"""

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from elasticsearch import ApiError, TransportError

from outbox.errors import Later
from outbox.models import OutboxMessage
from outbox.registry import handles
from search.elastic import bulk
from search.elastic.client import alias, client, configured, patient_client
from search.elastic.refusals import Unreachable
from search.elastic.source import Source, sources, tombstone
from search.indexing import PUSH
from search.models import IndexBuild, SearchDocument, SearchTombstone

PUSH_SECONDS = 15.0
"""How long one request may take here: the worker has mails to send, too."""
BUSY_STATUSES = frozenset({429, 502, 503, 504})
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0
_TRUSTED_SECONDS = 5.0


@dataclass(slots=True)
class _Line:
    """What this process knows of the way to Elasticsearch, in seconds of the monotonic clock."""

    away_until: float = 0.0
    pause: float = _FIRST_PAUSE
    answered_at: float = -math.inf

    def lost(self) -> float:
        """Elasticsearch did not answer: how long to leave it alone, longer each time."""
        wait, self.pause = self.pause, min(self.pause * 2, _LONGEST_PAUSE)
        self.away_until = time.monotonic() + wait
        return wait

    def held(self) -> None:
        self.away_until, self.pause, self.answered_at = 0.0, _FIRST_PAUSE, time.monotonic()


_line = _Line()


@handles(PUSH)
def push(message: OutboxMessage) -> None:
    """Bring the things of a message to the index, and to the one being built.

    While Elasticsearch is away the message waits and is not counted as failed: it is never given up for that. A site
    that does without Elasticsearch now has nothing to do.
    """
    if not configured():
        return
    _be_answered()
    try:
        write(message.payload["kind"], [UUID(uid) for uid in message.payload["uids"]])
    except (Unreachable, TransportError) as error:
        raise _later() from error
    except ApiError as error:
        if error.status_code in BUSY_STATUSES:
            raise _later() from error
        raise
    _line.held()


def write(kind: str, uids: Iterable[UUID]) -> None:
    """Write the present state of these things to the index being built and to the one in use.

    An index that is not there is passed over: building it brings everything. Raises elasticsearch's errors,
    Unreachable and PushRefused.
    """
    wanted = list(uids)
    targets = (
        [building_alias()] if IndexBuild.objects.filter(state=IndexBuild.State.BUILDING).exists() else []
    )
    patient = patient_client().options(request_timeout=PUSH_SECONDS)
    found = list(bulk.batches(present(kind, wanted)))
    for target in (*targets, alias()):
        for batch in found:
            bulk.send(patient, batch, alias=target)


def present(kind: str, uids: Iterable[UUID]) -> Iterator[Source]:
    """What the rows say of these things now: documents, then tombstones of what is gone."""
    wanted = list(uids)
    rows = dict(SearchDocument.objects.filter(kind=kind, uid__in=wanted).values_list("pk", "uid"))
    yield from sources(rows)
    gone = set(wanted) - set(rows.values())
    graves = SearchTombstone.objects.filter(kind=kind, uid__in=gone) if gone else ()
    for grave in graves:
        yield tombstone(grave.kind, grave.uid, grave.version)


def building_alias() -> str:
    """The name of the index that is being built, before it takes the place of the one in use."""
    return f"{alias()}-building"


def _be_answered() -> None:
    """A second, at most, to learn that nobody answers; and not again for a while."""
    now = time.monotonic()
    if now < _line.away_until:
        raise Later(math.ceil(_line.away_until - now), "Elasticsearch does not answer.")
    if now - _line.answered_at > _TRUSTED_SECONDS and not client().ping():
        raise _later()


def _later() -> Later:
    return Later(math.ceil(_line.lost()), "Elasticsearch does not answer.")
