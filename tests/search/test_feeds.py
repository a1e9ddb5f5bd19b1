"""A search as RSS 2.0."""

import datetime as dt
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from search import feeds, indexing
from search.models import SearchDocument
from tests.search.contract import DAY
from tests.search.shelf import Shelf, at, thing

URL = "/search/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def read(**asked: Any) -> ET.Element:
    response = Client().get(URL, asked)
    assert response.status_code == 200
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314  (our own answer)
    assert channel is not None
    return channel


def test_a_feed_is_read_in_one_language(shelf: Shelf) -> None:
    shelf.put(
        thing("Dawn", languages=("en",), translated_into=("de",)),
        thing("Morgen", languages=("de",), translated_into=("en",)),
    )

    german = Client().get(f"/de{URL}").content.decode()

    assert titles(read()) == ["Dawn"]
    assert ("<title>Morgen</title>" in german, "<title>Dawn</title>" in german) == (True, False)


def titles(channel: ET.Element) -> list[str | None]:
    return [item.findtext("title") for item in channel.findall("item")]


def test_the_newest_stands_first_and_says_all(shelf: Shelf, settings: Any) -> None:
    first = UUID(int=7)
    shelf.put(
        thing("First", uid=first, url="/groups/first/", summary="<b>bold</b> & plain", by="Nerys Callow")
    )
    shelf.put(thing("Second", url="https://elsewhere.example/"))
    SearchDocument.objects.filter(uid=first).update(appeared_at=dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC))

    response = Client().get(URL, {"kind": "group"})
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314  (our own answer)

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert channel is not None
    assert titles(channel) == ["Second", "First"]
    assert channel.findtext("link") == f"{settings.BASE_URL}/search/?kind=group"
    assert channel.find(f"{ATOM}link").attrib["href"] == f"{settings.BASE_URL}{URL}?kind=group"
    item = channel.findall("item")[1]
    assert item.findtext("link") == f"{settings.BASE_URL}/groups/first/"
    assert item.findtext("guid") == f"group:{first}"
    assert item.find("guid").attrib["isPermaLink"] == "false"
    assert item.findtext("description") == "<p>Nerys Callow. &lt;b&gt;bold&lt;/b&gt; &amp; plain</p>"
    assert item.findtext("category") == "Group"
    assert parsedate_to_datetime(item.findtext("pubDate")) == dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC)


def test_a_change_is_no_news(shelf: Shelf) -> None:
    old = thing("Old")
    shelf.put(old)
    clock.advance(60)
    shelf.put(thing("New"))
    clock.advance(60)
    shelf.put(thing("Old, changed", uid=old.uid))
    indexing.rebuild()

    assert titles(read()) == ["New", "Old, changed"]


def test_what_shows_later_is_of_the_day_it_shows(shelf: Shelf) -> None:
    later = (clock.now() + DAY).replace(microsecond=0)
    shelf.put(thing("Later", visible_from=later))

    assert titles(read()) == []
    clock.advance(2 * 86_400)
    item = read().find("item")
    assert item is not None
    assert parsedate_to_datetime(item.findtext("pubDate")) == later


def test_it_takes_the_questions_of_the_page(shelf: Shelf) -> None:
    shelf.put(
        thing("Here", kind="trainer", places=(at("Taunton"),)),
        thing("Elsewhere", kind="trainer", places=(at("London"),)),
        thing("Here too", places=(at("Taunton"),)),
    )

    assert titles(read(near="51.01494,-3.10293", kind="trainer", sort="distance", page="3")) == ["Here"]
    assert titles(read(q="elsewhere")) == ["Elsewhere"]


def test_no_more_than_fifty(shelf: Shelf) -> None:
    shelf.put(*(thing(f"{n}") for n in range(feeds.MOST + 1)))

    assert len(titles(read())) == feeds.MOST


@pytest.mark.parametrize("text", ["\0", "\x01\x0b", "\ufffe", "<b>", "]]>", "💬", "שלום", "x" * 10_000, '"'])
def test_any_text_makes_a_feed(shelf: Shelf, text: str) -> None:
    shelf.put(thing(f"A {text[:50]} Z".replace("\0", "")))

    read(q=text)
    assert len(titles(read())) == 1


def test_it_is_not_sent_twice(shelf: Shelf) -> None:
    shelf.put(thing())

    response = Client().get(URL)
    again = Client().get(URL, headers={"If-None-Match": response["ETag"]})

    assert "Last-Modified" not in response
    assert response["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (response["ETag"], response["Cache-Control"])


def test_it_is_sent_again_when_an_entry_changes_comes_or_goes(shelf: Shelf) -> None:
    def tag() -> str:
        return str(Client().get(URL)["ETag"])

    one, other = thing("One", uid=UUID(int=1)), thing("Other")
    shelf.put(one, other)
    tags = [tag()]
    shelf.put(thing("One, changed", uid=UUID(int=1)))
    tags.append(tag())
    shelf.put(thing("Later", visible_from=clock.now() + DAY))
    assert tag() == tags[-1]
    clock.advance(2 * 86_400)
    tags.append(tag())
    SearchDocument.objects.filter(uid=UUID(int=1)).delete()
    tags.append(tag())

    assert len(set(tags)) == 4


def test_a_feed_of_nothing_stands_still(shelf: Shelf) -> None:
    first = Client().get(URL)
    clock.advance(2)

    assert titles(read()) == []
    assert Client().get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_too_many_are_asked_to_wait(shelf: Shelf, settings: Any) -> None:
    settings.API_RATE = "1/min"

    answers = [Client().get(URL) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert 1 <= int(answers[1]["Retry-After"]) <= 60


def test_the_results_page_names_its_feed(shelf: Shelf) -> None:
    page = Client().get("/search/", {"kind": "group", "page": "2"}).content.decode()

    assert 'type="application/rss+xml"' in page
    assert f'href="{URL}?kind=group"' in page


def test_statements_do_not_grow(shelf: Shelf) -> None:
    spent = []
    for number in (1, 3):
        shelf.put(*(thing(f"{number}.{n}", places=(at("Taunton"),)) for n in range(number)))
        with CaptureQueriesContext(connection) as statements:
            read()
        spent.append(len(statements))

    assert spent[0] == spent[1] <= 6
