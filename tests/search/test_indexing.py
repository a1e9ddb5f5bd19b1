"""Documents follow their things, in the same transaction."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import findable
from directory.places.models import PracticeSetting
from search import indexing
from search.database.candidates import find
from search.database.engine import DatabaseEngine
from search.models import SearchDocument, SearchPlace, SearchSetting
from search.query import SearchQuery
from tests.search.shelf import Shelf, at, thing


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
    )

    shelf.put(one)

    document = SearchDocument.objects.get()
    assert (document.uid, document.title, document.facts) == (one.uid, "Ours", [["members", "3"]])
    assert (document.countries, document.fold) == ("|GB|", f"group:{one.uid}")
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
        kind="unheard-of", uid=uuid4(), version=1, signature="||||", fold="", title="D", url="/"
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

    with connection.execute_wrapper(listen):
        find(SearchQuery(online=True, price_max=5, currency="GBP"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {said[0][0]}", said[0][1])
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "COVERING INDEX search_document_narrow" in plan
