"""The engine that needs nothing but the database: full text, box and circle, folded and counted there."""

import time
from collections.abc import Sequence
from functools import cached_property, partial

from search import facets, settings_tree
from search.asking import answer
from search.database import counting, finding
from search.database.pages import hits_of
from search.database.pins import pins_of
from search.query import SearchQuery
from search.result import Pin, SearchResult
from search.settings_tree import SettingsTree


class DatabaseEngine:
    """Answers by SQL on the search tables; four statements a search as a rule, however much is found."""

    name = "database"

    def __init__(self, *, tree: SettingsTree | None = None) -> None:
        self._tree = tree

    @cached_property
    def tree(self) -> SettingsTree:
        """The practice settings, loaded when first needed."""
        return self._tree or settings_tree.load()

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of results with its counts; where the words find nothing, what search.asking makes of
        them."""
        some = partial(finding.some, tree=self.tree)
        return answer(self._look, some, query, rarity=finding.rarity)

    def _look(self, query: SearchQuery) -> SearchResult:
        """What these terms find, and no others."""
        began = time.perf_counter()
        found = finding.find(query, self.tree)
        counts = counting.count(found.groups, query, self.tree)
        return SearchResult(
            hits=hits_of(found.shown, query),
            total=counts.total,
            folds=found.folds,
            page=found.page,
            pages=found.pages,
            facets=facets.labelled(counts.facets, query, self.tree),
            left_out=counts.left_out,
            dated=counts.dated,
            engine=self.name,
            took_ms=(time.perf_counter() - began) * 1_000,
        )

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find: one statement for all."""
        return finding.totals(queries, self.tree)

    def pins(self, query: SearchQuery, *, most: int = 300) -> tuple[Pin, ...]:
        """Return the towns where the documents found are, most documents first. One statement."""
        return pins_of(query, self.tree, most=most)
