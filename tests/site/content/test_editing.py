"""A person with only the editor role, in `/cms/`."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import ArticleIndexPage, ArticlePage, Author, HomePage
from directory.places.models import PracticeSetting
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    empty_site()
    client.force_login(account("ed@mail.example", roles=("editor",)))
    return client


def form(**given: Any) -> dict[str, Any]:
    """What the editor's browser sends for an article with one paragraph."""
    return {
        "title": "At the Front Desk",
        "slug": "at-the-front-desk",
        "intro": "Before the date of birth.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": '{"blocks": [{"key": "a", "text": "Say good morning.", "type": "unstyled", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        "article_authors-TOTAL_FORMS": "0",
        "article_authors-INITIAL_FORMS": "0",
        "article_authors-MIN_NUM_FORMS": "0",
        "article_authors-MAX_NUM_FORMS": "1000",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "1000",
        "action-publish": "action-publish",
        **given,
    }


def adding(index: ArticleIndexPage, model: str = "articlepage") -> str:
    return reverse("wagtailadmin_pages:add", args=["content", model, index.pk])


def test_editor_writes_an_article_with_a_setting_and_publishes_it(editor: Client) -> None:
    midwifery = PracticeSetting.objects.get(slug="midwifery")

    answer = editor.post(adding(ArticleIndexPage.objects.get()), form(settings=[midwifery.pk]))

    assert answer.status_code == 302
    page = ArticlePage.objects.get(slug="at-the-front-desk")
    assert (page.live, list(page.settings.all())) == (True, [midwifery])
    assert "Say good morning." in Client().get("/articles/at-the-front-desk/").content.decode()


def test_settings_are_offered_by_their_first_level(editor: Client) -> None:
    text = editor.get(adding(ArticleIndexPage.objects.get())).content.decode()

    assert re.search(r"Justice.*?Probation.*?Social care", text, re.S)


def test_shadowing_slug_is_refused_with_a_sentence_and_keeps_what_was_typed(editor: Client) -> None:
    home = HomePage.objects.get()
    given = {key: value for key, value in form().items() if not key.startswith("article_authors")}

    answer = editor.post(
        reverse("wagtailadmin_pages:add", args=["content", "standardpage", home.pk]),
        given | {"title": "My Search", "slug": "search", "purpose": "plain"},
    )

    text = answer.content.decode()
    assert answer.status_code in {200, 400}
    assert "already leads to another part of the site" in text
    assert 'value="My Search"' in text
    assert not HomePage.objects.get().get_children().filter(slug="search").exists()


def test_editor_keeps_authors(editor: Client) -> None:
    answer = editor.post(reverse("wagtailsnippets_content_author:add"), {"name": "Nan Early"})

    assert answer.status_code == 302
    assert Author.objects.filter(name="Nan Early").exists()


def test_editor_sees_pictures_and_documents(editor: Client) -> None:
    assert editor.get(reverse("wagtailimages:index")).status_code == 200
    assert editor.get(reverse("wagtaildocs:index")).status_code == 200


def test_editor_does_not_see_people(editor: Client) -> None:
    assert editor.get(reverse("wagtailusers_users:index")).status_code == 302


@pytest.mark.parametrize("role", ["moderator", "finance"])
def test_other_roles_do_not_write(client: Client, role: str) -> None:
    empty_site()
    client.force_login(account("staff@mail.example", roles=(role,)))

    client.post(adding(ArticleIndexPage.objects.get()), form())

    assert not ArticlePage.objects.exists()


def test_preview_shows_the_draft(editor: Client) -> None:
    page = article("First", publish=True)
    page.title = "Second thoughts"
    page.save_revision()

    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert "<h1>Second thoughts</h1>" in preview
    assert "<h1>First</h1>" in Client().get("/articles/first/").content.decode()
