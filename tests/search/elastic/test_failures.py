"""What becomes of searches and changes when real servers hang, end and come back."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import Settings

from core import clock
from outbox.models import State
from search import engine, settings_tree
from search.elastic import agreement, building, client, guarded, pushing
from search.elastic.patience import Patience
from search.query import SearchQuery
from search.result import SearchResult
from tests.cluster import Cluster, OwnNode, Server
from tests.search.elastic.fresh import asked, build, fresh, held, many, work
from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.elasticsearch
SOON_SECONDS = 1.5
AT_ONCE_SECONDS = 0.5
SAVED_SECONDS = 2.0
BACK_SECONDS = 60.0  # a pause doubles while nobody answers; the machine may be busy
PROBATION = SearchQuery(text="probation")


def anew() -> None:
    """Forget what the tests before have learnt of servers."""
    guarded.breaker_of.cache_clear()
    agreement.forget()
    pushing._line = pushing._Line()


@pytest.fixture
def stock(db: None, settings: Settings) -> Iterator[Shelf]:
    anew()
    with fresh(settings) as shelf:
        yield shelf
    anew()


def search() -> tuple[SearchResult, float]:
    """The answer of this site's engine, and the seconds it took."""
    began = time.perf_counter()
    result = engine.current().search(PROBATION)
    return result, time.perf_counter() - began


def until_elasticsearch_answers() -> SearchResult:
    """Search on, as visitors do, until the database need not answer any more. None of them fails."""
    until = time.monotonic() + BACK_SECONDS
    while (result := search()[0]).degraded:
        assert time.monotonic() < until, "Elasticsearch is there again, but nobody asks it."
        time.sleep(0.1)
    return result


def found(result: SearchResult) -> list[str]:
    return [hit.title for hit in result.hits]


def is_answered_all_the_while() -> None:
    """By the database, the first after a moment, all others at once."""
    answers = [search() for _ in range(5)]

    assert [result.degraded for result, _ in answers] == [True] * 5
    assert [found(result) for result, _ in answers] == [["Probation"]] * 5
    assert answers[0][1] < SOON_SECONDS
    # One of them may be the try that finds out whether it is back.
    assert sorted(seconds for _, seconds in answers[1:])[-2] < AT_ONCE_SECONDS


def catches_up(*titles: str) -> None:
    """The worker brings what was saved meanwhile, as soon as it looks again."""
    pushing._line.away_until = 0
    clock.advance(300)
    assert set(work()) == {State.DONE}
    assert sorted(held()) == sorted(titles)


class TestHung:
    def test_searches_are_answered_and_it_recovers(self, stock: Shelf, elasticsearch_server: Server) -> None:
        stock.put(thing("Probation"))
        build()
        assert until_elasticsearch_answers().engine == "elasticsearch"

        with elasticsearch_server.hung():
            is_answered_all_the_while()
        back = until_elasticsearch_answers()

        assert (back.engine, found(back)) == ("elasticsearch", ["Probation"])

    def test_saving_does_not_wait_and_the_index_catches_up(
        self, stock: Shelf, elasticsearch_server: Server
    ) -> None:
        stock.put(thing("Probation"))
        build()
        work()

        with elasticsearch_server.hung():
            began = time.perf_counter()
            stock.put(thing("Later"))
            saved = time.perf_counter() - began
            pushing._line = pushing._Line()
            began = time.perf_counter()
            states = work()
            worked = time.perf_counter() - began

        assert saved < SAVED_SECONDS
        assert states.count(State.WAITING) == 1
        assert worked < SAVED_SECONDS + client.SEARCH_SECONDS
        catches_up("Probation", "Later")


