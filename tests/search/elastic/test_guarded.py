"""Search is never down: whatever Elasticsearch does, the database answers, and soon."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from search.elastic import agreement, client, mapping
from search.elastic.breaker import Breaker
from search.elastic.engine import ElasticsearchEngine
from search.elastic.guarded import GuardedEngine
from search.engine import current
from search.query import SearchQuery
from search.result import SearchResult
from tests.search.contract import near, titles
from tests.search.elastic import nodes
from tests.search.elastic.index import Index
from tests.search.elastic.test_breaker import Seconds
from tests.search.shelf import Shelf, at, only_made_up_kinds, thing

SOON_SECONDS = 1.5


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    """Documents in the database alone."""
    agreement.forget()
    with only_made_up_kinds() as made_up:
        made_up.put(thing("Probation", places=(at("Taunton"),)), thing("Other"))
        yield made_up


class Clocked:
    """A guarded engine whose breaker is moved by hand, on a node."""

    def __init__(self, settings: Any, url: str, **engine: Any) -> None:
        settings.ELASTICSEARCH_URL = url
        self.seconds = Seconds()
        self.breaker = Breaker(clock=self.seconds)
        self.engine = GuardedEngine(
            breaker=self.breaker, asked=(lambda: ElasticsearchEngine(**engine)) if engine else None
        )

    def search(self, query: SearchQuery | None = None) -> tuple[SearchResult, float]:
        """What is found, and after how many seconds."""
        began = time.perf_counter()
        result = self.engine.search(query or SearchQuery(text="probation"))
        return result, time.perf_counter() - began


def is_standby(result: SearchResult) -> bool:
    return (result.engine, result.degraded, titles(result)) == ("database", True, ["Probation"])


def test_with_an_address_it_is_the_engine_of_this_site(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = nodes.nobody()

    assert current().name == "elasticsearch"


def test_what_one_finds_out_all_of_the_process_know(settings: Any, shelf: Shelf) -> None:
    with nodes.hung() as url:
        settings.ELASTICSEARCH_URL = url
        current().search(SearchQuery())
        began = time.perf_counter()
        result = current().search(SearchQuery())

    assert result.degraded is True
    assert time.perf_counter() - began < client.SEARCH_SECONDS / 2


def test_nobody_answers(settings: Any, shelf: Shelf) -> None:
    here = Clocked(settings, nodes.nobody())

    result, seconds = here.search()

    assert is_standby(result)
    assert seconds < SOON_SECONDS
    assert "ConnectionError" in here.breaker.reason


def test_it_hangs(settings: Any, shelf: Shelf) -> None:
    with nodes.hung() as url:
        here = Clocked(settings, url)

        first, seconds = here.search()
        assert is_standby(first)
        assert seconds < SOON_SECONDS
        again, at_once = here.search()
        assert is_standby(again)
        assert at_once < client.SEARCH_SECONDS / 2
        assert "ConnectionTimeout" in here.breaker.reason


def test_it_is_slow(settings: Any, shelf: Shelf) -> None:
    with nodes.speaking() as node:
        node.seconds = 3.0
        result, seconds = Clocked(settings, node.url).search()

    assert is_standby(result)
    assert seconds < SOON_SECONDS
    assert len(node.asked) == 1


def test_it_is_a_little_slow_several_times(settings: Any, shelf: Shelf) -> None:
    """Each request alone would be in time: the mapping is read, then a search."""
    with nodes.speaking() as node:
        node.seconds, node.body = 0.7, {"index": {"mappings": {"_meta": {"digest": mapping.digest()}}}}
        result, seconds = Clocked(settings, node.url).search()

    assert is_standby(result)
    assert seconds < SOON_SECONDS


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_it_answers_with_an_error(settings: Any, shelf: Shelf, status: int) -> None:
    with nodes.speaking() as node:
        node.status = status
        here = Clocked(settings, node.url)
        result, _ = here.search()

    assert is_standby(result)
    assert here.breaker.closed is False


@pytest.mark.parametrize("body", [{}, [], {"hits": {"hits": []}}, {"hits": None, "aggregations": 7}])
def test_it_answers_something_else(
    settings: Any, shelf: Shelf, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that is none, in front of it or in its place."""
    with nodes.speaking() as node:
        node.body = body
        here = Clocked(settings, node.url)
        agreement.agree(client.client(), client.alias())
        result, _ = here.search()
        here.breaker.succeeded()
        assert here.engine.count([SearchQuery()]) == [2]
        here.breaker.succeeded()
        assert [pin.label for pin in here.engine.pins(near("Taunton"))] == ["Taunton"]

    assert is_standby(result)
    assert here.breaker.closed is False
    assert "something else" in caplog.text


