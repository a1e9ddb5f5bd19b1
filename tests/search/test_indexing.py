"""Documents follow their things, in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from core import findable
from core.findable import Findable
from directory.places.geo import unit_vector
from directory.places.models import PracticeSetting
from outbox.models import OutboxMessage
from search import indexing, settings_tree
from search.database.engine import DatabaseEngine
from search.database.finding import find
from search.models import SearchDocument, SearchPlace, SearchPoint, SearchSetting, SearchTombstone
from search.query import SearchQuery
from tests.search.shelf import TOWNS, Shelf, at, only_made_up_kinds, thing


def words_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_text")
        return int(cursor.fetchone()[0])


def test_a_document_and_what_hangs_on_it(shelf: Shelf) -> None:
    one = thing(
        "Ours",
        settings=("probation",),
        places=(at("Taunton", travel_km=25), at("Exeter")),
        facts=(("members", "3"),),
        country="GB",
        translated_into=("fr", "de"),
    )

    shelf.put(one)

    document = SearchDocument.objects.get()
    assert (document.uid, document.title, document.facts) == (one.uid, "Ours", [["members", "3"]])
    assert (document.countries, document.translated_into) == ("|GB|", "|de|fr|")
    assert document.fold == f"group:{one.uid}"
    assert list(SearchPlace.objects.order_by("pk").values_list("label", "travel_km")) == [
        ("Taunton", 25),
        ("Exeter", 0),
    ]
    assert SearchSetting.objects.get().slug == "probation"
    assert words_kept() == 1


def test_written_anew_it_leaves_nothing_behind(shelf: Shelf) -> None:
    one = thing("Ours", settings=("probation",), places=(at("Taunton"),))
    shelf.put(one)
    key = SearchDocument.objects.get().pk

    shelf.put(thing("Ours", uid=one.uid, settings=("prison",)))

    assert SearchDocument.objects.get().pk == key
    assert (SearchPlace.objects.count(), words_kept()) == (0, 1)
    assert SearchSetting.objects.get().slug == "prison"


def test_a_point_is_kept_once_for_all_that_are_there(shelf: Shelf) -> None:
    one, other = thing("One", places=(at("Taunton"),)), thing("Other", places=(at("Taunton"), at("Exeter")))
    shelf.put(one, other)
    shelf.put(one)

    (exeter,) = {place.point for place in SearchPlace.objects.filter(label="Exeter")}
    (taunton,) = {place.point for place in SearchPlace.objects.filter(label="Taunton")}
    assert SearchPoint.objects.count() == 2
    assert (taunton.lat, taunton.lon) == TOWNS["Taunton"]
    assert (exeter.x, exeter.y, exeter.z) == unit_vector(*TOWNS["Exeter"])


def test_gone_with_everything(shelf: Shelf) -> None:
    one = thing("Ours", settings=("probation",), places=(at("Taunton"),))
    shelf.put(one, thing("Other"))

    shelf.take(one)

    assert SearchDocument.objects.get().title == "Other"
    assert (SearchPlace.objects.count(), SearchSetting.objects.count(), words_kept()) == (0, 0, 1)


def test_versions_only_grow_past_a_deletion_too(shelf: Shelf) -> None:
    one = thing()
    versions = []
    for _ in range(2):
        shelf.put(one)
        versions.append(SearchDocument.objects.get().version)
    shelf.take(one)
    shelf.put(one)
    versions.append(SearchDocument.objects.get().version)

    assert versions == sorted(set(versions))


def test_a_version_ahead_of_the_clock_grows_all_the_same(shelf: Shelf) -> None:
    one = thing()
    shelf.put(one)
    SearchDocument.objects.update(version=2**62)

    shelf.put(one)

    assert SearchDocument.objects.get().version == 2**62 + 1


def test_what_is_rolled_back_is_not_found(shelf: Shelf) -> None:
    with transaction.atomic():
        shelf.put(thing("Ours"))
        transaction.set_rollback(True)

    assert (SearchDocument.objects.count(), words_kept()) == (0, 0)


def test_a_kind_nobody_registered_has_no_documents(shelf: Shelf) -> None:
    findable.changed("unheard-of", uuid4())

    assert SearchDocument.objects.count() == 0


def test_a_setting_renamed_is_found_by_its_new_name(shelf: Shelf) -> None:
    shelf.put(thing("Ours", settings=("probation",)), thing("Other", settings=("schools",)))
    engine = DatabaseEngine()

    setting = PracticeSetting.objects.get(slug="justice")
    setting.name = "Zebra"
    setting.save()

    assert [hit.title for hit in engine.search(SearchQuery(text="zebra")).hits] == ["Ours"]


def test_statements_do_not_grow_with_the_number(shelf: Shelf) -> None:
    def written(number: int) -> int:
        things = [thing(settings=("probation",), places=(at("Taunton"),)) for _ in range(number)]
        shelf.things.update({one.uid: one for one in things})
        with CaptureQueriesContext(connection) as statements:
            indexing.index("group", [one.uid for one in things])
        return len(statements)

    assert written(1) == written(30)


def test_rebuild_brings_back_what_was_lost_and_drops_what_has_no_source(shelf: Shelf) -> None:
    shelf.put(thing("A"), thing("B", kind="article"), thing("C"))
    SearchDocument.objects.filter(title="A").delete()
    del shelf.things[SearchDocument.objects.get(title="C").uid]
    SearchDocument.objects.create(
        kind="unheard-of", uid=uuid4(), version=1, signature_key=0, fold_key=0, title="D", url="/"
    )

    said = StringIO()
    call_command("search_rebuild", stdout=said)

    assert sorted(SearchDocument.objects.values_list("title", flat=True)) == ["A", "B"]
    assert words_kept() == 2
    assert "2 documents" in said.getvalue()


@pytest.mark.sqlite
def test_the_narrow_index_has_all_that_a_search_reads(shelf: Shelf) -> None:
    """Reading the wide rows instead makes a search several times slower."""
    said: list[tuple[str, object]] = []

    def listen(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's own protocol
        said.append((sql, params))
        return execute(sql, params, many, context)

    tree = settings_tree.load()
    with connection.execute_wrapper(listen):
        find(SearchQuery(online=True, price_max=5, currency="GBP"), tree)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {said[0][0]}", said[0][1])
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "COVERING INDEX search_document_narrow" in plan


def pushes() -> list[dict[str, object]]:
    messages = OutboxMessage.objects.filter(kind=indexing.PUSH).order_by("pk")
    return [message.payload for message in messages]


def test_a_deletion_leaves_a_tombstone_and_a_return_goes_above_it(shelf: Shelf) -> None:
    one = thing("Ours")
    shelf.put(one)
    SearchDocument.objects.update(version=2**61)

    shelf.take(one)
    tombstone = SearchTombstone.objects.get()
    shelf.put(one)

    assert (tombstone.kind, tombstone.uid, tombstone.version) == ("group", one.uid, 2**61 + 1)
    assert SearchDocument.objects.get().version == 2**61 + 2
    assert not SearchTombstone.objects.exists()


def test_deleted_twice_the_tombstone_rises(shelf: Shelf) -> None:
    one = thing("Ours")
    indexing.bury("group", {one.uid: 5})
    first = SearchTombstone.objects.get().version

    indexing.bury("group", {one.uid: first})

    assert SearchTombstone.objects.get().version > first


def test_what_never_was_findable_leaves_nothing(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"

    findable.changed("group", uuid4())

    assert not SearchTombstone.objects.exists()
    assert not SearchDocument.objects.exists()
    assert pushes() == []


def test_without_elasticsearch_nothing_is_sent(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = ""

    shelf.put(thing("Ours"))

    assert pushes() == []


def test_one_message_for_each_chunk_of_what_changed(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"
    things = [thing() for _ in range(indexing.CHUNK + 1)]
    shelf.things.update({one.uid: one for one in things})

    indexing.index("group", [one.uid for one in things])
    shelf.take(things[0])

    assert [len(payload["uids"]) for payload in pushes()] == [indexing.CHUNK, 1, 1]
    assert pushes()[2] == {"kind": "group", "uids": [str(things[0].uid)]}


def test_each_change_has_a_message_of_its_own(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"
    one = thing("Ours")

    shelf.put(one)
    shelf.put(one)

    assert pushes() == [{"kind": "group", "uids": [str(one.uid)]}] * 2


def test_a_message_goes_with_its_transaction(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"
    with transaction.atomic():
        shelf.put(thing("Ours"))
        transaction.set_rollback(True)

    assert pushes() == []


def test_a_rebuild_may_keep_quiet(shelf: Shelf, settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"
    one = thing()
    shelf.things[one.uid] = one

    indexing.rebuild(announce=False)
    assert pushes() == []
    indexing.rebuild()
    assert len(pushes()) == 1


def test_a_rebuild_drops_what_bears_a_version_of_the_future(shelf: Shelf) -> None:
    shelf.put(thing("Gone"), thing("Here"))
    gone = SearchDocument.objects.get(title="Gone")
    del shelf.things[gone.uid]
    SearchDocument.objects.filter(pk=gone.pk).update(version=2**62)

    indexing.rebuild()

    assert SearchDocument.objects.get().title == "Here"
    assert SearchTombstone.objects.get().version == 2**62 + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_the_same_thing_findable_the_later_reads_last() -> None:
    """Without something to lock, the first could write what it read before the second changed it."""
    with only_made_up_kinds() as shelf:
        one = thing("Old")
        shelf.things[one.uid] = one
        reading, go_on = Event(), Event()
        load = findable.kinds()["group"].load

        def slow(uids: Iterable[UUID]) -> Iterable[Findable]:
            found = list(load(uids))
            reading.set()
            assert go_on.wait(5)
            return found

        def first() -> None:
            try:
                indexing.index("group", [one.uid])
            finally:
                connection.close()

        findable.register(replace(findable.kinds()["group"], load=slow))
        thread = Thread(target=first)
        thread.start()
        assert reading.wait(5)
        findable.register(replace(findable.kinds()["group"], load=load))
        shelf.things[one.uid] = replace(one, title="New")
        second = Thread(target=first)
        second.start()
        second.join(0.3)
        waited = second.is_alive()
        go_on.set()
        thread.join()
        second.join()

        assert waited
        assert SearchDocument.objects.get().title == "New"
