"""What Elasticsearch is given of the rows."""

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

import pytest

from search.elastic.mapping import MAPPINGS
from search.elastic.source import source_id, sources, tombstone
from search.models import SearchDocument
from tests.search.shelf import TOWNS, Shelf, at, only_made_up_kinds, point, thing


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    """Rows alone: no server is asked here."""
    with only_made_up_kinds() as made_up:
        yield made_up


def keys() -> list[int]:
    return list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))


def test_all_that_a_search_needs(shelf: Shelf) -> None:
    trainer = uuid4()
    one = thing(
        "Łódź groups",
        kind="package",
        trainer_uid=trainer,
        settings=("probation",),
        places=(at("Taunton"), at("Exeter", travel_km=50)),
        starts_at=dt.datetime(2030, 1, 2, 3, tzinfo=dt.UTC),
        price_from=500,
        currency="GBP",
        facts=(("sessions", "4"),),
        translated_into=("de",),
    )
    shelf.put(one, thing("Nerys", kind="trainer", uid=trainer, trainer_uid=trainer, url="/nerys/"))

    source = next(iter(sources(keys())))

    document = SearchDocument.objects.get(uid=one.uid)
    assert (source.id, source.version) == (f"package:{one.uid}", document.version)
    assert source.body["words"]["title"] == "lodz groups"
    assert source.body["words"]["labels"].endswith("package taunton exeter")
    assert source.body["settings_counted"] == ["justice", "probation"]
    assert (source.body["fold"], source.body["alone"]) == (f"package:{trainer}", False)
    assert source.body["over_at"] == "2030-01-02T03:00:00+00:00"
    lat, lon = TOWNS["Exeter"]
    assert source.body["at_50"] == [{"lat": lat, "lon": lon}]
    assert len(source.body["at"]) == 2
    assert source.body["pins"] == ["1|0|51.01494|-3.10293|Taunton", f"4|50|{lat}|{lon}|Exeter"]
    assert source.body["translated_into"] == ["de"]
    assert source.body["shown"]["trainer_url"] == "/nerys/"
    assert source.body["shown"]["facts"] == [["sessions", "4"]]


def test_no_field_that_the_mapping_does_not_know(shelf: Shelf) -> None:
    shelf.put(thing("Ours", settings=("probation",), places=(at("Taunton", travel_km=100),)))

    (source,) = sources(keys())

    assert set(source.body) - set(MAPPINGS["properties"]) == set()
    assert set(tombstone("group", uuid4(), 7).body) - set(MAPPINGS["properties"]) == set()


@pytest.mark.parametrize(
    ("travels", "field"), [(0, None), (24, None), (25, "at_25"), (99, "at_50"), (500, "at_100")]
)
def test_nobody_is_promised_who_does_not_come(shelf: Shelf, travels: int, field: str | None) -> None:
    shelf.put(thing("Ours", places=(point(1, 2, travel_km=travels),)))

    (source,) = sources(keys())

    assert [name for name in source.body if name.startswith("at_")] == ([field] if field else [])


def test_what_is_no_more_is_left_out(shelf: Shelf) -> None:
    one = thing("One")
    shelf.put(one)

    assert [source.id for source in sources([*keys(), 999_999])] == [source_id("group", one.uid)]


@pytest.mark.parametrize("number", [1, 3])
def test_statements_do_not_grow(shelf: Shelf, django_assert_num_queries: object, number: int) -> None:
    """Settings, documents, places, trainers' pages."""
    shelf.put(*(thing(f"P{n}", trainer_uid=uuid4(), places=(at("Taunton"),)) for n in range(number)))
    wanted = keys()

    with django_assert_num_queries(4):
        assert len(list(sources(wanted))) == number


@pytest.mark.parametrize(
    ("moment", "appears", "goes"),
    [
        ("12:30:00", "12:30:00", "12:30:00"),
        ("12:30:00.000001", "12:31:00", "12:30:00"),
        ("12:59:59", "13:00:00", "12:59:00"),
    ],
)
def test_things_appear_and_go_at_whole_minutes_never_too_early_or_late(
    shelf: Shelf, moment: str, appears: str, goes: str
) -> None:
    when = dt.datetime.fromisoformat(f"2030-01-02T{moment}+00:00")
    shelf.put(thing(visible_from=when, visible_until=when + dt.timedelta(days=1)))

    (told,) = sources(keys())

    assert told.body["visible_from"] == f"2030-01-02T{appears}+00:00"
    assert told.body["visible_until"] == f"2030-01-03T{goes}+00:00"
