"""The engine that needs nothing but the database: full text, box and circle, facets in one pass."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from search import facets, settings_tree
from search.database import counting, ordering
from search.database.candidates import Candidate, find
from search.database.counting import Counts
from search.database.pages import hits_of
from search.query import SearchQuery
from search.result import SearchResult
from search.settings_tree import SettingsTree


class DatabaseEngine:
    """Answers by SQL on the search tables; four or five statements a search, however much is found."""

    name = "database"

    def __init__(self, *, tree: SettingsTree | None = None) -> None:
        self._tree = tree

    @cached_property
    def tree(self) -> SettingsTree:
        """The practice settings, loaded when first needed."""
        return self._tree or settings_tree.load()

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of results with its counts. With no document for all the words, those with some."""
        began = time.perf_counter()
        found = _look(query, self.tree)
        loosened = len(query.terms) > 1 and not query.any_word and not found.rows and not found.left_out
        if loosened:
            query = replace(query, any_word=True)
            found = _look(query, self.tree)
        counts = found.counts
        matching = [row for row in found.rows if (row[1], row[2]) in counts.matching]
        folds = len({row[3] for row in matching})
        pages = max(1, -(-folds // query.page_size))
        page = min(max(query.page, 1), pages)
        shown = ordering.page_of(
            matching, query, first=(page - 1) * query.page_size, last=page * query.page_size
        )
        return SearchResult(
            hits=hits_of(shown, query),
            total=counts.total,
            folds=folds,
            page=page,
            pages=pages,
            facets=facets.labelled(counts.facets, query, self.tree),
            left_out=found.left_out,
            dated=counts.dated,
            loosened=loosened and counts.total > 0,
            engine=self.name,
            took_ms=(time.perf_counter() - began) * 1_000,
        )

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find: one statement each."""
        return [_look(query, self.tree).counts.total for query in queries]


class _Found(NamedTuple):
    """The candidates whose prices can be compared, how many others there are, and what facets say."""

    rows: list[Candidate]
    left_out: int
    counts: Counts


def _look(query: SearchQuery, tree: SettingsTree) -> _Found:
    rows = find(query)
    left_out = 0
    if query.price_max is not None or query.sort == "price":
        comparable = [row for row in rows if row[5]]
        left_out = len(rows) - len(comparable)
        rows = comparable
    return _Found(rows, left_out, counting.count(rows, query, tree))