def test_counts_and_pins_come_from_the_database_too(settings: Any, shelf: Shelf) -> None:
    here = Clocked(settings, nodes.nobody())

    assert here.engine.count([SearchQuery(), SearchQuery(text="probation")]) == [2, 1]
    assert [pin.label for pin in here.engine.pins(near("Taunton"))] == ["Taunton"]


def test_an_outdated_index_is_not_asked(settings: Any, shelf: Shelf) -> None:
    with nodes.speaking() as node:
        node.body = {"old-index": {"mappings": {"_meta": {"digest": "of another program"}}}}
        here = Clocked(settings, node.url)
        result, _ = here.search()

    assert is_standby(result)
    assert "old-index" in here.breaker.reason
    assert "search_rebuild" in here.breaker.reason


def test_a_question_it_refuses_says_nothing_about_others(
    settings: Any, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    with nodes.speaking() as node:
        node.status = 400
        here = Clocked(settings, node.url)
        result, _ = here.search()

    assert is_standby(result)
    assert here.breaker.closed is True
    assert "did not understand" in caplog.text


def test_one_refused_question_of_several_says_nothing_about_others(
    settings: Any, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    refused = {"status": 400, "error": {"type": "parsing_exception"}}
    with nodes.speaking() as node:
        node.body = {"responses": [refused]}
        here = Clocked(settings, node.url)
        agreement.agree(client.client(), client.alias())
        counts = here.engine.count([SearchQuery(text="probation")])

    assert counts == [1]
    assert here.breaker.closed is True
    assert "parsing_exception" in caplog.text


def test_what_a_node_that_is_going_refuses_is_asked_once_more(settings: Any, shelf: Shelf) -> None:
    with nodes.speaking() as node:
        node.body = {"responses": [{"status": 503, "error": {"type": "search_phase_execution_exception"}}]}
        here = Clocked(settings, node.url)
        agreement.agree(client.client(), client.alias())
        counts = here.engine.count([SearchQuery(text="probation")])

    assert counts == [1]
    assert len(node.asked) == 2
    assert here.breaker.closed is False


def test_fewer_answers_than_questions_are_none(settings: Any, shelf: Shelf) -> None:
    with nodes.speaking() as node:
        node.body = {"responses": [{"status": 200, "hits": {"total": {"value": 7}}}]}
        here = Clocked(settings, node.url)
        agreement.agree(client.client(), client.alias())
        counts = here.engine.count([SearchQuery(text="probation"), SearchQuery()])

    assert counts == [1, 2]


def test_it_is_told_once_that_it_is_away(
    settings: Any, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    here = Clocked(settings, nodes.nobody())
    with caplog.at_level(logging.WARNING, logger="search"):
        for _ in range(3):
            here.search()
            here.seconds.now += 60

    assert caplog.text.count("is away") == 1


def test_while_it_is_away_nobody_waits_and_one_tries(settings: Any, shelf: Shelf) -> None:
    with nodes.speaking() as node:
        node.status = 503
        here = Clocked(settings, node.url)
        here.search()
        heard = len(node.asked)

        here.search()
        assert len(node.asked) == heard
        here.seconds.now += 1
        here.search()
        assert len(node.asked) > heard


@pytest.mark.elasticsearch
@pytest.mark.django_db
class TestOnARealServer:
    def test_it_recovers_by_itself(
        self,
        settings: Any,
        shelf: Shelf,
        index: Index,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """The index is missing, then it is there."""
        told = {"name": "missing"}
        here = Clocked(settings, settings.ELASTICSEARCH_URL)
        here.engine = GuardedEngine(
            breaker=here.breaker,
            asked=lambda: ElasticsearchEngine(
                asked=client.patient_client(), index=told["name"], seconds=30.0
            ),
        )

        assert is_standby(here.search()[0])
        told["name"] = index.name
        assert is_standby(here.search()[0])
        here.seconds.now += 1
        result, _ = here.search()

        assert (result.engine, result.degraded, result.total) == ("elasticsearch", False, 0)
        assert here.breaker.closed is True
        assert "is back" in caplog.text
