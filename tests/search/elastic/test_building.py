"""A new index is built beside the one in use, and takes its place when it holds what the rows hold."""

import datetime as dt
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone
from elasticsearch import ConnectionError as Refused
from elasticsearch import Elasticsearch
from pytest_django import Settings

from outbox.models import State
from search.elastic import building, bulk, checking, client, mapping, patience, pushing, sending
from search.elastic.patience import Patience
from search.elastic.refusals import (
    BuildBrokenOff,
    BuildOutdated,
    BuildRunning,
    BuildTaken,
    NothingToResume,
    StillDifferent,
    Unreachable,
)
from search.models import IndexBuild, SearchDocument, SearchTombstone
from tests.search.elastic.fresh import (
    asked,
    behind,
    build,
    fresh,
    held,
    indices,
    many,
    tombstones,
    work,
)
from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.elasticsearch
Tell = Callable[[int, int], None]


@pytest.fixture
def stock(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """Requests of ten documents, so that a few make a long build."""
    monkeypatch.setattr(bulk, "MOST_DOCUMENTS", 10)
    monkeypatch.setattr(sending, "_WAITING", 1)
    with fresh(settings) as shelf:
        yield shelf


def rebuild(*options: str) -> str:
    said = StringIO()
    call_command("search_rebuild", *options, stdout=said)
    return said.getvalue()


def at_first(do: Callable[[], Any]) -> Tell:
    """Do it once, when the first documents are written."""
    done: list[int] = []

    def tell(written: int, of: int) -> None:
        if written and not done:
            done.append(written)
            do()

    return tell


def broken_off(stock: Shelf) -> IndexBuild:
    """A build whose process ended after the first twenty documents."""

    class Killed(BaseException):
        pass

    def die(written: int, of: int) -> None:
        if written >= 20:
            raise Killed

    started = building.begin()
    with pytest.raises(Killed):
        building.run(started, tell=die)
    IndexBuild.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=3))
    return IndexBuild.objects.get()


