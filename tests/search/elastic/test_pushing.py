"""What changed reaches the index, whatever order messages come in."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from core import clock
from outbox.models import OutboxMessage, State
from search.elastic import bulk, pushing
from search.elastic.client import alias
from search.elastic.refusals import PushRefused, Unreachable
from search.elastic.source import Source
from search.indexing import CHUNK, PUSH
from search.models import SearchDocument, SearchTombstone
from tests.search.elastic.fresh import asked, build, fresh, held, indices, many, tombstones, waiting, work
from tests.search.shelf import Shelf, thing

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def stock(db: None, settings: Settings) -> Iterator[Shelf]:
    with fresh(settings) as shelf:
        yield shelf


def write(*documents: Source) -> None:
    """As a worker would that read its rows a while ago."""
    for batch in bulk.batches(documents):
        bulk.send(asked(), batch, alias=alias())


def present(uid: UUID) -> Source:
    return next(pushing.present("group", [uid]))


@pytest.mark.elasticsearch
class TestPushing:
    def test_changes_and_deletions_follow(self, stock: Shelf) -> None:
        build()
        one, two = thing("One"), thing("Two")
        stock.put(one, two)
        assert work() == [State.DONE] * 2
        assert sorted(held()) == ["One", "Two"]

        stock.put(thing("Changed", uid=one.uid))
        stock.take(two)
        work()

        assert held() == {"Changed": SearchDocument.objects.get().version}
        assert tombstones() == 1

    def test_an_old_write_never_wins(self, stock: Shelf) -> None:
        build()
        one = thing("Old")
        stock.put(one)
        old = present(one.uid)
        stock.put(thing("New", uid=one.uid))
        work()

        write(old)

        assert list(held()) == ["New"]

    def test_without_versions_the_old_write_would_win(self, stock: Shelf) -> None:
        """The control: it is the versions that keep it out."""
        build()
        one = thing("Old")
        stock.put(one)
        old = present(one.uid)
        stock.put(thing("New", uid=one.uid))
        work()

        write(old._replace(version=2**62))

        assert list(held()) == ["Old"]

    def test_a_tombstone_keeps_out_an_old_write(self, stock: Shelf) -> None:
        build()
        one = thing("Ours")
        stock.put(one)
        old = present(one.uid)
        stock.take(one)
        work()

        write(old)

        assert held() == {}

    def test_what_returns_goes_above_its_tombstone(self, stock: Shelf) -> None:
        build()
        one = thing("Ours")
        stock.put(one)
        SearchDocument.objects.update(version=2**61)
        stock.take(one)
        work()
        stock.put(thing("Again", uid=one.uid))
        work()

        assert held() == {"Again": 2**61 + 2}
        assert tombstones() == 0

    def test_messages_may_come_late_and_twice(self, stock: Shelf) -> None:
        build()
        one = thing("Ours")
        stock.put(one)
        stock.take(one)
        messages = list(OutboxMessage.objects.filter(kind=PUSH).order_by("-pk"))

        for message in [*messages, *messages]:
            pushing.push(message)

        assert held() == {}

    def test_a_document_that_is_refused_holds_back_no_other(self, stock: Shelf) -> None:
        build()
        good, bad = Source("group:1", 1, {"gone": False}), Source("group:2", 1, {"unheard-of": 1})

        with pytest.raises(PushRefused, match="unheard-of"):
            write(bad, good)

        asked().indices.refresh(index=alias())
        assert asked().count(index=alias())["count"] == 1

    def test_a_message_that_is_refused_is_tried_again(self, stock: Shelf) -> None:
        build()
        stock.put(thing("Ours"))
        asked().indices.put_settings(index=alias(), settings={"mapping.total_fields.limit": 1_000})
        SearchDocument.objects.update(version=-1)  # no version for Elasticsearch

        assert work() == [State.WAITING]
        assert "action_request_validation" in OutboxMessage.objects.get(kind=PUSH).last_error

    def test_without_an_index_nothing_is_made_and_nothing_waits(self, stock: Shelf) -> None:
        stock.put(thing("Ours"))

        assert work() == [State.DONE]
        assert indices() == []

    def test_statements_do_not_grow(self, stock: Shelf) -> None:
        build()
        things = many(stock, 30)

        def written(number: int) -> int:
            with CaptureQueriesContext(connection) as statements:
                pushing.write("group", [one.uid for one in things[:number]])
            return len(statements)

        assert written(1) == written(30)

    def test_saving_waits_for_nobody_and_the_index_catches_up(self, stock: Shelf, settings: Settings) -> None:
        build()
        url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOBODY
        began = time.monotonic()
        with transaction.atomic():
            stock.put(*(thing(str(number)) for number in range(5)))
        saved = time.monotonic() - began
        assert work() == [State.WAITING] * 5
        assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}

        settings.ELASTICSEARCH_URL = url
        pushing._line.away_until = 0
        clock.advance(300)

        assert saved < 2
        assert work() == [State.DONE] * 5
        assert sorted(held()) == ["0", "1", "2", "3", "4"]


def test_while_away_it_is_asked_once(stock: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = NOBODY
    many(stock, 3)
    pushing._line = pushing._Line()

    began = time.monotonic()
    work()

    assert waiting() == 3
    assert pushing._line.pause == 2 * pushing._FIRST_PAUSE
    assert time.monotonic() - began < 1


def test_a_site_that_gave_up_elasticsearch_has_nothing_to_do(stock: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = NOBODY
    stock.put(thing("Ours"))
    settings.ELASTICSEARCH_URL = ""

    assert work() == [State.DONE]


def test_present_says_what_the_rows_say_now(stock: Shelf) -> None:
    here, gone = thing("Here"), thing("Gone")
    stock.put(here, gone)
    stock.take(gone)

    said = list(pushing.present("group", [here.uid, gone.uid]))

    row, grave = SearchDocument.objects.get(), SearchTombstone.objects.get()
    assert [(one.id, one.version) for one in said] == [
        (f"group:{here.uid}", row.version),
        (f"group:{gone.uid}", grave.version),
    ]


def test_requests_are_cut_by_number_and_by_bytes() -> None:
    small = [Source(f"group:{n}", 1, {"made": n}) for n in range(1, bulk.MOST_DOCUMENTS + 2)]
    large = [Source(f"group:{n}", 1, {"made": n, "text": "x" * (bulk.MOST_BYTES // 2)}) for n in (1, 2, 3)]

    assert [(batch.documents, batch.last) for batch in bulk.batches(small)] == [
        (bulk.MOST_DOCUMENTS, bulk.MOST_DOCUMENTS),
        (1, bulk.MOST_DOCUMENTS + 1),
    ]
    assert [batch.documents for batch in bulk.batches(large)] == [1, 1, 1]
    assert list(bulk.batches([])) == []


class Answers:
    """A client that says what a cluster in trouble says."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def bulk(self, **_: object) -> dict[str, object]:
        items = [{"index": {"error": {"type": kind, "reason": "because"}}} for kind in self.kinds]
        return {"errors": bool(items), "items": items}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), True),
        (("version_conflict_engine_exception",), True),
        (("version_conflict_engine_exception", "index_not_found_exception"), False),
        (("es_rejected_execution_exception",), Unreachable),
        (("unavailable_shards_exception", "version_conflict_engine_exception"), Unreachable),
        (("document_parsing_exception",), PushRefused),
    ],
)
def test_what_becomes_of_an_error(kinds: tuple[str, ...], expected: object) -> None:
    batch = bulk.Batch(b"{}\n{}\n", 1, 1)

    if isinstance(expected, bool):
        assert bulk.send(Answers(*kinds), batch, alias="ours") is expected  # type: ignore[arg-type]  # a stand-in client
    else:
        with pytest.raises(expected, match="because"):  # type: ignore[call-overload]  # an error here
            bulk.send(Answers(*kinds), batch, alias="ours")  # type: ignore[arg-type]  # a stand-in client


def test_a_chunk_of_the_indexer_is_one_request() -> None:
    assert CHUNK <= bulk.MOST_DOCUMENTS
