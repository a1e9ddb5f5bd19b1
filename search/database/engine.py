"""The engine that needs nothing but the database: full text, box and circle, facets in one pass."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from search import facets, settings_tree
from search.database import counting, ordering, pages
from search.database.candidates import Candidate, find
from search.database.counting import Counts
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
        tree = self.tree
        rows, left_out, counts = _counted(query, tree)
        loosened = len(query.terms) > 1 and not query.any_word and not rows and not left_out
        if loosened:
            query = replace(query, any_word=True)
            rows, left_out, counts = _counted(query, tree)
        matching = [row for row in rows if (row[1], row[2]) in counts.matching]
        folds = ordering.folded(matching, query)
        page_count = max(1, -(-len(folds) // query.page_size))
        page = min(max(query.page, 1), page_count)
        shown = folds[(page - 1) * query.page_size : page * query.page_size]
        return SearchResult(
            hits=pages.hits(shown, query),
            total=len(matching),
            folds=len(folds),
            page=page,
            pages=page_count,
            facets=facets.labelled(counts.facets, query, tree),
            left_out=left_out,
            dated=sum(row[9] is not None for row in matching),
            loosened=loosened and bool(matching),
            engine=self.name,
            took_ms=(time.perf_counter() - began) * 1_000,
        )

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find: one statement each."""
        return [_total(query, self.tree) for query in queries]


def _total(query: SearchQuery, tree: SettingsTree) -> int:
    rows, _, counts = _counted(query, tree)
    return sum((row[1], row[2]) in counts.matching for row in rows)


def _counted(query: SearchQuery, tree: SettingsTree) -> tuple[list[Candidate], int, Counts]:
    """The candidates whose prices can be compared, how many others there are, and what facets say."""
    rows = find(query)
    left_out = 0
    if query.price_max is not None or query.sort == "price":
        comparable = [row for row in rows if not row[8] or row[5] in ("", query.currency)]
        left_out = len(rows) - len(comparable)
        rows = comparable
    return rows, left_out, counting.count(rows, query, tree)