class TestBuilding:
    def test_it_holds_what_the_rows_hold(self, stock: Shelf) -> None:
        many(stock, 35)

        said = rebuild()

        built = IndexBuild.objects.get()
        assert held() == dict(SearchDocument.objects.values_list("title", "version"))
        assert behind(client.alias()) == [built.index]
        assert behind(pushing.building_alias()) == []
        assert (built.state, built.written, built.mapping) == ("done", 35, mapping.digest())
        assert "35 documents" in said

    def test_the_settings_are_the_mappings_again(self, stock: Shelf) -> None:
        index = build().index

        found = asked().indices.get_settings(index=index)[index]["settings"]["index"]

        assert {name: found.get(name) for name in ("refresh_interval", "auto_expand_replicas")} == {
            "refresh_interval": mapping.SETTINGS["index"]["refresh_interval"],
            "auto_expand_replicas": mapping.SETTINGS["index"]["auto_expand_replicas"],
        }

    def test_it_has_as_many_parts_as_the_site_says(self, stock: Shelf, settings: Settings) -> None:
        """Another number of parts is no other mapping: the index in use goes on answering."""
        before = mapping.digest()
        settings.ELASTICSEARCH_SHARDS = 3
        many(stock, 35)

        index = build().index

        found = asked().indices.get_settings(index=index)[index]["settings"]["index"]
        assert (found["number_of_shards"], mapping.digest()) == ("3", before)
        assert held() == dict(SearchDocument.objects.values_list("title", "version"))

    def test_the_old_one_goes_and_nothing_stands_between(self, stock: Shelf) -> None:
        many(stock, 3)
        first = build()
        stock.put(thing("More"))

        second = build()

        assert indices() == [second.index]
        assert first.index != second.index
        assert sorted(held()) == ["0", "1", "2", "More"]

    def test_an_index_of_the_aliass_name_gives_way(self, stock: Shelf) -> None:
        """Somebody made it by hand, or a write without a mapping did."""
        asked().indices.create(index=client.alias())
        many(stock, 1)

        build()

        assert list(held()) == ["0"]

    def test_the_old_index_answers_all_the_while(self, stock: Shelf) -> None:
        many(stock, 25)
        build()
        seen: list[int] = []

        building.run(building.begin(), tell=lambda done, of: seen.append(len(held())))

        assert set(seen) == {25}

    def test_what_changes_meanwhile_is_in_both(self, stock: Shelf) -> None:
        things = many(stock, 25)
        build()
        work()
        old: dict[str, int] = {}

        def change() -> None:
            stock.put(thing("Changed", uid=things[0].uid), thing("New"))
            stock.take(things[24])
            work()
            old.update(held())

        building.run(building.begin(), tell=at_first(change))

        titles = sorted(["Changed", "New", *(str(number) for number in range(1, 24))])
        assert sorted(old) == titles
        assert sorted(held()) == titles
        assert tombstones() == 1

    def test_what_changes_meanwhile_with_no_worker_is_in_the_new_one(self, stock: Shelf) -> None:
        things = many(stock, 25)

        def change() -> None:
            stock.put(thing("Changed", uid=things[0].uid))
            stock.take(things[1])

        building.run(building.begin(), tell=at_first(change))
        work()

        assert held() == dict(SearchDocument.objects.values_list("title", "version"))
        assert "Changed" in held()

    def test_a_row_changed_behind_everybodys_back_is_found_by_comparing(self, stock: Shelf) -> None:
        things = many(stock, 25)

        def change() -> None:
            SearchDocument.objects.filter(uid=things[0].uid).update(version=F("version") + 1, title="Quiet")
            SearchDocument.objects.filter(uid=things[1].uid).delete()

        building.run(building.begin(), tell=at_first(change))

        assert held() == dict(SearchDocument.objects.values_list("title", "version"))
        assert "Quiet" in held()

    def test_without_the_comparison_it_would_be_missed(self, stock: Shelf) -> None:
        """The control: it is the comparison that finds it."""
        things = many(stock, 25)
        built = building.begin()
        building._prepare(built)

        def change() -> None:
            SearchDocument.objects.filter(uid=things[0].uid).update(version=F("version") + 1, title="Quiet")

        building._stream(built, at_first(change), Patience())

        assert "Quiet" not in held(built.index)

    def test_a_deletion_is_not_undone_by_the_stream(self, stock: Shelf) -> None:
        """The worker writes the tombstone before the stream comes to the row it has read already."""
        things = many(stock, 5)
        built = building.begin()
        building._prepare(built)
        [read] = bulk.batches(pushing.present("group", [one.uid for one in things]))
        stock.take(things[0])
        work()

        bulk.send(asked(), read, alias=pushing.building_alias())

        assert sorted(held(built.index)) == ["1", "2", "3", "4"]

    def test_old_tombstones_are_forgotten_and_late_ones_kept(self, stock: Shelf) -> None:
        things = many(stock, 2)
        for one in things:
            stock.take(one)
        old = SearchTombstone.objects.filter(uid=things[0].uid)
        old.update(gone_at=timezone.now() - dt.timedelta(hours=2))

        build()

        assert SearchTombstone.objects.get().uid == things[1].uid
        assert tombstones() == 1

    def test_what_never_comes_to_agree_is_not_put_in_place(
        self, stock: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many(stock, 3)
        first = build()
        monkeypatch.setattr(building, "ROUNDS", 0)

        with pytest.raises(StillDifferent, match="old one stays in use"):
            building.run(building.begin())

        assert behind(client.alias()) == [first.index]
        assert set(IndexBuild.objects.values_list("state", flat=True)) == {"done", "failed"}


class TestOneAtATime:
    def test_a_second_one_is_told_so(self, stock: Shelf) -> None:
        many(stock, 25)

        def second() -> None:
            with pytest.raises(BuildRunning, match="one at a time"):
                building.begin()
            with pytest.raises(BuildRunning):
                building.take_over()
            with pytest.raises(CommandError, match=r"10 of 25|one at a time"):
                rebuild("--index")

        building.run(building.begin(), tell=at_first(second))

        assert IndexBuild.objects.get().state == "done"

    def test_one_that_was_broken_off_is_no_secret(self, stock: Shelf) -> None:
        many(stock, 30)
        broken_off(stock)

        with pytest.raises(BuildBrokenOff, match="broken off at 20 of 30 documents"):
            building.begin()

    def test_it_goes_on_from_where_it_was(self, stock: Shelf) -> None:
        many(stock, 35)
        begun = broken_off(stock)
        read: list[int] = []

        resumed = building.take_over()
        building.run(resumed, tell=lambda done, of: read.append(done))

        assert (resumed.index, resumed.state) == (begun.index, "done")
        assert read == [20, 30, 35]
        assert len(held()) == 35

    def test_what_changed_while_nobody_built_is_in_it(self, stock: Shelf) -> None:
        things = many(stock, 35)
        broken_off(stock)
        stock.put(thing("Changed", uid=things[0].uid))
        stock.take(things[1])
        stock.take(things[34])
        work()

        rebuild("--resume")

        assert held() == dict(SearchDocument.objects.values_list("title", "version"))

    def test_whoever_was_taken_over_from_stops(self, stock: Shelf) -> None:
        many(stock, 25)
        first = building.begin()

        def stolen() -> None:
            IndexBuild.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=3))
            building.take_over()

        with pytest.raises(BuildTaken):
            building.run(first, tell=at_first(stolen))

    def test_given_up_it_leaves_nothing(self, stock: Shelf) -> None:
        many(stock, 30)
        broken_off(stock)

        rebuild("--abandon")

        assert indices() == []
        assert IndexBuild.objects.get().state == "abandoned"
        assert build().state == "done"

    def test_nothing_to_go_on_with(self, stock: Shelf) -> None:
        with pytest.raises(NothingToResume):
            building.take_over()
        with pytest.raises(CommandError, match="No rebuild was broken off"):
            rebuild("--abandon")

    def test_not_with_another_mapping(self, stock: Shelf) -> None:
        many(stock, 30)
        broken_off(stock)
        IndexBuild.objects.update(mapping="older")

        with pytest.raises(BuildOutdated, match="Begin anew"):
            building.take_over()

    def test_not_when_its_index_is_gone(self, stock: Shelf) -> None:
        many(stock, 30)
        asked().indices.delete(index=broken_off(stock).index)

        with pytest.raises(CommandError, match="is gone"):
            rebuild("--resume")

        assert build().state == "done"


