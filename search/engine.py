"""The engine of this site: what answers a SearchQuery."""

from collections.abc import Sequence
from typing import Protocol

from search.database.engine import DatabaseEngine
from search.elastic import client
from search.elastic.guarded import GuardedEngine
from search.query import SearchQuery
from search.result import Pin, SearchResult
from search.settings_tree import SettingsTree


class Engine(Protocol):
    """Both engines answer alike; tests/search/contract.py holds what that means."""

    name: str

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of results with its counts."""
        ...

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find, in their order."""
        ...

    def pins(self, query: SearchQuery, *, most: int = 300) -> tuple[Pin, ...]:
        """Return the towns of what the query finds, with how many documents are there: `most` at most, those
        with most documents first, then by the key of the place. Folding does not matter, nor the page.

        Asked near a point, only towns within the radius count, or from which somebody travels that far.
        """
        ...


def current(*, tree: SettingsTree | None = None) -> Engine:
    """The engine that answers now. Give it the tree of settings where that is loaded already.

    With ELASTICSEARCH_URL that is Elasticsearch, and while it is away the database, in the same object.
    """
    return GuardedEngine(tree=tree) if client.configured() else DatabaseEngine(tree=tree)
