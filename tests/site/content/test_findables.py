"""A page in two languages: two things to find, each of which knows of the other."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from content import findables
from content.models import ArticlePage
from content.perspectives import findables as questions
from core.findable import kinds
from search.models import SearchDocument
from tests.factories.articles import article, empty_site
from tests.factories.home import told as news
from tests.factories.perspectives import question

pytestmark = pytest.mark.django_db
Doing = Callable[[Any], object]


@pytest.fixture(autouse=True)
def site() -> None:
    empty_site()


def translated(page: Any, *, publish: bool = True) -> Any:
    """The page in German, under German parents."""
    german, _ = Locale.objects.get_or_create(language_code="de")
    version = page.copy_for_translation(german, copy_parents=True)
    version.title = f"{page.title}, deutsch"
    revision = version.save_revision()
    if publish:
        revision.publish()
    version.refresh_from_db()
    return version


def rows() -> Iterator[tuple[str, str]]:
    yield from SearchDocument.objects.order_by("title").values_list("title", "translated_into")


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("made", [article, news, question])
def test_each_says_where_else_it_is(made: Callable[[str], Any]) -> None:
    made("Alone")
    translated(made("Mornings"))

    assert list(rows()) == [("Alone", ""), ("Mornings", "|de|"), ("Mornings, deutsch", "|en|")]


def test_a_draft_of_a_translation_is_nowhere_to_be_found() -> None:
    version = translated(article("Mornings"), publish=False)
    assert list(rows()) == [("Mornings", "")]

    version.get_latest_revision().publish()

    assert list(rows()) == [("Mornings", "|de|"), ("Mornings, deutsch", "|en|")]


@pytest.mark.parametrize(
    "hide",
    [
        lambda version: version.unpublish(),
        lambda version: version.delete(),
        restrict,
        lambda version: restrict(version.get_parent()),
    ],
    ids=["unpublished", "deleted", "private", "branch private"],
)
def test_what_goes_is_no_longer_named_by_its_translation(hide: Doing) -> None:
    version = translated(article("Mornings"))
    assert ("Mornings", "|de|") in rows()

    hide(version)

    assert list(rows()) == [("Mornings", "")]


def test_what_is_public_again_is_named_again() -> None:
    restrict(translated(article("Mornings")))

    PageViewRestriction.objects.all().delete()

    assert list(rows()) == [("Mornings", "|de|"), ("Mornings, deutsch", "|en|")]


def test_moved_to_where_it_is_private_and_back() -> None:
    version = translated(article("Mornings"))
    index, private = version.get_parent(), translated(news("Elsewhere")).get_parent()
    restrict(private)

    version.move(private, pos="last-child")
    assert ("Mornings", "") in rows()
    index.refresh_from_db()
    ArticlePage.objects.get(pk=version.pk).move(index, pos="last-child")

    assert ("Mornings", "|de|") in rows()


@pytest.mark.parametrize(("made", "kind"), [(article, findables.KIND), (question, questions.KIND)])
def test_translations_are_asked_for_once(made: Callable[[str], Any], kind: str) -> None:
    """What each page is asked for besides (settings, topics) is counted on pages that have no translation."""
    for title in ("A", "B", "C"):
        made(title)
    registered = kinds()[kind]

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(list(registered.load(registered.all_uids()))) >= 3
        return sum("translation_key" in one["sql"].partition("FROM")[2] for one in asked)

    before = statements()
    translated(made("D"))

    assert statements() == before
