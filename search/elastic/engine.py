"""The engine that asks Elasticsearch. It reads nothing from the database but the tree of settings, and where nothing
is found the vocabulary of words that might have been meant."""

import time
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from elasticsearch import Elasticsearch

from core import clock
from search import asking, facets, settings_tree
from search.elastic import answer, client
from search.elastic.agreement import make_sure
from search.elastic.answer import Answer
from search.elastic.errors import NotAnswered
from search.elastic.mapping import DEEPEST
from search.elastic.question import Question
from search.query import SearchQuery
from search.result import Pin, SearchResult
from search.settings_tree import SettingsTree

# A follow-up has what is left of the time, and at least this: less would refuse an answer that is on its way.
LEAST_SECONDS = 0.1
_NEARLY_ALL = 0.95
# All of an answer or none: where a part of the index is away, the database has all of it. What was asked lately is
# known until the index changes, hits too.
HOW = {"allow_partial_search_results": False, "request_cache": True}


class ElasticsearchEngine:
    """Answers by one request a search, which asks for hits and counts side by side, and one more where hits may have
    others under them. A page beyond the end takes another, and so does each help where nothing was found; all within
    `seconds`.

    Raises the client's errors, IndexOutdated and NotAnswered: search/elastic/guarded.py turns to the database then.
    """

    name = "elasticsearch"

    def __init__(
        self,
        *,
        tree: SettingsTree | None = None,
        asked: Elasticsearch | None = None,
        index: str = "",
        seconds: float = client.SEARCH_SECONDS,
    ) -> None:
        self._tree = tree
        self._seconds = seconds
        self._client = asked or client.client()
        self._index = index or client.alias()

    @cached_property
    def tree(self) -> SettingsTree:
        """The practice settings, loaded when first needed."""
        return self._tree or settings_tree.load()

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of results with its counts; helped where it finds nothing (search/asking.py)."""
        patience = self._begin()
        return asking.answer(partial(self._look, patience), partial(self._count, patience), query)

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find: one request for all."""
        return self._count(self._begin(), queries) if queries else []

    def pins(self, query: SearchQuery, *, most: int = 300) -> tuple[Pin, ...]:
        """Return the towns of what a search finds, those with most documents first: one request."""
        (said,) = self._ask(self._begin(), self._question(query).pins())
        return answer.pins_of(said, query, most=most)

    def _begin(self) -> "_Patience":
        patience = _Patience(self._seconds)
        make_sure(patience.lent_to(self._client), self._index)
        return patience

    def _question(self, query: SearchQuery) -> Question:
        return Question(query, self.tree, clock.now())

    def _look(self, patience: "_Patience", query: SearchQuery) -> SearchResult:
        began = time.perf_counter()
        question = self._question(query)
        said, counted = self._ask(patience, question.hits(query.page), question.counts())
        counts = answer.counted(counted)
        pages = max(1, min(-(-counts.folds // query.page_size), DEEPEST // query.page_size))
        page = min(max(query.page, 1), pages)
        if page != query.page:
            (said,) = self._ask(patience, question.hits(page))
        folds = answer.folds_of(said)
        members = {}
        if folds:
            (under,) = self._ask(patience, question.more(folds))
            members = answer.members_of(under)
        return SearchResult(
            hits=answer.hits_of(said, query, members),
            total=counts.total,
            folds=counts.folds,
            page=page,
            pages=pages,
            facets=facets.labelled(counts.facets, query, self.tree),
            left_out=counts.left_out,
            dated=counts.dated,
            engine=self.name,
            took_ms=(time.perf_counter() - began) * 1_000,
        )

    def _count(self, patience: "_Patience", queries: Sequence[SearchQuery]) -> list[int]:
        asked = [self._question(query).total() for query in queries]
        return [answer.total_of(said) for said in self._ask(patience, *asked)]

    def _ask(self, patience: "_Patience", *asked: dict[str, Any]) -> list[Answer]:
        """The answer to each of these bodies, by one request; asked once more where a node was not there."""
        searches = [part for body in asked for part in (HOW, body)]
        said = self._send(patience, searches)
        if any(one.get("status") in client.PASSING for one in said):
            said = self._send(patience, searches)
        for one in said:
            if "error" in one:
                raise NotAnswered(one["status"], one["error"]["type"])
        if len(said) != len(asked):
            raise ValueError(f"{len(asked)} questions, {len(said)} answers")
        return said

    def _send(self, patience: "_Patience", searches: list[dict[str, Any]]) -> list[Answer]:
        speaking = patience.lent_to(self._client)
        return list(speaking.msearch(index=self._index, searches=searches)["responses"])


class _Patience:
    """What is left of so many seconds, over all requests of one search."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.perf_counter() + seconds

    def lent_to(self, speaking: Elasticsearch) -> Elasticsearch:
        """The client with the time that is left, or as it is while nearly all is."""
        left = self._end - time.perf_counter()
        if left > self._seconds * _NEARLY_ALL:
            return speaking
        return speaking.options(request_timeout=max(LEAST_SECONDS, left))
