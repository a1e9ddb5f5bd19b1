"""News: the list, an update's page, the feed, and the files a site starts with."""

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import PageLogEntry, PageViewRestriction

from content.models import HomePage, NewsIndexPage, NewsPage
from content.planting import PLANTED
from content.seeding import create_site_pages
from content.seeding_news import HERE
from core import clock
from tests.factories.accounts import account
from tests.factories.articles import empty_site, paragraph, site_pages
from tests.factories.home import told

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCRIPT = "<script>alert(1)</script>"


def text(client: Client, path: str = "/news/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, path: str) -> int:
    """Of a warm request."""
    text(client, path)
    with CaptureQueriesContext(connection) as captured:
        text(client, path)
    return len(captured)


def listed(client: Client, asked: str = "") -> list[str]:
    """The titles of the list, in their order."""
    return re.findall(r'<h3><a href="/news/[^"]+">([^<]+)</a>', text(client, f"/news/{asked}"))


def on_day(title: str, year: int, month: int = 3) -> NewsPage:
    """An update of that year."""
    return told(title, first_published_at=dt.datetime(year, month, 5, 12, tzinfo=dt.UTC))


def hidden() -> None:
    """A draft, a private update, one that was taken away, and one that has expired."""
    told("Draft", publish=False)
    private = told("Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    told("Gone").unpublish()
    told("Expired", expire_at=clock.now() - dt.timedelta(hours=1))


def entries(client: Client) -> list[ElementTree.Element]:
    answer = client.get("/news.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314  (written by ourselves)
    return root.findall("a:entry", ATOM)


def test_list_holds_what_everybody_may_read_newest_first(client: Client) -> None:
    empty_site()
    told("First")
    told("Second")
    hidden()

    assert listed(client) == ["Second", "First"]
    assert "2 updates" in text(client)


def test_list_is_headed_by_years(client: Client) -> None:
    empty_site()
    on_day("Older", 2024)
    on_day("Spring", 2025)
    on_day("Summer", 2025, 7)

    page = text(client)

    assert years(page) == ["2025", "2024"]
    assert listed(client) == ["Summer", "Spring", "Older"]
    assert re.findall(r'<time datetime="(2025[^"]+)">([^<]+)<', page) == [
        ("2025-07-05", "5 July"),
        ("2025-03-05", "5 March"),
    ]


def test_years_and_days_are_those_of_the_site(client: Client, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    empty_site()
    told("Eve", slug="eve", first_published_at=dt.datetime(2024, 12, 31, 22, 30, tzinfo=dt.UTC))
    told("New year", slug="new", first_published_at=dt.datetime(2024, 12, 31, 23, 30, tzinfo=dt.UTC))

    page = text(client)

    assert years(page) == ["2025", "2024"]
    assert re.findall(r'<time datetime="([^"]+)">([^<]+)<', page) == [
        ("2025-01-01", "1 January"),
        ("2024-12-31", "31 December"),
    ]
    assert '<time datetime="2025-01-01">1 January 2025<' in text(client, "/news/new/")


def test_a_page_that_begins_within_a_year_has_its_heading(client: Client) -> None:
    empty_site()
    for number in range(13):
        on_day(f"Number {number}", 2025, 1 + number % 12)
    on_day("Older", 2024)

    assert years(text(client)) == ["2025"]
    assert years(text(client, "/news/?page=2")) == ["2025", "2024"]


def years(page: str) -> list[str]:
    """The headings of the list."""
    return re.findall(r'<h2 id="h-\d+"[^>]*>(\d+)</h2>', page)


def test_list_has_pages_and_no_others(client: Client) -> None:
    empty_site()
    for number in range(13):
        told(f"Number {number}")

    assert len(listed(client)) == 12
    assert "1 to 12 of 13" in text(client)
    assert listed(client, "?page=2") == ["Number 0"]
    for wrong in ("3", "0", "-1", "x", "9999999", "²"):
        assert client.get(f"/news/?page={wrong}").status_code == 404


def test_list_without_news_says_so(client: Client) -> None:
    empty_site()

    assert "No news yet" in text(client)


def test_update_shows_itself_its_day_and_the_others(client: Client) -> None:
    empty_site()
    for number in range(4):
        told(f"Other {number}")
    told("Groups can meet online", intro="With a link.", slug="online", body=[paragraph("From today on.")])
    hidden()

    page = text(client, "/news/online/")

    assert page.count("<h1") == 1
    assert ("With a link." in page, "From today on." in page) == (True, True)
    assert f'<time datetime="{clock.now():%Y-%m-%d}">' in page
    assert re.findall(r'<h3 class="h4"><a href="[^"]+">([^<]+)', page) == ["Other 3", "Other 2", "Other 1"]


@pytest.mark.parametrize("path", ["/news/", "/news/one/"])
def test_pages_ask_equally_often_for_one_and_three(client: Client, path: str) -> None:
    empty_site()
    told("One", slug="one")
    told("Beside it")
    few = queries(client, path)
    told("Third")
    told("Fourth")

    assert queries(client, path) == few
    assert few <= 12


def test_page_is_known_to_search_engines(client: Client) -> None:
    empty_site()
    told(f"Wards & {SCRIPT}", slug="wards", intro="In short.")

    page = text(client, "/news/wards/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert SCRIPT not in page
    assert (data["@type"], data["headline"]) == ("NewsArticle", f"Wards & {SCRIPT}")
    assert data["mainEntityOfPage"] == "http://localhost:8000/news/wards/"
    assert data["datePublished"][:10] == f"{clock.now():%Y-%m-%d}"
    assert data["author"] == data["publisher"]
    assert 'property="og:type" content="article"' in page
    assert '<link rel="canonical" href="http://localhost:8000/news/wards/">' in page
    picture = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
    assert data["image"] == [picture]
    assert NewsPage.objects.get().card().kind == "News"
    assert client.get(picture.removeprefix("http://localhost:8000")).headers["Content-Type"] == "image/png"


def test_pages_lead_to_the_feed(client: Client) -> None:
    empty_site()
    told("One", slug="one")

    for path in ("/news/", "/news/one/"):
        link = '<link rel="alternate" type="application/atom+xml" title="News" href="/news.atom">'
        assert link in text(client, path)


def test_feed_holds_what_everybody_may_read_newest_first(client: Client) -> None:
    empty_site()
    told("First")
    page = told("Second & <third>")
    hidden()

    newest, oldest = entries(client)

    assert newest.findtext("a:title", None, ATOM) == "Second & <third>"
    assert newest.findtext("a:id", None, ATOM) == f"urn:uuid:{page.uid}"
    assert newest.find("a:link", ATOM).get("href") == page.full_url
    assert newest.findtext("a:author/a:name", None, ATOM) == "MI Commons"
    assert oldest.findtext("a:title", None, ATOM) == "First"


def test_feed_asks_equally_often_for_one_and_three(client: Client) -> None:
    empty_site()
    told("One")
    entries(client)
    with CaptureQueriesContext(connection) as few:
        entries(client)
    told("Two")
    told("Three")
    entries(client)
    with CaptureQueriesContext(connection) as more:
        entries(client)

    assert len(few) == len(more)


def test_reader_of_the_feed_who_has_it_is_told_so(client: Client) -> None:
    empty_site()
    told("Any")
    tag = client.get("/news.atom").headers["ETag"]

    assert client.get("/news.atom", headers={"if-none-match": tag}).status_code == 304
    told("Another")
    assert client.get("/news.atom", headers={"if-none-match": tag}).status_code == 200


def test_sitemap_has_what_everybody_may_read(client: Client) -> None:
    empty_site()
    told("One", slug="one")
    hidden()

    found = re.findall(r"<loc>http://testserver(/news/[^<]*)</loc>", text(client, "/sitemap.xml"))

    assert found == ["/news/", "/news/one/"]


def test_site_starts_with_the_files(client: Client) -> None:
    site_pages()

    assert listed(client) == [
        "Questions are open",
        "Search knows places and practice settings",
        "The library has opened",
    ]
    assert len(list(HERE.glob("*.toml"))) == 3
    ages = {page.slug: (clock.now() - page.first_published_at).days for page in NewsPage.objects.all()}
    assert ages["questions-are-open"] == 5
    assert all(client.get(page.get_url()).status_code == 200 for page in NewsPage.objects.all())


def test_loading_again_changes_nothing_that_was_edited() -> None:
    site_pages()
    page = NewsPage.objects.get(slug="questions-are-open")
    page.title = "Questions are wide open"
    page.save_revision().publish()
    index = NewsIndexPage.objects.get()
    index.intro = "In our own words."
    index.save_revision().publish()
    gone = NewsPage.objects.get(slug="the-library-has-opened")
    gone.unpublish()

    create_site_pages()

    assert NewsPage.objects.count() == 3
    assert NewsPage.objects.get(slug="questions-are-open").title == "Questions are wide open"
    assert NewsIndexPage.objects.get().intro == "In our own words."
    assert not NewsPage.objects.get(slug="the-library-has-opened").live


def test_loading_goes_on_where_it_ended() -> None:
    site_pages()
    NewsPage.objects.get(slug="the-library-has-opened").delete()
    PageLogEntry.objects.filter(action=PLANTED, data__name="the-library-has-opened").delete()
    kept = set(NewsPage.objects.values_list("pk", "uid"))

    create_site_pages()

    assert NewsPage.objects.count() == 3
    assert kept < set(NewsPage.objects.values_list("pk", "uid"))


def test_editors_make_news_and_no_second_list(client: Client) -> None:
    empty_site()
    client.force_login(account("ed@mail.example", roles=("editor",)))
    index, home = NewsIndexPage.objects.get(), HomePage.objects.get()

    assert client.get(f"/cms/pages/add/content/newspage/{index.pk}/").status_code == 200
    assert NewsPage.can_create_at(index)
    assert not NewsIndexPage.can_create_at(home)


def test_copy_has_an_identity_of_its_own() -> None:
    empty_site()
    page = told("One", slug="one")

    copy = page.copy(update_attrs={"slug": "two"})

    assert copy.uid != page.uid
    copy.refresh_from_db()
    copy.save_revision().publish()
    assert NewsPage.objects.get(slug="two").uid == copy.uid


def test_footer_leads_to_the_news(client: Client) -> None:
    empty_site()

    assert '<a href="/news/">News</a>' in text(client, "/imprint/")
