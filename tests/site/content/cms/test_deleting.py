"""Pages under which members have written are kept, with a sentence instead of an error page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from content.models import Perspective, QuestionPage
from content.permissions import ensure_page_permissions
from tests.factories.accounts import account
from tests.factories.perspectives import PerspectiveFactory, question, question_index

pytestmark = pytest.mark.django_db
KEPT = "so it cannot be deleted. You could unpublish"


@pytest.fixture
def editor() -> User:
    question_index()
    ensure_page_permissions()
    return account("ed@mail.example", roles=("editor",))


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def delete(desk: Client, page: Any, method: str = "post") -> HttpResponse:
    return getattr(desk, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def delete_all(desk: Client, *pages: Any) -> HttpResponse:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return desk.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{ids}")


def said(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def exists(page: Any) -> bool:
    return QuestionPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_answered_question_is_kept_and_unpublishing_is_offered(desk: Client, method: str) -> None:
    page = question("What helped?")
    PerspectiveFactory.create_batch(2, question=page)
    PerspectiveFactory(question=page, state=Perspective.State.WITHDRAWN)

    answer = delete(desk, page, method)

    listed = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert (answer.status_code, answer.headers["Location"], exists(page)) == (302, listed, True)
    assert f"Members have sent 3 perspectives to “What helped?”, {KEPT} it:" in said(answer)
    assert f'href="{reverse("wagtailadmin_pages:unpublish", args=[page.pk])}"' in said(answer)
    assert KEPT in desk.get(listed).content.decode()


def test_one_perspective_is_one(desk: Client) -> None:
    page = question("What helped?")
    PerspectiveFactory(question=page)

    assert "Members have sent 1 perspective to “What helped?”" in said(delete(desk, page))


def test_page_above_an_answered_question_is_kept(client: Client) -> None:
    page = question()
    PerspectiveFactory.create_batch(2, question=page)
    client.force_login(account("all@mail.example", is_superuser=True))

    answer = delete(client, question_index())

    assert (answer.status_code, exists(page)) == (302, True)
    assert f"2 perspectives to questions below “Questions”, {KEPT} it with what is below" in said(answer)


def test_draft_offers_no_unpublishing(desk: Client) -> None:
    page = question()
    PerspectiveFactory(question=page)
    page.unpublish()

    assert "unpublish/" not in said(delete(desk, page))


def test_question_without_answers_goes(desk: Client) -> None:
    page = question()
    PerspectiveFactory(question=question("Another?"))

    delete(desk, page)

    assert not exists(page)


def test_selection_with_an_answered_question_is_kept_whole(desk: Client) -> None:
    answered, quiet = question("What helped?"), question("What else?")
    PerspectiveFactory(question=answered)

    answer = delete_all(desk, answered, quiet)

    assert (answer.status_code, exists(answered), exists(quiet)) == (302, True, True)
    words = said(answer)
    assert "Nothing was deleted. Members have sent 1 perspective to “What helped?”" in words
    assert "What else?" not in words


def test_selection_without_answers_goes(desk: Client) -> None:
    pages = [question("What helped?"), question("What else?")]

    delete_all(desk, *pages)

    assert [exists(page) for page in pages] == [False, False]


def test_selection_is_unpublished_with_its_answers(desk: Client) -> None:
    page = question()
    PerspectiveFactory(question=page)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    desk.post(f"{url}?id={page.pk}")

    page.refresh_from_db()
    assert (page.live, page.perspectives.count()) == (False, 1)