class TestElasticsearchAway:
    def test_a_short_absence_is_waited_for(self, stock: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        many(stock, 25)
        monkeypatch.setattr(patience, "_FIRST_PAUSE", 0.01)
        fails = flaky(monkeypatch, times=3)

        build()

        assert fails == []
        assert len(held()) == 25

    def test_after_a_long_one_it_says_how_to_go_on(
        self, stock: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many(stock, 25)
        monkeypatch.setattr(patience, "MOST_SECONDS", 0.0)
        monkeypatch.setattr(Patience.__init__, "__defaults__", (0.0,))
        flaky(monkeypatch, times=1)

        with pytest.raises(CommandError, match=r"did not answer.*search_rebuild --resume"):
            rebuild("--index")

        assert IndexBuild.objects.get().note != ""
        rebuild("--resume")
        assert len(held()) == 25

    def test_stopped_by_hand_it_can_be_resumed_at_once(self, stock: Shelf) -> None:
        many(stock, 25)
        started = building.begin()
        building.let_go(started, "It was stopped.")

        rebuild("--resume")

        assert len(held()) == 25

    def test_patience_ends(self) -> None:
        def step() -> None:
            raise Refused("refused")

        with pytest.raises(Unreachable, match="did not answer for 0 s"):
            Patience(0).through(step)


def flaky(monkeypatch: pytest.MonkeyPatch, *, times: int) -> list[int]:
    """So many bulk requests are lost on the way; what is left to lose."""
    left = list(range(times))
    send = Elasticsearch.bulk

    def lose(self: Elasticsearch, **told: Any) -> Any:
        if left:
            left.pop()
            raise Refused("lost")
        return send(self, **told)

    monkeypatch.setattr(Elasticsearch, "bulk", lose)
    return left


class TestCommand:
    def test_the_documents_come_first_and_leave_no_messages(self, stock: Shelf) -> None:
        one = thing("Unheard of")
        stock.things[one.uid] = one

        rebuild()

        assert list(held()) == ["Unheard of"]
        assert work() == []
        assert IndexBuild.objects.get().expected == 1

    def test_documents_alone_are_announced(self, stock: Shelf) -> None:
        one = thing("Unheard of")
        stock.things[one.uid] = one

        rebuild("--documents")

        assert indices() == []
        assert work() == [State.DONE]

    def test_the_index_alone_reads_no_source(self, stock: Shelf) -> None:
        one = thing("Unheard of")
        stock.things[one.uid] = one

        rebuild("--index")

        assert held() == {}

    def test_without_elasticsearch_there_is_no_index_to_build(self, stock: Shelf, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = ""

        with pytest.raises(CommandError, match="names no Elasticsearch"):
            rebuild("--index")


def test_the_checksum_is_the_same_on_both_sides(stock: Shelf) -> None:
    many(stock, 5)
    SearchDocument.objects.filter(title="0").update(version=2**60 + 7)

    index = build().index

    asked().indices.refresh(index=index)
    assert checking.tally_of_rows() == checking.tally_of_index(asked(), index)
    assert checking.tally_of_rows()["group"].documents == 5
    SearchDocument.objects.filter(title="1").update(version=F("version") + 1)
    assert checking.tally_of_rows() != checking.tally_of_index(asked(), index)