@pytest.mark.slow
class TestRestarted:
    @pytest.fixture
    def stock(self, db: None, settings: Settings, elasticsearch_node: OwnNode) -> Iterator[Shelf]:
        settings.ELASTICSEARCH_URL = elasticsearch_node.url
        anew()
        with fresh(settings) as shelf:
            yield shelf
        anew()

    def test_searches_are_answered_and_it_recovers(self, stock: Shelf, elasticsearch_node: OwnNode) -> None:
        stock.put(thing("Probation"))
        build()
        until_elasticsearch_answers()

        elasticsearch_node.kill()
        is_answered_all_the_while()
        stock.put(thing("Later"))
        work()
        elasticsearch_node.start()

        assert found(until_elasticsearch_answers()) == ["Probation"]
        catches_up("Probation", "Later")

    def test_in_the_middle_of_a_rebuild(
        self, stock: Shelf, elasticsearch_node: OwnNode, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.elastic.bulk.MOST_DOCUMENTS", 10)
        monkeypatch.setattr("search.elastic.sending._WAITING", 1)
        many(stock, 55)
        restarted: list[threading.Thread] = []

        def end_it(written: int, of: int) -> None:
            if written and not restarted:
                elasticsearch_node.kill()
                restarted.append(threading.Thread(target=elasticsearch_node.start))
                restarted[0].start()

        begun = building.begin()
        building.run(begun, tell=end_it, patience=Patience(180))
        restarted[0].join()

        assert sorted(held()) == sorted(str(number) for number in range(55))


@pytest.mark.slow
class TestOneNodeOfThree:
    SECONDS_BEFORE, SECONDS_AFTER, VISITORS = 3.0, 12.0, 4

    @pytest.fixture
    def stock(self, db: None, settings: Settings, elasticsearch_cluster: Cluster) -> Iterator[Shelf]:
        settings.ELASTICSEARCH_URL = ",".join(elasticsearch_cluster.urls)
        anew()
        with fresh(settings) as shelf:
            yield shelf
        anew()

    def test_no_search_fails_when_the_master_ends(
        self,
        stock: Shelf,
        elasticsearch_cluster: Cluster,
        record_property: Callable[[str, object], None],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        stock.put(thing("Probation"), *(thing(str(number)) for number in range(20)))
        build()
        asked().cluster.health(index=client.alias(), wait_for_status="green", timeout="60s")
        until_elasticsearch_answers()
        visitors = Visitors(self.VISITORS)

        with visitors.searching():
            time.sleep(self.SECONDS_BEFORE)
            before = visitors.told()
            elasticsearch_cluster.kill(master_of(elasticsearch_cluster))
            time.sleep(self.SECONDS_AFTER)
        told = visitors.told()

        record_property("searches", dict(told))
        with capsys.disabled():
            sys.stderr.write(
                f"\n{before['elasticsearch']} searches, then the master was ended: {dict(told - before)}\n"
            )
        assert visitors.errors == []
        assert told["wrong"] == 0
        assert before["elasticsearch"] > 0
        assert (told - before)["elasticsearch"] > (told - before)["degraded"]
        assert visitors.longest < SOON_SECONDS + AT_ONCE_SECONDS
        assert until_elasticsearch_answers().total == 1


def master_of(cluster: Cluster) -> int:
    """The number of the node that leads."""
    (row,) = asked().cat.master(format="json")
    (info,) = asked().nodes.info(node_id=row["id"], metric="http")["nodes"].values()
    port = info["http"]["publish_address"].rpartition(":")[2]
    return next(number for number, url in enumerate(cluster.urls) if url.endswith(f":{port}"))


class Visitors:
    """So many people who search without a pause. They share the test's connection: its rows are not committed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.errors: list[BaseException] = []
        self.longest = 0.0
        self._answers: list[str] = []
        self._tree = settings_tree.load()
        self._over = threading.Event()

    def searching(self) -> "Visitors":
        return self

    def __enter__(self) -> None:
        connection.inc_thread_sharing()
        self._own = connections["default"]
        self._threads = [threading.Thread(target=self._search) for _ in range(self.number)]
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        connection.dec_thread_sharing()

    def told(self) -> Counter[str]:
        """How many were answered by Elasticsearch, how many by the database, and how many wrongly."""
        return Counter(self._answers)

    def _search(self) -> None:
        connections["default"] = self._own
        while not self._over.is_set():
            began = time.perf_counter()
            try:
                result = engine.current(tree=self._tree).search(PROBATION)
            except Exception as error:  # noqa: BLE001  (whatever it is, it is the failed search looked for)
                self.errors.append(error)
                continue
            self.longest = max(self.longest, time.perf_counter() - began)
            wrong = found(result) != ["Probation"]
            self._answers.append("wrong" if wrong else "degraded" if result.degraded else "elasticsearch")
