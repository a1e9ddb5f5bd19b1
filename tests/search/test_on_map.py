"""What the map is told, and what stands in the list for it."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.findable import At
from tests.factories.places import PlaceFactory
from tests.search.shelf import TOWNS, Shelf, at, thing

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page_of(client: Client, address: str) -> str:
    return client.get(f"/search/{address}").content.decode()


def data_in(page: str) -> Any:
    """What the page tells its map; None where it has none."""
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def taunton() -> None:
    lat, lon = TOWNS["Taunton"]
    PlaceFactory(name="Taunton", country_code="GB", country_name="United Kingdom", lat=lat, lon=lon)


def test_towns_are_numbered_as_in_the_list(client: Client, shelf: Shelf) -> None:
    shelf.put(
        thing("A", quality=0.9, places=(at("Exeter"),)),
        thing("B", quality=0.8, places=(at("Taunton"),)),
        thing("C", quality=0.7, places=(at("Exeter"),)),
        thing("D", quality=0.6, online=True),
    )

    page = page_of(client, "")

    assert [(town["number"], town["label"]) for town in data_in(page)["towns"]] == [
        (1, "Exeter"),
        (2, "Taunton"),
    ]
    assert re.findall(r'<span class="num">(\d)</span>(\w+)', page) == [
        ("1", "Exeter"),
        ("2", "Taunton"),
        ("1", "Exeter"),
    ]
    exeter, taunton = list(TOWNS).index("Exeter") + 1, list(TOWNS).index("Taunton") + 1
    assert re.findall(r'<li class="hit"(?: data-town="(\d+)")?', page) == [
        *map(str, (exeter, taunton, exeter)),
        "",
    ]


def test_the_circle_is_that_of_the_search(client: Client, shelf: Shelf) -> None:
    taunton()

    told = data_in(page_of(client, "?near=Taunton&radius=25&kind=group&page=2&sort=distance"))

    assert (told["centre"], told["km"]) == (list(TOWNS["Taunton"]), 25)
    assert told["pins"] == "/search/pins/?near=Taunton&radius=25&kind=group"


def test_no_map_where_nothing_is_anywhere(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", online=True))

    page = page_of(client, "?online=1")

    assert data_in(page) is None
    assert "map-figure" not in page


def test_positions_are_no_finer_than_a_town(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", places=(At(place_id=7, label="Here", lat=51.123456, lon=-3.987654),)))

    (town,) = data_in(page_of(client, ""))["towns"]
    (pin,) = client.get("/search/pins/").json()["pins"]

    assert (town["lat"], town["lon"]) == (pin["lat"], pin["lon"]) == (51.123, -3.988)
    assert set(pin) == {"id", "label", "lat", "lon", "documents", "url"}


def test_markup_in_a_place_stays_text(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", places=(At(place_id=7, label="</script><b>", lat=51, lon=-3),)))

    page = page_of(client, "")

    assert "</script><b>" not in page
    assert data_in(page)["towns"][0]["label"] == "</script><b>"


def test_pins_are_of_everything_found(client: Client, shelf: Shelf) -> None:
    taunton()
    shelf.put(
        *(thing(f"A{n}", places=(at("Taunton"),)) for n in range(15)),
        thing("B", places=(at("Bridgwater"),)),
        thing("C", kind="article", places=(at("Exeter"),)),
    )

    response = client.get("/search/pins/?near=Taunton&kind=group")

    assert [(pin["label"], pin["documents"], pin["url"]) for pin in response.json()["pins"]] == [
        ("Taunton", 15, "/search/?kind=group&near=Taunton"),
        ("Bridgwater", 1, "/search/?kind=group&near=Bridgwater"),
    ]
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies


@pytest.mark.parametrize("address", ["", "pins/"])
def test_statements_are_few_and_do_not_grow(client: Client, shelf: Shelf, address: str) -> None:
    taunton()
    spent = []
    for number in (1, 1_000):
        shelf.put_many(
            "group", *(thing(f"Group {n}", places=(at("Taunton"), at("Exeter"))) for n in range(number))
        )
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/search/{address}?near=Taunton&setting=justice&online=1").status_code == 200
        spent.append(len(statements))

    assert spent[0] == spent[1] <= MOST_QUERIES
