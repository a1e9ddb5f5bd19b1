import datetime as dt
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client

from core import clock
from directory.places.resolution import Resolution
from search import misses
from search.models import SearchMiss
from search.query import SearchQuery
from search.result import SearchResult
from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TAUNTON = Resolution("point", "Taunton, United Kingdom", 51.0, -3.1, place_id=7, country_code="GB")


def answered(total: int = 0, **more: Any) -> SearchResult:
    return SearchResult(hits=(), total=total, folds=total, page=1, pages=1, facets={}, **more)


def note(text: str, result: SearchResult | None = None, *, agent: str = BROWSER, **more: Any) -> None:
    misses.note(SearchQuery(text=text, **more), result or answered(), agent=agent)


def kept() -> list[tuple[str, str, str, str, int]]:
    return list(SearchMiss.objects.order_by("pk").values_list("text", "near", "settings", "kinds", "times"))


def test_the_same_wish_is_counted_in_one_row(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        note("Zither  Coaching", place=TAUNTON, near="taunton TA1 1AA", settings=("prison", "courts"))
    note("zither coaching", place=TAUNTON, near="Taunton", settings=("courts", "prison"))
    note("zither coaching", kinds=("group",))

    assert kept() == [
        ("zither coaching", "Taunton, United Kingdom", "courts,prison", "", 2),
        ("zither coaching", "", "", "group", 1),
    ]
    assert SearchMiss.objects.filter(first_on=clock.now().date(), last_on=clock.now().date()).count() == 2


def test_two_spellings_of_one_wish_count_together() -> None:
    note("zithr", answered(respelled="zither"))
    note("zither")

    assert kept() == [("zither", "", "", "", 2)]


@pytest.mark.parametrize(
    ("result", "counted"),
    [
        (answered(), True),
        (answered(5, loosened=True), True),
        (answered(5), False),
        (answered(5, respelled="zither"), False),
    ],
)
def test_what_was_found_is_no_miss(result: SearchResult, counted: bool) -> None:
    note("zithr", result)

    assert SearchMiss.objects.exists() is counted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ann@example.org",
            "call 01823 555 0199",
            "020-7946-0018",
            "ta1 1aa",
            "near SW1A 2AA please",
            "90210",
        ),
        *("https://example.org/x", "www.example.org", "example.com", "x" * 61, ""),
    ],
)
def test_nothing_that_tells_who_asked_is_kept(text: str) -> None:
    note(text)

    assert kept() == []


@pytest.mark.parametrize("text", ["miti 4.2.1", "12 steps", "type 2 diabetes", "4 processes", "under 25s"])
def test_numbers_of_the_field_are_kept(text: str) -> None:
    note(text)

    assert [row[0] for row in kept()] == [text]


@pytest.mark.parametrize(
    ("label", "near"),
    [("51.010, -3.100", ""), ("TA1 (Taunton)", "Taunton"), ("a point near Taunton", "a point near Taunton")],
)
def test_no_coordinates_and_no_postcode(label: str, near: str) -> None:
    note("zither", place=Resolution("point", label, 51.01, -3.1), near="51.01,-3.1")

    assert [row[1] for row in kept()] == [near]


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "python-requests/2", "Feedly/1.0", "curl/8"])
def test_robots_are_not_counted(agent: str) -> None:
    note("zither", agent=agent)

    assert kept() == []


@pytest.mark.parametrize(
    "more",
    [
        {"page": 2},
        {"accepting": True},
        {"price_max": 1},
        {"from_": dt.date(2030, 1, 1)},
        {"formats": ("online",)},
    ],
)
def test_narrowed_searches_and_later_pages_are_not_counted(more: dict[str, Any]) -> None:
    note("zither", **more)

    assert kept() == []


def test_old_ones_are_forgotten_and_the_least_wanted_of_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    today = clock.now().date()
    for text, times, days in (("old", 9, 91), ("kept", 3, 90), ("once", 1, 0), ("twice", 2, 0)):
        day = today - dt.timedelta(days=days)
        SearchMiss.objects.create(text=text, times=times, first_on=day, last_on=day)
    monkeypatch.setattr(misses, "MOST_KEPT", 2)

    assert misses.forget_old() == 2
    assert {row[0] for row in kept()} == {"kept", "twice"}


def test_page_counts_what_it_did_not_find(client: Client, shelf: Shelf) -> None:
    shelf.put(thing("Probation"))

    client.get("/search/?q=zither", headers={"User-Agent": BROWSER})
    client.get("/search/?q=probation", headers={"User-Agent": BROWSER})

    assert kept() == [("zither", "", "", "", 1)]


@pytest.mark.sqlite
def test_nobody_waits_for_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else writes to the file, the miss is let go, and the next one is counted again."""
    file = tmp_path / "db.sqlite3"
    own = DatabaseWrapper({**connection.settings_dict, "NAME": str(file)}, "own")
    with connection.cursor() as cursor, own.cursor() as copied:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'search_searchmiss' AND sql > ''")
        for (made,) in cursor.fetchall():
            copied.execute(made)
    monkeypatch.setattr(misses, "connection", own)
    writing = sqlite3.connect(file, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")

    began = time.perf_counter()
    note("zither")
    waited = time.perf_counter() - began
    writing.execute("ROLLBACK")
    note("zither")

    with own.cursor() as cursor:
        assert cursor.execute("SELECT text, times FROM search_searchmiss").fetchall() == [("zither", 1)]
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
    assert waited < 1
    writing.close()
    own.close()


def test_page_does_not_fail_for_what_cannot_be_counted(
    client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misses, "_TABLE", "no_such_table")

    assert client.get("/search/?q=zither", headers={"User-Agent": BROWSER}).status_code == 200
