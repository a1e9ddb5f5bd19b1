"""A shelf of made-up things beside an Elasticsearch without an index, for tests of what keeps an index true."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from elasticsearch import Elasticsearch
from pytest_django import Settings

from core.findable import Findable
from outbox import worker
from outbox.models import OutboxMessage, State
from search.elastic import building, client, pushing
from search.indexing import PUSH
from tests.search.shelf import Shelf, only_made_up_kinds, thing


@contextmanager
def fresh(settings: Settings) -> Iterator[Shelf]:
    """Names of indices of the test's own, dropped afterwards; a way to Elasticsearch that nobody has lost yet."""
    url = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_PREFIX = f"{settings.ELASTICSEARCH_PREFIX}-{uuid4().hex[:8]}"
    pushing._line = pushing._Line()
    try:
        with only_made_up_kinds() as shelf:
            yield shelf
    finally:
        settings.ELASTICSEARCH_URL = url
        for name in indices() if url else ():
            asked().indices.delete(index=name)


def asked() -> Elasticsearch:
    return client.patient_client()


def indices() -> list[str]:
    """The indices of this test."""
    return sorted(asked().indices.get(index=f"{client.alias()}*", features="aliases").body)


def behind(name: str) -> list[str]:
    """The indices an alias stands for."""
    if not asked().indices.exists_alias(name=name):
        return []
    return sorted(asked().indices.get_alias(name=name).body)


def held(index: str | None = None) -> dict[str, int]:
    """Titles and versions of all that an index has for searches."""
    name = index or client.alias()
    asked().indices.refresh(index=name)
    answer = asked().search(index=name, query={"term": {"gone": False}}, size=1_000, version=True)
    return {hit["_source"]["shown"]["title"]: hit["_version"] for hit in answer["hits"]["hits"]}


def tombstones(index: str | None = None) -> int:
    """How many there are in an index."""
    name = index or client.alias()
    asked().indices.refresh(index=name)
    return int(asked().count(index=name, query={"term": {"gone": True}})["count"])


def build() -> Any:
    """Build an index from the rows and put it in its place."""
    built = building.begin()
    building.run(built)
    return built


def work() -> list[str]:
    """Let the worker do all that is due; the states of the messages for Elasticsearch."""
    worker.drain()
    return list(OutboxMessage.objects.filter(kind=PUSH).order_by("pk").values_list("state", flat=True))


def waiting() -> int:
    return OutboxMessage.objects.filter(kind=PUSH, state=State.WAITING).count()


def many(shelf: Shelf, number: int) -> list[Findable]:
    """So many things on the shelf, "0", "1", ..."""
    things = [thing(str(n)) for n in range(number)]
    shelf.put(*things)
    return things
