"""The public API: its shapes, what it refuses and how, and what it does with whoever asks."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from search.api import operations
from search.query import MAX_PAGE_SIZE
from search.settings_tree import SettingsTree
from tests.search.contract import DAY
from tests.search.shelf import TOWNS, Shelf, at, thing

URL = "/api/v1/search"
PROBLEM = "application/problem+json"
MOST_QUERIES = 12

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(**asked: Any) -> Any:
    return Client().get(URL, asked)


def test_an_answer_has_this_shape(shelf: Shelf, settings: Any) -> None:
    today = clock.now().date()
    trainer, package = UUID(int=1), UUID(int=2)
    shelf.put(
        thing(
            "Nerys Callow",
            kind="trainer",
            uid=trainer,
            url="/trainers/nerys/",
            summary="Listens <well>",
            trainer_uid=trainer,
            settings=("probation",),
            languages=("cy", "en"),
            formats=("in_person",),
            places=(at("Taunton"),),
            accepting_until=today,
            quality=0.9,
        ),
        thing(
            "First",
            kind="package",
            uid=package,
            url="/p/",
            by="Nerys Callow",
            trainer_uid=trainer,
            price_from=6_000,
            price_to=9_000,
            currency="GBP",
            places=(at("Taunton"),),
            quality=0.5,
        ),
        thing("Second", kind="package", trainer_uid=trainer, places=(at("Taunton"),), quality=0.1),
    )
    lat, lon = TOWNS["Taunton"]

    response = ask(near=f"{lat},{lon}", page_size=1)

    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    answer = response.json()
    assert {name: answer[name] for name in answer if name != "facets"} == {
        "total": 3,
        "page": 1,
        "pages": 2,
        "hits": [
            {
                "kind": "trainer",
                "uid": str(trainer),
                "title": "Nerys Callow",
                "url": f"{settings.BASE_URL}/trainers/nerys/",
                "summary": "Listens <well>",
                "by": "",
                "place": "Taunton",
                "distance_km": 0.0,
                "online": False,
                "settings": ["probation"],
                "languages": ["cy", "en"],
                "formats": ["in_person"],
                "price": None,
                "starts_at": None,
                "accepting_until": today.isoformat(),
                "more_by": 0,
                "more_url": None,
            }
        ],
        "suggestions": [],
        "notes": answer["notes"],
        "left_out": 0,
        "loosened": False,
        "sparse": False,
        "respelled": None,
        "engine": "database",
        "degraded": False,
        "next": f"{settings.BASE_URL}{URL}?" + urlencode({"near": f"{lat},{lon}", "page": 2, "page_size": 1}),
    }
    assert answer["facets"]["kind"] == [
        {"value": "trainer", "label": "Trainers", "count": 1, "selected": False, "parent": None},
        {"value": "package", "label": "Packages", "count": 2, "selected": False, "parent": None},
    ]
    assert [value["parent"] for value in answer["facets"]["setting"]] == [None, "justice"]

    second = Client().get(urlsplit(answer["next"]).path + "?" + urlsplit(answer["next"]).query).json()
    assert (second["page"], second["next"]) == (2, None)
    hit = second["hits"][0]
    assert (hit["price"], hit["by"], hit["more_by"]) == (
        {"amount": 6_000, "currency": "GBP"},
        "Nerys Callow",
        1,
    )
    assert hit["more_url"] == f"{settings.BASE_URL}/trainers/nerys/"


def test_it_finds_what_the_page_finds(shelf: Shelf) -> None:
    shelf.put(thing("Probation", kind="trainer"), thing("Housing", kind="group"))

    assert [hit["title"] for hit in ask(q="probation").json()["hits"]] == ["Probation"]
    assert [hit["title"] for hit in ask(kind=["group", "article"]).json()["hits"]] == ["Housing"]


def test_a_confirmation_that_ran_out_is_not_told(shelf: Shelf) -> None:
    shelf.put(thing("Stale", accepting_until=clock.now().date() - DAY))

    assert ask().json()["hits"][0]["accepting_until"] is None


def test_nothing_found_suggests_searches_of_this_api(shelf: Shelf, settings: Any) -> None:
    shelf.put(thing("Ours", settings=("probation",)))

    answer = ask(q="zebra", setting="probation").json()

    assert (answer["total"], answer["hits"], answer["next"]) == (0, [], None)
    urls = [suggestion["url"] for suggestion in answer["suggestions"]]
    assert f"{settings.BASE_URL}{URL}?setting=probation" in urls


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"setting": "no-such"}, ["setting"]),
        ({"kind": "no-such"}, ["kind"]),
        ({"format": "no-such"}, ["format"]),
        ({"language": "xx"}, ["language"]),
        ({"sort": "no-such"}, ["sort"]),
        ({"page": "0"}, ["page"]),
        ({"page": "-1"}, ["page"]),
        ({"page": "one"}, ["page"]),
        ({"page_size": "0"}, ["page_size"]),
        ({"page_size": str(MAX_PAGE_SIZE + 1)}, ["page_size"]),
        ({"page_size": "9" * 10_000}, ["page_size"]),
        ({"price_max": "-1"}, ["price_max"]),
        ({"price_max": "dear"}, ["price_max"]),
        ({"radius": "far"}, ["radius"]),
        ({"from": "someday"}, ["from"]),
        ({"to": "2026-02-31"}, ["to"]),
        ({"currency": "pounds"}, ["currency"]),
        ({"kind": "<b>", "price_max": "-1"}, ["price_max", "kind"]),
    ],
)
def test_wrong_values_are_named(shelf: Shelf, asked: dict[str, str], named: list[str]) -> None:
    response = ask(**asked)

    told = response.json()
    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)
    assert (told["type"], told["title"], told["status"]) == ("about:blank", "Unprocessable Entity", 422)
    assert [error["parameter"] for error in told["errors"]] == named
    assert all(error["detail"] for error in told["errors"])


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"page": "10000"}, 1),
        ({"from": "2030-05-12", "to": "2030-05-01"}, 0),
        ({"radius": "0", "near": "0,180"}, 0),
        ({"radius": "20000", "near": "0,-180"}, 1),
        ({"near": "90,0"}, 0),
        ({"near": "-90,0"}, 0),
        ({"near": "no place of this name"}, 1),
        ({"q": "the and of"}, 1),
        ({"q": "<script>alert(1)</script>"}, 0),
        ({"q": '"'}, 1),
        ({"q": "\0"}, 1),
        ({"q": "x" * 10_000}, 0),
        ({"q": "💬"}, 1),
        ({"q": "مقابلة"}, 0),
        ({"price_max": "0"}, 0),
        ({"utm_source": "somewhere", "ref": "QUANTOCK"}, 1),
    ],
)
def test_odd_values_are_answered(shelf: Shelf, asked: dict[str, str], total: int) -> None:
    shelf.put(thing("Probation", places=(at("Taunton"),)))

    response = ask(**asked)

    assert (response.status_code, response.json()["total"]) == (200, total)
    assert not response.cookies


def test_markup_in_names_stays_text(shelf: Shelf) -> None:
    shelf.put(thing("<script>alert(1)</script>", summary="</p>&"))

    hit = ask().json()["hits"][0]

    assert (hit["title"], hit["summary"]) == ("<script>alert(1)</script>", "</p>&")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_for_reading(method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(URL)

    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/search", "/api/v1/search/"])
def test_what_is_not_there_is_told_as_a_problem(path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json()["status"] == 404


def test_what_is_refused_at_the_door_is_told_as_a_problem(client: Client) -> None:
    many = "setting=probation&" * 10_000

    response = client.get(f"{URL}?{many}")
    page = client.get(f"/search/?{many}")

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_a_mistake_of_ours_is_told_as_a_problem(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(operations.engine, "current", broken)

    response = ask()

    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in response.content.decode()
    assert "secret" in caplog.text


def test_too_many_are_asked_to_wait(shelf: Shelf, settings: Any) -> None:
    settings.API_RATE = "2/min"

    answers = [ask() for _ in range(3)]
    other = Client(REMOTE_ADDR="198.51.100.7").get(URL)
    forged = Client().get(URL, headers={"X-Forwarded-For": "198.51.100.9"})

    assert [answer.status_code for answer in (*answers, other, forged)] == [200, 200, 429, 200, 429]
    assert answers[2]["Content-Type"] == PROBLEM
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_it_may_be_read_from_anywhere_and_kept_a_minute(shelf: Shelf) -> None:
    shelf.put(thing())

    response = Client().get(URL, headers={"Origin": "https://elsewhere.example"})
    again = Client().get(URL, headers={"If-None-Match": response["ETag"]})
    head = Client().head(URL)
    asked_first = Client().options(URL, headers={"Access-Control-Request-Method": "GET"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
    assert (asked_first.status_code, asked_first["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS",
    )
    assert ask(kind="no-such")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("asked", [{}, {"q": "probation"}, {"near": "51.01,-3.10", "kind": "group"}])
def test_statements_are_few_and_do_not_grow(shelf: Shelf, asked: dict[str, str]) -> None:
    spent = []
    for number in (1, 3):
        shelf.put(*(thing(f"Probation {number}.{n}", places=(at("Taunton"),)) for n in range(number)))
        ask(**asked)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            ask(**asked)
        spent.append(len(statements))

    assert spent[0] == spent[1] <= MOST_QUERIES


def test_the_description_is_openapi(shelf: Shelf, settings: Any) -> None:
    response = Client().get("/api/v1/openapi.json")

    told = response.json()
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    assert re.fullmatch(r"3\.1\.\d", told["openapi"])
    assert told["servers"] == [{"url": settings.BASE_URL}]
    assert list(told["paths"]) == [URL]
    assert list(told["paths"][URL]) == ["get"]
    operation = told["paths"][URL]["get"]
    assert {status: list(answer["content"]) for status, answer in operation["responses"].items()} == {
        "200": ["application/json"],
        "422": [PROBLEM],
        "429": [PROBLEM],
        "500": [PROBLEM],
    }
    for name in re.findall(r"#/components/schemas/(\w+)", json.dumps(told)):
        assert told["components"]["schemas"][name]["properties"]


def test_the_description_names_every_parameter_of_the_page(shelf: Shelf) -> None:
    from search.forms import SearchForm  # noqa: PLC0415  (only this test asks the form)

    told = {one["name"] for one in operations.schema()["paths"][URL]["get"]["parameters"]}

    form = SearchForm({}, tree=SettingsTree({}, {}))
    assert told - {"page_size"} == {name for name in form.fields if name not in NOT_OF_THE_API}


NOT_OF_THE_API = frozenset({"exact"})


def test_an_answer_is_as_described(shelf: Shelf) -> None:
    shelf.put(thing(price_from=5, currency="GBP"))
    shapes = operations.schema()["components"]["schemas"]

    answer = ask().json()

    assert set(answer) == set(shapes["Found"]["properties"])
    assert set(answer["hits"][0]) == set(shapes["Hit"]["properties"])
    assert set(answer["hits"][0]["price"]) == set(shapes["Price"]["properties"])
    assert set(ask(kind="x").json()) == set(shapes["Problem"]["properties"])


def test_the_description_can_be_read_by_people(shelf: Shelf) -> None:
    page = Client().get("/api/v1/docs/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "GET http://" in text
    assert "price_max" in text
    assert "<script>" not in text
    assert Client().get("/api/v1/")["Location"] == "/api/v1/docs/"
