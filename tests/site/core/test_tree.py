"""Where a page stands in other languages."""

import pytest
from pytest_django import Settings
from wagtail.models import Locale

from content.models import ArticlePage
from core import tree
from tests.factories.articles import article, empty_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german(settings: Settings) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]


def translated(*, publish: bool) -> ArticlePage:
    """The English article of a pair; its German version is live or a draft."""
    empty_site()
    english = article("First", slug="first")
    german = Locale.objects.get_or_create(language_code="de")[0]
    version = english.copy_for_translation(german, copy_parents=True)
    version.slug = "erster"
    version.save()
    if publish:
        version.save_revision().publish()
    return english


def test_page_loaded_with_its_versions_asks_no_more(django_assert_num_queries: object) -> None:
    english = translated(publish=True)
    page = tree.with_versions(ArticlePage.objects.for_serving()).get(pk=english.pk)

    with django_assert_num_queries(0):
        found = tree.versions(page)

    assert found == {"en-gb": "/articles/first/", "de": "/de/articles/erster/"}
    assert tree.versions(english) == found


def test_version_that_is_a_draft_stands_nowhere() -> None:
    english = translated(publish=False)
    page = tree.with_versions(ArticlePage.objects.for_serving()).get(pk=english.pk)

    assert tree.versions(page) == {"en-gb": "/articles/first/"}
