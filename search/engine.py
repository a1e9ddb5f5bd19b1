"""The engine of this site: what answers a SearchQuery."""

from collections.abc import Sequence
from typing import Protocol

from search.database.engine import DatabaseEngine
from search.query import SearchQuery
from search.result import SearchResult
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


def current(*, tree: SettingsTree | None = None) -> Engine:
    """The engine that answers now. Give it the tree of settings where that is loaded already."""
    return DatabaseEngine(tree=tree)
