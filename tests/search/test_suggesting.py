"""What is offered while somebody types."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from directory.places.models import Outcode, PlaceName
from search import suggesting
from search.models import SearchDocument, SearchName
from search.suggesting import MOST_READ, Group
from tests.factories.places import PlaceFactory
from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 6


def words(text: str) -> dict[str, list[str]]:
    return told(suggesting.for_words(text, now=clock.now()))


def places(text: str) -> list[str]:
    return told(suggesting.for_place(text)).get("Places", [])


def told(groups: list[Group]) -> dict[str, list[str]]:
    return {group.label: [option.label for option in group.options] for group in groups}


def town(name: str, country: str = "GB", *, population: int = 50_000, **told: Any) -> Any:
    names = {"GB": "United Kingdom", "DE": "Germany", "IT": "Italy"}
    return PlaceFactory(
        name=name, country_code=country, country_name=names[country], population=population, **told
    )


def test_names_by_the_beginning_of_any_word(shelf: Shelf) -> None:
    shelf.put(thing("Nerys Callow", kind="trainer"), thing("Quantock Listening Group"), thing("Other"))

    assert words("call") == {"Trainers": ["Nerys Callow"]}
    assert words("LISTENING gr") == {"Groups": ["Quantock Listening Group"]}
    assert words("isten") == {}


def test_accents_are_folded_both_ways(shelf: Shelf) -> None:
    shelf.put(thing("Cercle de Łódź"))

    assert words("lód") == words("Lod") == {"Groups": ["Cercle de Łódź"]}


def test_whose_title_begins_so_comes_first_then_the_better(shelf: Shelf) -> None:
    shelf.put(
        thing("With Anna", quality=1.0), thing("Anna the second", quality=0.5), thing("Anna", quality=0.1)
    )

    assert words("anna") == {"Groups": ["Anna", "Anna the second", "With Anna"]}


def test_what_may_not_be_seen_is_not_offered(shelf: Shelf) -> None:
    now, hour = clock.now(), dt.timedelta(hours=1)
    shelf.put(
        thing("Anna past", visible_until=now - hour),
        thing("Anna to come", visible_from=now + hour),
        thing("Anna now", visible_from=now - hour, visible_until=now + hour),
    )

    assert words("anna") == {"Groups": ["Anna now"]}


def test_a_name_is_offered_in_the_readers_language_where_it_has_one(shelf: Shelf) -> None:
    shelf.put(
        thing("Mornings", languages=("en",), translated_into=("de",)),
        thing("Mornings on the ward", languages=("de",), translated_into=("en",)),
        thing("Mornings in German", languages=("de",)),
    )

    def offered(reader: str) -> list[str]:
        return told(suggesting.for_words("morn", now=clock.now(), reader=reader))["Groups"]

    assert offered("en") == ["Mornings", "Mornings in German"]
    assert offered("de") == ["Mornings in German", "Mornings on the ward"]
    assert len(offered("")) == 3


def test_settings_filter_and_say_what_they_lie_under(shelf: Shelf) -> None:
    (group,) = suggesting.for_words("prob", now=clock.now())

    assert group.told() == {
        "label": "Practice settings",
        "options": [{"label": "Probation", "note": "Justice", "setting": "probation"}],
    }


def test_topics_are_words_to_search(shelf: Shelf) -> None:
    shelf.put(thing("A", topics=("Sustain talk",)))

    (group,) = suggesting.for_words("susta", now=clock.now())

    assert group.told() == {
        "label": "Topics",
        "options": [{"label": "Sustain talk", "value": "Sustain talk"}],
    }


def test_places_of_the_own_country_stand_beside_words(shelf: Shelf) -> None:
    town("Taunton")
    town("Tauberbischofsheim", "DE")

    (group,) = suggesting.for_words("tau", now=clock.now())

    assert group.told() == {
        "label": "Places",
        "options": [{"label": "near Taunton, United Kingdom", "near": "Taunton, United Kingdom"}],
    }


def test_places_at_home_come_first_then_the_largest() -> None:
    town("Colchester", population=100_000)
    town("Cologno", "IT", population=40_000)
    koln = town("Köln", "DE", population=1_000_000)
    PlaceName.objects.create(place=koln, name="Cologne")

    assert places("col") == ["Colchester, United Kingdom", "Köln, Germany", "Cologno, Italy"]
    assert places("KÖL") == ["Köln, Germany"]


def test_postcodes_and_online_are_places_too() -> None:
    Outcode.objects.create(code="TA1", country_code="GB", lat=51, lon=-3, post_town="Taunton")

    assert places("ta1") == ["TA1"]
    assert places("onl") == ["Online"]


@pytest.mark.parametrize("text", ["", " ", "a", "%", "\0\0", "…", "💬💬", "\ud800x"])
def test_too_little_offers_nothing(shelf: Shelf, text: str) -> None:
    shelf.put(thing("A b c"))

    assert words(text) == {}
    assert places(text) == []


def test_it_costs_the_same_whatever_there_is(shelf: Shelf) -> None:
    spent = []
    for number in (1, MOST_READ + 50):
        shelf.put_many("article", *(thing(f"Anna {n}", kind="article") for n in range(number)))
        with CaptureQueriesContext(connection) as statements:
            found = words("anna")
        assert len(found["Articles"]) == min(number, 3)
        spent.append(len(statements))

    assert spent[0] == spent[1] <= MOST_STATEMENTS


def test_beginnings_are_looked_up_by_the_index(shelf: Shelf) -> None:
    shelf.put(thing("Anna"))
    document = SearchDocument.objects.get()
    SearchName.objects.bulk_create(
        SearchName(document=document, beginning=f"{number:05} of many") for number in range(3_000)
    )
    with CaptureQueriesContext(connection) as statements:
        words("anna")
    reading = next(s["sql"] for s in statements if 'FROM "search_searchname"' in s["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {reading}")
        else:
            cursor.execute("ANALYZE search_searchname")  # as a table of this size is known to the planner
            cursor.execute(f"EXPLAIN {reading}")
        plan = str(cursor.fetchall())

    assert "search_name_beginning" in plan


def test_answers_as_json_that_caches_may_keep(client: Client, shelf: Shelf) -> None:
    shelf.put(thing('<b>"Anna', url="/groups/anna/"))

    response = client.get("/search/suggest/", {"field": "q", "text": "anna"})

    assert response.json() == {
        "groups": [{"label": "Groups", "options": [{"label": '<b>"Anna', "url": "/groups/anna/"}]}]
    }
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert client.get("/search/suggest/").json() == {"groups": []}
    assert client.post("/search/suggest/").status_code == 405
