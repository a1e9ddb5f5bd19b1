from http import HTTPStatus

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core import errors
from core.refusal import Refusal


def asked(request: HttpRequest) -> HttpRequest:
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (errors.handler400, HTTPStatus.BAD_REQUEST),
        (errors.handler403, HTTPStatus.FORBIDDEN),
        (errors.handler404, HTTPStatus.NOT_FOUND),
        (errors.handler429, HTTPStatus.TOO_MANY_REQUESTS),
    ],
)
def test_error_pages_bear_their_status_and_a_way_on(handler: object, status: HTTPStatus) -> None:
    response: HttpResponse = handler(asked(RequestFactory().get("/x/")), Exception())  # type: ignore[operator]  # whichever of the handlers

    assert response.status_code == status
    assert b'href="/"' in response.content
    assert b'<meta name="robots" content="noindex">' in response.content


def test_refusal_is_said_in_its_own_words() -> None:
    response = errors.handler403(asked(RequestFactory().get("/x/")), Refusal("The group is closed."))

    assert b"The group is closed." in response.content


def test_not_found_offers_the_words_of_the_address() -> None:
    response = errors.handler404(asked(RequestFactory().get("/articles/ward-conversation/")))

    assert b'value="ward conversation"' in response.content


def test_not_found_offers_nothing_that_is_not_words() -> None:
    response = errors.handler404(asked(RequestFactory().get("/orders/1f2-9/<b>/")))

    assert b'<input id="e-q" name="q" type="search" value="">' in response.content


def test_server_error_needs_no_database_and_gives_a_reference(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors.secrets, "token_hex", lambda _: "7f32041a")

    response = errors.handler500(RequestFactory().get("/x/"))

    assert response.status_code == 500
    assert b"7f32041a" in response.content
    assert "7f32041a" in caplog.text


def test_csrf_failure_keeps_what_was_typed_but_no_password() -> None:
    typed = {"name": "Ilka", "note": "Two\nlines", "password": "hush-hush", "csrfmiddlewaretoken": "stale"}
    request = asked(RequestFactory().post("/account/login/?next=/me/", typed))

    response = errors.csrf_failure(request, "token")

    page = response.content.decode()
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert '<input type="hidden" name="name" value="Ilka">' in page
    assert 'value="Two\nlines"' in page
    assert 'action="/account/login/?next=/me/"' in page
    assert 'type="password" name="password"' in page
    assert "hush-hush" not in page
    assert "stale" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/page"},
    ],
)
def test_csrf_failure_does_not_offer_a_form_of_another_site(headers: dict[str, str]) -> None:
    request = asked(RequestFactory().post("/orders/1/", {"amount": "planted"}, headers=headers))

    response = errors.csrf_failure(request)

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert b"planted" not in response.content
