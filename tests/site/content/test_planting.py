"""What a site starts with comes once: neither a new slug nor a deletion brings a page back."""

from typing import Any

import pytest
from django.test import Client
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, PageLogEntry

from content.models import (
    ArticleIndexPage,
    ArticlePage,
    NewsIndexPage,
    NewsPage,
    Perspective,
    QuestionIndexPage,
    QuestionPage,
    StandardPage,
)
from content.planting import PLANTED, planted, was_planted
from content.seeding import create_site_pages
from tests.factories.accounts import account
from tests.factories.articles import site_pages

pytestmark = pytest.mark.django_db
SOME: dict[Any, tuple[str, str]] = {
    ArticlePage: ("ten-minute-ward-conversation", "coach-who-asked"),
    QuestionPage: ("what-do-you-say-when-attendance-is-compulsory", "what-revived-your-group"),
    NewsPage: ("questions-are-open", "the-library-has-opened"),
    StandardPage: ("privacy", "imprint"),
}
"""Of each kind one to rename and one to delete."""


def test_what_editors_renamed_or_deleted_does_not_come_back() -> None:
    site_pages()
    Perspective.objects.all().delete()  # nobody deletes a page under other people's words
    for model, (renamed, deleted) in SOME.items():
        page = model.objects.get(slug=renamed)
        page.slug = f"our-{renamed}"
        page.save_revision().publish()
        DeletePageAction(model.objects.get(slug=deleted), user=None).execute(skip_permission_checks=True)
    before = set(Page.objects.values_list("pk", "slug"))

    create_site_pages()

    assert set(Page.objects.values_list("pk", "slug")) == before
    for model, (renamed, deleted) in SOME.items():
        assert planted(model, renamed).slug == f"our-{renamed}"
        assert planted(model, deleted) is None


LISTS: dict[Any, str] = {ArticleIndexPage: "articles", QuestionIndexPage: "questions", NewsIndexPage: "news"}


def test_list_an_editor_deleted_stays_away_with_what_stood_under_it() -> None:
    site_pages()
    Perspective.objects.all().delete()
    for model in LISTS:
        DeletePageAction(model.objects.get(), user=None).execute(skip_permission_checks=True)
    PageLogEntry.objects.filter(action=PLANTED, data__name="coach-who-asked").delete()  # a page new since
    before = set(Page.objects.values_list("pk", "slug"))

    create_site_pages()

    assert set(Page.objects.values_list("pk", "slug")) == before


def test_list_that_was_renamed_and_moved_takes_the_new_pages_and_comes_once() -> None:
    site_pages()
    PageLogEntry.objects.filter(action=PLANTED, data__name__in=LISTS.values()).delete()
    for model, slug in LISTS.items():
        index = model.objects.get()
        index.slug = f"our-{slug}"
        index.save_revision().publish()
    create_site_pages()
    moved = ArticleIndexPage.objects.get()
    moved.move(StandardPage.objects.get(slug="imprint"), pos="last-child")
    ArticlePage.objects.get(slug="coach-who-asked").delete()
    PageLogEntry.objects.filter(action=PLANTED, data__name="coach-who-asked").delete()

    create_site_pages()

    assert [model.objects.count() for model in LISTS] == [1, 1, 1]
    assert ArticlePage.objects.get(slug="coach-who-asked").get_parent().pk == moved.pk


def test_pages_of_an_earlier_load_are_known_from_now_on() -> None:
    site_pages()
    PageLogEntry.objects.filter(action=PLANTED).delete()
    create_site_pages()
    NewsPage.objects.get(slug="questions-are-open").delete()

    assert was_planted(NewsPage, "questions-are-open")
    assert not was_planted(NewsPage, "never-heard-of")
    assert not was_planted(ArticlePage, "questions-are-open")


def test_history_of_a_page_says_where_it_came_from(client: Client) -> None:
    site_pages()
    client.force_login(
        account("ed@mail.example", roles=("editor",)), "django.contrib.auth.backends.ModelBackend"
    )
    page = NewsPage.objects.get(slug="questions-are-open")

    assert "Came with the site" in client.get(f"/cms/pages/{page.pk}/history/").content.decode()
