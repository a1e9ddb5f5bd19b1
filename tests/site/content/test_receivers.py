"""What search is told, and what becomes a version of the terms."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from content import findables
from content.models import Author, NewsIndexPage, NewsPage, StandardPage
from content.planting import stream
from core import clock
from core.findable import findable_changed, kinds
from marketplace.orders.models import TermsVersion
from tests.factories.articles import article, empty_site, paragraph, site_pages
from tests.factories.home import told as news

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """Uids of articles search was told of, in order."""
    heard: list[Any] = []

    def hear(kind: str, uids: list[Any], **kwargs: Any) -> None:
        if kind == "article":
            heard.extend(uids)

    findable_changed.connect(hear)
    yield heard
    findable_changed.disconnect(hear)


def found() -> set[str]:
    return {item.title for item in findables.load(findables.all_uids())}


def test_publishing_and_unpublishing_are_told(told: list[Any]) -> None:
    empty_site()
    told.clear()

    page = article("First")
    assert told == [page.uid]
    page.unpublish()

    assert told == [page.uid, page.uid]


def test_a_draft_is_told_to_nobody(told: list[Any]) -> None:
    empty_site()
    told.clear()

    article("Draft", publish=False)

    assert told == []


def test_settings_are_there_when_search_is_told() -> None:
    seen: list[tuple[str, ...]] = []

    def hear(kind: str, uids: list[Any], **kwargs: Any) -> None:
        seen.extend(item.settings for item in findables.load(uids))

    empty_site()
    findable_changed.connect(hear)
    try:
        article("First", settings=["midwifery"])
    finally:
        findable_changed.disconnect(hear)

    assert seen == [("midwifery",)]


def test_deleting_renaming_and_hiding_are_told(told: list[Any]) -> None:
    index = empty_site()
    page = article("First")
    told.clear()

    index.slug = "reading"
    index.save_revision().publish()
    assert told == [page.uid]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert told == [page.uid] * 2
    restriction.delete()
    assert told == [page.uid] * 3
    told.clear()
    page.delete()

    assert set(told) == {page.uid}


def test_an_authors_new_name_is_told(told: list[Any]) -> None:
    site_pages()
    told.clear()

    author = Author.objects.get(name="Ines Valdorra")
    author.save()

    assert len(told) == 1


def test_only_what_everybody_may_read_is_found() -> None:
    empty_site()
    article("First")
    article("Draft", publish=False)
    article("Gone").unpublish()
    private = article("Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert found() == {"First"}


def test_findable_shows_what_a_result_needs() -> None:
    site_pages()

    item = next(i for i in findables.load(findables.all_uids()) if i.title.startswith("Youth"))

    assert item.url == "/articles/youth-justice-choice-inside-limits/"
    assert set(item.settings) == {"youth-offending", "probation"}
    assert item.by == "Tobin Raske"
    assert dict(item.facts) == {"reading_minutes": "6", "authors": "Tobin Raske"}
    assert "coat" in item.body
    assert "<" not in item.body
    assert item.languages == ("en",)


def test_terms_become_a_version_when_published() -> None:
    site_pages()

    version = TermsVersion.objects.get()
    assert version.number == 1
    assert "The trainer named on the booking is the seller." in version.text


def test_new_words_make_a_new_version_and_the_same_words_none() -> None:
    site_pages()
    page = StandardPage.objects.get(purpose="terms")

    page.save_revision().publish()
    assert TermsVersion.objects.count() == 1
    page.body = stream([paragraph("Everything is different now.")])
    page.save_revision().publish()

    assert [version.number for version in TermsVersion.objects.order_by("number")] == [1, 2]


def test_a_draft_of_the_terms_is_no_version() -> None:
    site_pages()
    page = StandardPage.objects.get(purpose="terms")

    page.body = stream([paragraph("Not yet.")])
    page.save_revision()

    assert TermsVersion.objects.count() == 1


def news_found() -> dict[str, Any]:
    """What search would get of news now, by title."""
    kind = kinds()["news"]
    return {item.title: item for item in kind.load(kind.all_uids())}


def test_news_is_told_and_found_as_a_kind_of_its_own(told: list[Any]) -> None:
    heard: list[Any] = []

    def hear(kind: str, uids: list[Any], **kwargs: Any) -> None:
        heard.extend((kind, uid) for uid in uids)

    empty_site()
    told.clear()
    findable_changed.connect(hear)
    try:
        page = news("Open", go_live_at=None, expire_at=None)
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN).delete()
        index = NewsIndexPage.objects.get()
        index.slug = "what-is-new"
        index.save_revision().publish()
        page.refresh_from_db()
        page.unpublish()
        page.delete()
    finally:
        findable_changed.disconnect(hear)

    assert set(heard) == {("news", page.uid)}
    assert len(heard) >= 6  # published, hidden, shown, list renamed, taken away, deleted
    assert told == []


def test_only_news_that_everybody_may_read_is_found() -> None:
    empty_site()
    news("Open", expire_at=clock.now() + dt.timedelta(days=2))
    news("Draft", publish=False)
    news("Gone").unpublish()
    PageViewRestriction.objects.create(page=news("Private"), restriction_type=PageViewRestriction.LOGIN)
    news("Expired", expire_at=clock.now() - dt.timedelta(hours=1))

    found_now = news_found()

    assert set(found_now) == {"Open"}
    assert found_now["Open"].visible_until == NewsPage.objects.get(title="Open").expire_at


def test_findable_of_news_shows_its_day() -> None:
    empty_site()
    news("Open", slug="open", first_published_at=dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC))

    item = news_found()["Open"]

    assert (item.kind, item.url, item.summary) == ("news", "/news/open/", "About Open.")
    assert dict(item.facts) == {"published_on": "2026-07-01"}  # the site's own day
    assert "You could ask, and then wait." in item.body
