"""The results page as visitors get it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from core import clock
from search import views
from tests.factories.places import PlaceFactory
from tests.search.shelf import TOWNS, Shelf, at, thing

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def taunton() -> None:
    lat, lon = TOWNS["Taunton"]
    PlaceFactory(
        name="Taunton", country_code="GB", country_name="United Kingdom", lat=lat, lon=lon, population=60_000
    )
    PlaceFactory(
        name="Taunton",
        country_code="US",
        country_name="United States",
        qualifier="Massachusetts",
        admin1="MA",
        lat=41.9,
        lon=-71.09,
        population=56_000,
    )


def text_of(client: Client, address: str = "", **headers: str) -> str:
    """The page without its markup's white space."""
    response = client.get(f"/search/{address}", headers=headers)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def titles_in(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', page)


def test_a_page_shows_what_is_in_its_language_where_it_is_in_several(client: Client, shelf: Shelf) -> None:
    """Programs see everything."""
    told: dict[str, Any] = {"body": "mornings", "places": (at("Taunton"),)}
    shelf.put(
        thing("Dawn", languages=("en",), translated_into=("de",), **told),
        thing("Morgen", languages=("de",), translated_into=("en",), **told),
    )

    english, german = client.get("/search/?q=mornings"), client.get("/de/search/?q=mornings")
    pins = client.get("/de/search/pins/?q=mornings").json()["pins"]
    offered = client.get("/de/search/suggest/?text=mor&field=q").json()["groups"]
    program = client.get("/api/v1/search?q=mornings").json()

    assert titles_in(english.content.decode()) == ["Dawn"]
    assert titles_in(german.content.decode()) == ["Morgen"]
    assert titles_in(text_of(client, "?q=mornings&language=de")) == ["Morgen"]
    assert [pin["documents"] for pin in pins] == [1]
    assert [option["label"] for group in offered for option in group["options"]] == ["Morgen"]
    assert program["total"] == 2


def test_words_and_place_give_results_with_distance(client: Client, shelf: Shelf) -> None:
    taunton()
    shelf.put(
        thing("Quantock Listening Group", summary="For probation", places=(at("Bridgwater"),)),
        thing("London Group", summary="For probation", places=(at("London"),)),
    )

    page = text_of(client, "?q=probation&near=Taunton")

    assert titles_in(page) == ["Quantock Listening Group"]
    assert "Bridgwater, 14 km" in page
    assert "For <mark>probation</mark>" in page
    assert "1 result within 40 km" in page
    assert "<title>probation near Taunton, United Kingdom – MI Commons</title>" in page


def test_a_misspelt_place_is_named_once(client: Client, shelf: Shelf) -> None:
    taunton()

    page = text_of(client, "?near=Tauntn")

    assert page.count("Shown for") == 1
    assert "Shown for Taunton, United Kingdom; you typed “Tauntn”." in page


def test_another_place_of_that_name_is_offered(client: Client, shelf: Shelf) -> None:
    taunton()

    page = text_of(client, "?q=x&near=Taunton")

    assert "Shown for <b>Taunton, United Kingdom</b>. Did you mean" in page
    assert re.search(
        r'href="/search/\?q=x&amp;near=Taunton[^"]+">Taunton, Massachusetts, United States</a>\?', page
    )


@override_settings(DISTANCE_UNIT="mi")
def test_miles_where_the_site_counts_in_miles(client: Client, shelf: Shelf) -> None:
    taunton()
    shelf.put(thing("Ours", places=(at("Bridgwater"),)))

    page = text_of(client, "?near=Taunton&radius=15")

    assert "Bridgwater, 9 miles" in page
    assert "1 result within 15 miles" in page
    assert '<option value="15" selected>15 mi</option>' in page


def test_a_trainer_as_people_see_one(client: Client, shelf: Shelf) -> None:
    taunton()
    today = clock.now().date()
    shelf.put(
        thing(
            "Nerys Callow",
            kind="trainer",
            picture="nerys",
            places=(at("Bridgwater", travel_km=50),),
            languages=("en", "cy"),
            online=True,
            accepting_until=today,
            facts=(
                ("verified", "MINT membership verified"),
                ("verified_until", today.isoformat()),
                ("accepting_confirmed_on", "2026-03-04"),
            ),
        )
    )

    page = text_of(client, "?near=Taunton")

    for words in (
        "<span>MINT membership verified</span>",
        "Bridgwater, 14 km; travels 50 km",
        "Online</li>",
        "English, Welsh",
        "Accepting clients</span>",
        "confirmed on 4 March",
    ):
        assert words in page


def test_what_was_true_when_written_is_not_said_when_it_has_ended(client: Client, shelf: Shelf) -> None:
    today = clock.now().date()
    shelf.put(
        thing(
            "Nerys Callow",
            kind="trainer",
            accepting_until=today,
            facts=(
                ("verified", "MINT membership verified"),
                ("verified_until", today.isoformat()),
                ("accepting_confirmed_on", "2026-03-04"),
            ),
        )
    )
    clock.advance(2 * 86_400)

    page = text_of(client)

    assert titles_in(page) == ["Nerys Callow"]
    assert "MINT membership verified" not in page
    assert "confirmed on 4 March" not in page


def test_packages_fold_under_one_with_a_way_to_the_others(client: Client, shelf: Shelf) -> None:
    trainer = uuid4()
    told: dict[str, Any] = {
        "kind": "package",
        "trainer_uid": trainer,
        "by": "Nerys Callow",
        "currency": "GBP",
    }
    facts = (("sessions", "4"), ("minutes", "50"), ("length", "4 sessions of 50 minutes"))
    shelf.put(
        thing("Nerys Callow", kind="trainer", uid=trainer, trainer_uid=trainer, url="/trainers/nerys/"),
        *(thing(f"P{n}", price_from=38_000, quality=1 - n / 10, facts=facts, **told) for n in range(4)),
    )

    page = text_of(client, "?kind=package")

    assert titles_in(page) == ["P0"]
    assert '<a href="/trainers/nerys/">3 more by Nerys Callow</a>' in page
    assert "4 results" in page
    for words in ("with Nerys Callow", "£380", "in all", "4 sessions of 50 minutes"):
        assert words in page


def test_tabs_say_what_each_kind_would_give(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", kind="group"), thing("B", kind="group"), thing("C", kind="article"))

    page = text_of(client, "?kind=article")

    assert '<a href="/search/">Everything <span>3</span></a>' in page
    assert '<a href="/search/?kind=group">Groups <span>2</span></a>' in page
    assert '<a href="/search/?kind=article" aria-current="page">Articles <span>1</span></a>' in page


def test_filters_stay_ticked_and_can_be_taken_away(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", settings=("probation",)), thing("B", settings=("schools",)))

    page = text_of(client, "?setting=probation&price_max=99&currency=GBP")

    assert re.search(r'name="setting" value="probation" checked><span>Probation</span>', page)
    assert re.search(
        r'class="chip" href="/search/\?price_max=99"><span class="vh">Remove </span>Probation', page
    )
    assert re.search(
        r'class="chip" href="/search/\?setting=probation"><span class="vh">Remove </span>Up to £99', page
    )


def test_mistakes_stand_beside_the_field_and_keep_what_was_typed(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A"))

    page = text_of(client, "?price_max=-3")

    assert "A price is 0 or more. With 0 you see what is free." in page
    assert 'name="price_max" inputmode="decimal" value="-3" aria-invalid="true"' in page
    assert titles_in(page) == ["A"]


def test_a_page_too_far_is_the_last_and_says_so(client: Client, shelf: Shelf) -> None:
    shelf.put(*(thing(f"{n:02}", quality=1 - n / 100) for n in range(13)))

    page = text_of(client, "?page=10000")

    assert titles_in(page) == ["12"]
    assert "There is no page 10000, so this is the last one." in page
    assert "13 to 13 of 13" in page
    assert '<a class="btn" href="/search/" rel="prev">' in page


def test_nothing_found_says_so_kindly_and_offers_ways(client: Client, shelf: Shelf) -> None:
    taunton()
    shelf.put(thing("Online", online=True))

    page = text_of(client, "?near=Taunton")

    assert "Nothing within 40 km of Taunton, United Kingdom, yet" in page
    assert '<a class="chip" href="/search/?online=1">Online, 1 result</a>' in page


def test_where_nothing_would_help_all_there_is_is_offered(client: Client, shelf: Shelf) -> None:
    page = text_of(client, "?q=xylophone")

    assert "You could also look through all there is:" in page
    assert 'class="chip" href="/search/?kind=trainer"' in page


def test_prices_in_other_currencies_are_counted(client: Client, shelf: Shelf) -> None:
    shelf.put(
        thing("A", kind="package", price_from=100, currency="GBP"),
        thing("B", kind="package", price_from=100, currency="EUR"),
    )

    assert "1 more has its price in another currency and is not shown." in text_of(client, "?price_max=50")


@pytest.mark.parametrize("markup", ["<script>x</script>", '"><img src=x>'])
def test_markup_is_shown_as_text(client: Client, shelf: Shelf, markup: str) -> None:
    shelf.put(thing(f"Title {markup}", summary=f"Summary {markup}", by=markup, kind="article"))

    for address in ("", "?q=summary", f"?q={markup}", f"?near={markup}", f"?setting={markup}"):
        assert markup not in text_of(client, address)


@pytest.mark.parametrize(
    "asked",
    [
        "%22",
        "%00",
        "x" * 10_000,
        "%F0%9F%92%AC",
        "%D9%85%D9%82%D8%A7%D8%A8%D9%84%D8%A9",
        "the+and+of",
        "%ED%A0%80",
    ],
)
@pytest.mark.parametrize("name", ["q", "near", "radius", "setting", "from", "page", "sort", "price_max"])
def test_whatever_is_asked_is_answered(client: Client, shelf: Shelf, name: str, asked: str) -> None:
    shelf.put(thing("A"))

    assert len(text_of(client, f"?{name}={asked}")) < 100_000


@pytest.mark.parametrize(
    "address", ["", "?q=group&online=1", "?near=Taunton&setting=justice&online=1", "?q=zebra+crossing"]
)
def test_statements_are_few_and_do_not_grow(client: Client, shelf: Shelf, address: str) -> None:
    taunton()
    spent = []
    for number in (1, 2):
        trainer = uuid4()
        shelf.put(
            *(
                thing(
                    f"Group {n}", settings=("probation",), places=(at("Taunton"), at("Exeter")), online=True
                )
                for n in range(number)
            ),
            *(thing(f"Package {n}", kind="package", trainer_uid=trainer) for n in range(number + 1)),
        )
        with CaptureQueriesContext(connection) as statements:
            text_of(client, address)
        spent.append(len(statements))

    assert spent[0] == spent[1] <= MOST_QUERIES


def test_the_most_that_a_search_costs(client: Client, shelf: Shelf) -> None:
    """Nothing found, by words, place and setting: every way on is counted."""
    taunton()

    with CaptureQueriesContext(connection) as statements:
        text_of(client, "?q=zebra+crossing&near=Taunton&setting=probation&kind=group&radius=5")

    assert len(statements) <= MOST_QUERIES


def test_htmx_gets_the_part_that_changes(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A"))

    response = client.get("/search/?q=&kind=group&radius=40", headers={"HX-Request": "true"})
    part = response.content.decode().strip()

    assert part.startswith("<title>Groups – MI Commons</title>")
    assert "<html" not in part
    assert titles_in(part) == ["A"]
    assert response.headers["HX-Push-Url"] == "/search/?kind=group"
    assert "HX-Request" in response.headers["Vary"]


def test_htmx_going_back_gets_the_page(client: Client, shelf: Shelf) -> None:
    page = text_of(client, "", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert page.startswith("<!doctype html>")


def test_the_reference_stays_in_links_forms_and_the_address(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("A", kind="group", url="/groups/a/"))

    response = client.get("/search/?kind=group&ref=QUANTOCK", headers={"HX-Request": "true"})

    assert response.headers["HX-Push-Url"] == "/search/?kind=group&ref=QUANTOCK"
    assert '<a href="/groups/a/?ref=QUANTOCK">A</a>' in response.content.decode()


def test_canonical_address_without_the_reference(client: Client, shelf: Shelf) -> None:
    page = text_of(client, "?q=x&ref=QUANTOCK&radius=40")

    assert '<link rel="canonical" href="http://localhost:8000/search/?q=x">' in page


def test_only_plain_lists_are_indexed(client: Client, shelf: Shelf) -> None:
    assert "noindex" not in text_of(client)
    assert "noindex" not in text_of(client, "?kind=group")
    assert '<meta name="robots" content="noindex, follow">' in text_of(client, "?q=x")


@pytest.mark.parametrize(("view", "kind"), [(views.trainers, "trainer"), (views.groups, "group")])
def test_lists_are_searches(rf: RequestFactory, view: Any, kind: str) -> None:
    response = view(rf.get("/", {"near": "Taunton", "kind": "article"}))

    assert (response.status_code, response.url) == (302, f"/search/?near=Taunton&kind={kind}")


def test_searching_is_reading(client: Client) -> None:
    assert client.post("/search/").status_code == 405
