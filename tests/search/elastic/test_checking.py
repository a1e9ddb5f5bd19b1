"""Rows and index are held against one another, and sources against rows."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from pytest_django import Settings

from core import clock
from search import checking, indexing
from search.elastic import bulk
from search.elastic import checking as index_checking
from search.elastic.client import alias
from search.elastic.source import Source
from search.models import SearchDocument, SearchTombstone
from tests.search.elastic.fresh import asked, build, fresh, held, many, tombstones, work
from tests.search.shelf import Shelf, at, thing


@pytest.fixture
def stock(db: None, settings: Settings) -> Iterator[Shelf]:
    with fresh(settings) as shelf:
        yield shelf


def check(*options: str) -> str:
    said = StringIO()
    call_command("search_check", *options, stdout=said)
    return said.getvalue()


def found() -> list[tuple[str, str]]:
    """Which titles differ in the index, and how; an orphan has no title."""
    titles = dict(SearchDocument.objects.values_list("uid", "title"))
    return sorted((titles.get(one.uid, ""), one.what) for one in index_checking.of_the_index_in_use())


def put_in_index(id_: str, version: int, made: int) -> None:
    body = {"gone": False, "kind": "group", "made": made, "version": version, "shown": {"title": "Ghost"}}
    [batch] = bulk.batches([Source(id_, version, body)])
    bulk.send(asked(), batch, alias=alias())


@pytest.mark.elasticsearch
class TestTheIndex:
    def test_as_it_should_be(self, stock: Shelf) -> None:
        many(stock, 3)
        work()
        build()

        assert found() == []
        assert "the index: as it should be." in check()

    def test_missing_stale_and_orphaned(self, stock: Shelf) -> None:
        things = many(stock, 5)
        work()
        build()
        asked().delete(index=alias(), id=f"group:{things[0].uid}")
        SearchDocument.objects.filter(title="1").update(version=F("version") + 1)
        SearchDocument.objects.filter(title="2").delete()

        assert found() == [("", "orphaned"), ("0", "missing"), ("1", "stale")]
        with pytest.raises(CommandError, match="3 differ"):
            index_alone()

    def test_what_has_another_key_by_now_is_no_orphan(self, stock: Shelf) -> None:
        things = many(stock, 3)
        work()
        build()
        SearchDocument.objects.filter(title="0").delete()
        SearchDocument.objects.create(
            kind="group", uid=things[0].uid, version=indexing.moment() - 10**9, title="0", url="/"
        )

        assert found() == [("0", "missing")]

    def test_what_is_on_its_way_is_left_out(self, stock: Shelf) -> None:
        many(stock, 2)
        work()
        build()
        stock.put(thing("Late"))

        assert found() == []
        assert "1 changes are on their way" in check()

    def test_repaired(self, stock: Shelf) -> None:
        things = many(stock, 5)
        work()
        build()
        asked().delete(index=alias(), id=f"group:{things[0].uid}")
        SearchDocument.objects.filter(title="1").update(version=F("version") + 1, title="One")
        put_in_index(f"group:{uuid4()}", 7, made=10**6)

        said = index_alone("--repair")

        assert held() == dict(SearchDocument.objects.values_list("title", "version"))
        assert sorted(held()) == ["0", "2", "3", "4", "One"]
        assert "the index: 1 of kind group missing, mended" in said
        assert (tombstones(), SearchTombstone.objects.count()) == (1, 1)
        assert found() == []

    def test_a_database_that_was_restored_wins_over_a_newer_index(self, stock: Shelf) -> None:
        many(stock, 3)
        work()
        build()
        SearchDocument.objects.filter(title="0").update(version=F("version") - 10**9, title="Restored")
        restored = thing("Deleted since the backup")
        stock.put(restored)
        stock.take(restored)
        work()
        SearchTombstone.objects.all().delete()
        SearchDocument.objects.create(kind="group", uid=restored.uid, version=5, title="Back", url="/")

        index_alone("--repair")

        assert sorted(held()) == ["1", "2", "Back", "Restored"]
        assert found() == []

    def test_memory_is_a_page_at_a_time(self, stock: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(index_checking, "PAGE", 3)
        things = many(stock, 10)
        work()
        build()
        for number in (0, 3, 9):
            asked().delete(index=alias(), id=f"group:{things[number].uid}")

        assert found() == [("0", "missing"), ("3", "missing"), ("9", "missing")]

    def test_without_an_index_it_says_so(self, stock: Shelf) -> None:
        with pytest.raises(CommandError, match="There is no index"):
            check()


def index_alone(*options: str) -> str:
    """The command, with rows that say what their sources say."""
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "differences", lambda: iter(()))
        call_command("search_check", *options, stdout=said)
    return said.getvalue()


class TestTheDocuments:
    """Without Elasticsearch, sources and rows are compared all the same."""

    @pytest.fixture(autouse=True)
    def _alone(self, stock: Shelf, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = ""

    def test_as_they_should_be(self, stock: Shelf) -> None:
        stock.put(
            thing(
                "Ours",
                settings=("probation", "schools"),
                places=(at("Taunton", travel_km=25), at("Exeter")),
                starts_at=clock.now(),
                facts=(("members", "3"),),
                languages=("en", "cy"),
                country="GB",
                quality=0.1,
                price_from=5,
                currency="GBP",
            )
        )

        assert list(checking.differences()) == []
        assert "documents: as it should be." in check()

    def test_missing_stale_and_orphaned(self, stock: Shelf) -> None:
        a, b, c, d = (thing(name, places=(at("Taunton"),)) for name in "ABCD")
        stock.put(a, b, c, d)
        SearchDocument.objects.filter(title="A").delete()
        stock.things[b.uid] = replace(b, title="Changed")
        stock.things[c.uid] = replace(c, places=(at("Taunton", travel_km=25),))
        del stock.things[d.uid]
        unknown = SearchDocument.objects.create(kind="unheard-of", uid=uuid4(), version=1, title="E", url="/")

        assert sorted((one.what, one.uid) for one in checking.differences()) == sorted(
            [
                ("missing", a.uid),
                ("stale", b.uid),
                ("stale", c.uid),
                ("orphaned", d.uid),
                ("orphaned", unknown.uid),
            ]
        )
        with pytest.raises(CommandError, match="5 differ. search_check --repair"):
            check()

    def test_repaired(self, stock: Shelf) -> None:
        a, b, c = (thing(name) for name in "ABC")
        stock.put(a, b, c)
        SearchDocument.objects.filter(title="A").delete()
        stock.things[b.uid] = replace(b, title="Changed")
        del stock.things[c.uid]

        said = check("--repair")

        assert sorted(SearchDocument.objects.values_list("title", flat=True)) == ["A", "Changed"]
        assert "documents: 1 of kind group stale, mended" in said
        assert list(checking.differences()) == []

    def test_a_few_examples_are_enough(self, stock: Shelf) -> None:
        many(stock, 10)
        SearchDocument.objects.all().delete()

        said = StringIO()
        with pytest.raises(CommandError):
            call_command("search_check", stdout=said)

        assert said.getvalue().count("is missing") == 3
        assert "documents: 10 of kind group missing" in said.getvalue()
