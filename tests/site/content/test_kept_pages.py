"""Whole pages kept for visitors without a cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from accounts.models import User
from content.models import ArticlePage, StandardPage
from content.planting import stream
from core import clock
from tests.factories.articles import article, empty_site, paragraph
from tests.factories.groups import PersonFactory
from tests.factories.home import told

pytestmark = pytest.mark.django_db
Committed = Callable[[], Any]
MIDDLEWARE = "content.kept_pages.KeptPagesMiddleware"


@pytest.fixture(autouse=True)
def _keeping(settings: Settings) -> None:
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], MIDDLEWARE, *settings.MIDDLEWARE[1:]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """Makes blocks whose changes are committed at their end, as far as anybody can tell."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def page() -> ArticlePage:
    empty_site()
    return article("First", slug="first")


def text(client: Client, path: str = "/articles/first/", **more: Any) -> str:
    return str(client.get(path, **more).content.decode())


def test_a_second_visitor_costs_no_query(page: ArticlePage, django_assert_num_queries: Any) -> None:
    first = Client().get("/articles/first/")

    with django_assert_num_queries(0):
        second = Client().get("/articles/first/")

    assert second.content == first.content
    assert second.headers == first.headers


def test_publishing_again_is_seen_at_once(page: ArticlePage, committed: Committed) -> None:
    assert "About First." in text(Client())

    page.intro = "Quite another beginning."
    with committed():
        page.save_revision().publish()

    assert "Quite another beginning." in text(Client())


def test_a_page_that_is_no_article_is_seen_at_once(page: ArticlePage, committed: Committed) -> None:
    terms = StandardPage.objects.get(slug="imprint")
    text(Client(), "/imprint/")

    terms.body = stream([paragraph("We moved.")])
    with committed():
        terms.save_revision().publish()

    assert "We moved." in text(Client(), "/imprint/")


def test_what_is_gone_is_gone_at_once(page: ArticlePage, committed: Committed) -> None:
    text(Client())

    with committed():
        page.unpublish()

    assert Client().get("/articles/first/").status_code == 404


def test_a_page_made_private_is_not_shown_from_what_was_kept(page: ArticlePage, committed: Committed) -> None:
    text(Client())

    with committed():
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="quietly"
        )

    assert "About First." not in text(Client())
    assert "About First." not in text(Client())


def test_a_signed_in_person_sees_their_own_masthead(page: ArticlePage) -> None:
    person: User = PersonFactory(name="Orla Quinn")
    text(Client())
    member = Client()
    member.force_login(person)

    assert "Orla Quinn" in text(member)
    assert "Orla Quinn" not in text(Client())


def test_an_address_with_a_question_is_not_kept(page: ArticlePage) -> None:
    assert "ref=QUANTOCK" in text(Client(), "/articles/first/?ref=QUANTOCK")
    assert "ref=QUANTOCK" not in text(Client())


def test_hosts_do_not_share(page: ArticlePage, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    Client().get("/articles/first/", headers={"host": "one.example"})

    assert Client().get("/articles/first/", headers={"host": "three.example"}).status_code == 400


def test_a_form_with_a_token_is_never_kept(page: ArticlePage) -> None:
    first = Client().get("/account/login/").content

    assert first != Client().get("/account/login/").content


def test_a_head_request_and_a_post_pass_by(page: ArticlePage) -> None:
    text(Client())

    assert Client().head("/articles/first/").content == b""
    assert Client().post("/articles/first/").status_code in {200, 405}


def test_the_page_of_another_day_is_made_anew(page: ArticlePage) -> None:
    """In development the clock moves; what was kept before is of another time."""
    text(Client())
    clock.advance(86_400)

    with CaptureQueriesContext(connection) as made_anew:
        text(Client())

    assert len(made_anew) > 0


def test_news_is_kept_and_a_change_is_seen_at_once(page: ArticlePage, committed: Committed) -> None:
    update = told("Open", slug="open")
    assert "Open" in text(Client(), "/news/")
    with CaptureQueriesContext(connection) as again:
        text(Client(), "/news/")
    assert len(again) == 0

    update.title = "Wide awake"
    with committed():
        update.save_revision().publish()

    assert "Wide awake" in text(Client(), "/news/")
    assert "Wide awake" in text(Client(), "/news/open/")
