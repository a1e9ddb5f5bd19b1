"""Articles for feed readers."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content import schedule
from content.models import ArticleAuthor, ArticlePage, Author
from core import clock
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


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("?setting=nowhere", 404),
        ("?topic=%27--", 404),
        ("?setting=midwifery&topic=nothing", 404),
        (f"?setting={'x' * 900}", 404),
        ("?setting=%00", 200),
        ("?page=x", 200),
    ],
)
def test_feed_of_a_setting_there_is_not_is_not_there(client: Client, asked: str, status: int) -> None:
    empty_site()
    article("Any", settings=["midwifery"])

    assert client.get(f"/articles.atom{asked}").status_code == status


def test_feed_of_a_setting_without_articles_is_a_feed_without_entries(client: Client) -> None:
    empty_site()
    article("Any", settings=["midwifery"])

    root = feed(client, "?setting=courts&utm=x")

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.findall("a:entry", ATOM) == []
    address = "http://localhost:8000/articles.atom?setting=courts"
    assert root.findtext("a:id", None, ATOM) == address
    assert root.find("a:link[@rel='self']", ATOM).get("href") == address
    assert root.findtext("a:title", None, ATOM)
    assert dt.datetime.fromisoformat(root.findtext("a:updated", "", ATOM)) <= clock.now()


def test_each_feed_is_known_by_its_own_address(client: Client) -> None:
    empty_site()
    on(article("Any", settings=["midwifery"]), "Evoking")

    asked = ("", "?topic=evoking", "?setting=midwifery", "?topic=evoking&setting=midwifery")
    names = [feed(client, one).findtext("a:id", "", ATOM) for one in asked]

    assert len(set(names)) == 4


@pytest.mark.parametrize("asked", ["", "?setting=courts"])
def test_reader_who_has_it_is_told_so(client: Client, asked: str) -> None:
    empty_site()
    article("Any")
    answer = client.get(f"/articles.atom{asked}")
    clock.advance(2)

    again = client.get(f"/articles.atom{asked}", headers={"if-none-match": answer.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control"):
        assert again.headers[name] == answer.headers[name]
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert "Last-Modified" not in answer.headers


def test_reader_hears_of_what_changes_comes_and_goes(client: Client) -> None:
    def tag() -> str:
        return str(client.get("/articles.atom").headers["ETag"])

    empty_site()
    article("First")
    second, third, fourth = (article(name) for name in ("Second", "Third", "Fourth"))
    tags = [tag()]
    second.title = "Second thoughts"
    second.save_revision().publish()
    tags.append(tag())
    second.unpublish()
    tags.append(tag())
    ArticlePage.objects.filter(pk=third.pk).update(expire_at=clock.now() - dt.timedelta(minutes=1))
    tags.append(tag())
    PageViewRestriction.objects.create(page=fourth, restriction_type=PageViewRestriction.LOGIN)
    tags.append(tag())
    later = article("Later", publish=False)
    later.go_live_at = clock.now() - dt.timedelta(minutes=1)
    later.save_revision(approved_go_live_at=later.go_live_at)
    assert tag() == tags[-1]
    schedule.publish_scheduled()
    tags.append(tag())

    assert titles(client) == ["Later", "First"]
    assert len(set(tags)) == 6


def test_entry_is_the_same_wherever_its_page_moves(client: Client) -> None:
    empty_site()
    page = article("One")
    (before,) = feed(client).findall("a:entry", ATOM)

    page.slug = "elsewhere"
    page.save_revision().publish()

    (after,) = feed(client).findall("a:entry", ATOM)
    assert before.findtext("a:id", "", ATOM) == after.findtext("a:id", "", ATOM)
    assert after.find("a:link", ATOM).get("href").endswith("/articles/elsewhere/")


@pytest.mark.parametrize("words", ["A\x0bB", "<b>&amp;</b>", "]]>", "\ufffe", "שלום"])
def test_any_title_makes_a_feed(client: Client, words: str) -> None:
    empty_site()
    article(words, intro=words, slug="any")

    shown = words.replace("\x0b", "").replace("\ufffe", "")
    (entry,) = feed(client).findall("a:entry", ATOM)
    assert entry.findtext("a:title", None, ATOM) == shown
    assert entry.findtext("a:summary", None, ATOM) == shown


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
