"""An index for tests, filled at once from the rows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from core.findable import Findable
from search.elastic import client, mapping
from search.elastic.source import Source, sources, tombstone
from search.models import SearchDocument
from tests.search.shelf import Shelf


class Index:
    """A name, and what writes to it."""

    def __init__(self, asked: Elasticsearch, name: str) -> None:
        self.client, self.name = asked, name

    @classmethod
    @contextmanager
    def made(cls, asked: Elasticsearch, *, shards: int) -> Iterator["Index"]:
        """One for the block, without copies."""
        own = {"number_of_shards": shards, "number_of_replicas": 0, "auto_expand_replicas": False}
        name = f"{client.alias()}-{uuid4().hex[:12]}"
        asked.indices.create(index=name, mappings=mapping.mappings(), settings=mapping.settings(**own))
        try:
            yield cls(asked, name)
        finally:
            asked.indices.delete(index=name)

    def write(self, written: Iterable[Source], *, refresh: bool = True) -> None:
        """Put these in, to be found at once."""
        actions = (
            {
                "_index": self.name,
                "_id": one.id,
                "_source": one.body,
                "version": one.version,
                "version_type": "external_gte",
            }
            for one in written
        )
        bulk(self.client, actions, refresh=refresh)

    def empty(self) -> None:
        """Take all out."""
        self.client.delete_by_query(
            index=self.name, query={"match_all": {}}, refresh=True, conflicts="proceed"
        )


class ShelfInIndex(Shelf):
    """Rows through search.indexing as ever, and from them into the index."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index

    def put(self, *things: Findable) -> None:
        super().put(*things)
        uids = [one.uid for one in things]
        keys = SearchDocument.objects.filter(uid__in=uids).order_by("pk").values_list("pk", flat=True)
        self.index.write(sources(keys))

    def take(self, one: Findable) -> None:
        version = SearchDocument.objects.get(kind=one.kind, uid=one.uid).version
        super().take(one)
        self.index.write([tombstone(one.kind, one.uid, version + 1)])
