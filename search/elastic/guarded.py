"""Elasticsearch with the database engine as its standby: search is never down."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TypeVar

from elasticsearch import ApiError, BadRequestError, TransportError

from search.database.engine import DatabaseEngine
from search.elastic import agreement, client
from search.elastic.breaker import Breaker
from search.elastic.engine import ElasticsearchEngine
from search.elastic.errors import IndexOutdated, NotAnswered
from search.query import SearchQuery
from search.result import Pin, SearchResult
from search.settings_tree import SettingsTree

logger = logging.getLogger(__name__)
T = TypeVar("T")

# Down, refused, hung, slow, too busy, without the index, or with one from another mapping.
AWAY = (TransportError, ApiError, IndexOutdated, NotAnswered)
# Reading an answer that lacks what was asked for: of a server that is none, or half started.
NO_ANSWER = (AttributeError, LookupError, TypeError, ValueError)


@lru_cache(maxsize=8)
def breaker_of(nodes: tuple[str, ...], process: int) -> Breaker:
    """The one breaker of this process for these nodes."""
    return Breaker()


class GuardedEngine:
    """Asks Elasticsearch, and the database where that does not answer in time or is known to be away: then
    `SearchResult.degraded` is true. A question it refuses (400) is answered by the database too, but says
    nothing about the others.
    """

    name = "elasticsearch"

    def __init__(
        self,
        *,
        tree: SettingsTree | None = None,
        breaker: Breaker | None = None,
        asked: Callable[[], ElasticsearchEngine] | None = None,
    ) -> None:
        self._tree = tree
        self._breaker = breaker or breaker_of(client.nodes(), os.getpid())
        self._asked = asked or (lambda: ElasticsearchEngine(tree=tree))

    @cached_property
    def standby(self) -> DatabaseEngine:
        """Answers while Elasticsearch is away."""
        return DatabaseEngine(tree=self._tree)

    def search(self, query: SearchQuery) -> SearchResult:
        """Return one page of results with its counts, of whichever engine answers."""
        return self._either(
            lambda engine: engine.search(query),
            lambda: replace(self.standby.search(query), degraded=True),
        )

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Return how many documents each of the queries would find, in their order."""
        return self._either(lambda engine: engine.count(queries), lambda: self.standby.count(queries))

    def pins(self, query: SearchQuery, *, most: int = 300) -> tuple[Pin, ...]:
        """Return the towns of what a search finds, those with most documents first."""
        return self._either(
            lambda engine: engine.pins(query, most=most), lambda: self.standby.pins(query, most=most)
        )

    def _either(self, ask: Callable[[ElasticsearchEngine], T], instead: Callable[[], T]) -> T:
        if not self._breaker.admits():
            return instead()
        try:
            answered = ask(self._asked())
        except AWAY as error:
            if _is_refused(error):
                logger.exception("Elasticsearch did not understand a search: the database answers it.")
            else:
                self._away(error)
            return instead()
        except NO_ANSWER as error:
            logger.exception("Elasticsearch answered something else than was asked: the database answers.")
            self._away(error)
            return instead()
        if self._breaker.succeeded():
            logger.warning("Elasticsearch is back: it answers searches again.")
        return answered

    def _away(self, error: Exception) -> None:
        agreement.forget()
        reason = f"{type(error).__name__}: {error}"
        if self._breaker.failed(reason):
            logger.warning("Elasticsearch is away, the database answers searches: %s", reason)


def _is_refused(error: Exception) -> bool:
    """Whether it is the question that was wrong."""
    return isinstance(error, BadRequestError) or (isinstance(error, NotAnswered) and error.status == 400)
