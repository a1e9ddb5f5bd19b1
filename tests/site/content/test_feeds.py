"""Articles for feed readers."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.models import ArticleAuthor, ArticlePage, Author
from tests.factories.articles import article, empty_site

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: Client, asked: str = "") -> ElementTree.Element:
    answer = client.get(f"/articles.atom{asked}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  (written by ourselves)


def titles(client: Client, asked: str = "") -> list[str]:
    return [entry.findtext("a:title", "", ATOM) for entry in feed(client, asked).findall("a:entry", ATOM)]


def on(page: ArticlePage, *topics: str) -> ArticlePage:
    page.topics.add(*topics)
    page.save_revision().publish()
    return page


def test_feed_holds_what_everybody_may_read_newest_first(client: Client) -> None:
    empty_site()
    article("First")
    article("Second")
    article("Draft", publish=False)
    hidden = article("Hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    gone = article("Gone")
    gone.unpublish()

    assert titles(client) == ["Second", "First"]


def test_entry_has_what_the_format_asks_for(client: Client) -> None:
    empty_site()
    page = on(article("Wards & <wards>"), "Evoking")
    ArticleAuthor.objects.create(page=page, author=Author.objects.create(name="Nan Early"))

    root = feed(client)
    (entry,) = root.findall("a:entry", ATOM)

    assert root.find("a:link[@rel='self']", ATOM).get("href") == "http://localhost:8000/articles.atom"
    assert entry.findtext("a:id", None, ATOM) == f"urn:uuid:{page.uid}"
    assert entry.findtext("a:title", None, ATOM) == "Wards & <wards>"
    assert entry.find("a:link", ATOM).get("href") == page.full_url
    assert entry.findtext("a:author/a:name", None, ATOM) == "Nan Early"
    assert entry.find("a:category", ATOM).get("term") == "Evoking"
    assert entry.findtext("a:updated", "", ATOM)[:10] == timezone.now().date().isoformat()


def test_feed_by_setting_and_by_topic(client: Client) -> None:
    empty_site()
    on(article("Midwives", settings=["midwifery"]), "Evoking")
    on(article("Courts", settings=["justice"]), "Focusing")

    assert titles(client, "?setting=health-care") == ["Midwives"]
    assert titles(client, "?topic=focusing") == ["Courts"]
    assert titles(client, "?topic=focusing&setting=justice") == ["Courts"]


@pytest.mark.parametrize("asked", ["?setting=nowhere", "?topic=%27--", "?setting=%00"])
def test_feed_of_nothing_is_not_there(client: Client, asked: str) -> None:
    empty_site()
    article("Any", settings=["midwifery"])

    assert client.get(f"/articles.atom{asked}").status_code in ({200} if asked.endswith("00") else {404})


def test_reader_who_has_it_is_told_so(client: Client) -> None:
    empty_site()
    article("Any")
    stamp = client.get("/articles.atom").headers["Last-Modified"]

    assert client.get("/articles.atom", headers={"if-modified-since": stamp}).status_code == 304


def test_feed_asks_equally_often_for_one_and_three_articles(client: Client) -> None:
    def queries() -> int:
        feed(client)
        with CaptureQueriesContext(connection) as captured:
            feed(client)
        return len(captured)

    empty_site()
    on(article("One", settings=["midwifery"]), "Evoking")
    first = queries()
    on(article("Two", settings=["midwifery"]), "Evoking")
    on(article("Three", settings=["justice"]), "Focusing")

    assert queries() == first
    assert first <= 12


def test_pages_link_to_the_feed_and_count(client: Client) -> None:
    empty_site()
    on(article("One", settings=["midwifery"]), "Evoking")
    on(article("Two", settings=["justice"]), "Evoking")

    text = client.get("/articles/").content.decode()
    by_setting = client.get("/articles/?setting=health-care").content.decode()

    assert re.search(r'<link rel="alternate" type="application/atom\+xml" [^>]*href="/articles.atom">', text)
    assert 'href="/articles.atom?setting=health-care">' in by_setting
    assert ("2 articles" in text, "1 article " in by_setting) == (True, True)
    assert ("Health care (1)" in text, "Midwifery (1)" in text, "Evoking (2)" in text) == (True, True, True)
    assert 'href="/articles.atom"' in client.get("/articles/one/").content.decode()
    assert 'href="/articles/?topic=evoking"' in client.get("/articles/one/").content.decode()


def test_list_by_topic(client: Client) -> None:
    empty_site()
    on(article("One"), "Evoking")
    on(article("Two"), "Focusing")

    text = client.get("/articles/?topic=evoking").content.decode()

    assert (">One</a>" in text, ">Two</a>" in text) == (True, False)
    assert client.get("/articles/?topic=nothing").status_code == 400
