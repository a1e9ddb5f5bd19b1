"""What stands where: the index in use, its mapping, what waits to be written, builds. For staff and for warnings."""

import datetime as dt
import os
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from outbox.models import OutboxMessage, State
from search.elastic import mapping
from search.elastic.breaker import Breaker
from search.elastic.client import alias, client, nodes
from search.elastic.guarded import breaker_of
from search.indexing import PUSH


@dataclass(frozen=True, slots=True)
class Lag:
    """Changes that wait to be written: how many messages, since when, and how many were given up."""

    waiting: int
    since: dt.datetime | None
    given_up: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The index in use. `index` is empty where there is none; `current` whether it was built from this program's
    mapping; `trouble` says why nothing could be learned."""

    index: str = ""
    current: bool = False
    trouble: str = ""


def lag() -> Lag:
    """One statement, however many messages there are."""
    told = OutboxMessage.objects.filter(kind=PUSH).exclude(state=State.DONE)
    waits, given_up = Q(state=State.WAITING), Q(state=State.GIVEN_UP)
    found = told.order_by().aggregate(
        waiting=Count("pk", filter=waits),
        since=Min("created_at", filter=waits),
        given_up=Count("pk", filter=given_up),
    )
    return Lag(found["waiting"], found["since"], found["given_up"])


def standing(asked: Elasticsearch) -> Standing:
    """One request; never raises."""
    try:
        answer = asked.indices.get_mapping(index=alias(), filter_path="*.mappings._meta")
        index = next(iter(answer.body), "")
    except NotFoundError:
        return Standing()
    except (ApiError, TransportError) as error:
        return Standing(trouble=f"{type(error).__name__}: {error}"[:300])
    meta = answer.body.get(index, {}).get("mappings", {}).get("_meta", {})
    return Standing(index=index, current=meta.get("digest") == mapping.digest())


def documents() -> dict[str, int] | None:
    """How many of each kind a search of the index can find; None where nobody answers within a second."""
    kinds = {"kinds": {"terms": {"field": "kind", "size": 1_000}}}
    try:
        answer = client().search(index=alias(), size=0, query={"term": {"gone": False}}, aggs=kinds)
    except (ApiError, TransportError):
        return None
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["kinds"]["buckets"]}


def opened() -> Breaker:
    """The breaker of this process: closed while Elasticsearch answers its searches."""
    return breaker_of(nodes(), os.getpid())


def warning(found: Standing) -> str:
    """What somebody should do about it; empty where nothing."""
    if found.trouble:
        return f"Elasticsearch does not answer, so the database searches: {found.trouble}"
    if not found.index:
        return (
            "There is no search index yet, so the database searches. Build it with: manage.py search_rebuild"
        )
    if not found.current:
        return (
            f"The index {found.index} was built from another mapping, so the database searches. Build it anew with:"
            " manage.py search_rebuild --index"
        )
    return ""
