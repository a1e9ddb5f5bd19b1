"""A group's reference travels in addresses and forms, without a cookie and without a hole."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import Client, RequestFactory

from core.middleware import ReferenceMiddleware
from marketplace.referrals.actions import create_code
from marketplace.referrals.models import Touch
from tests.factories.groups import PersonFactory, PracticeGroupFactory


def carried(html: str, *, ref: str = "QUANTOCK", path: str = "/search/") -> str:
    """What a page becomes on its way out."""
    return passed(HttpResponse(html), ref=ref, path=path).content.decode()


def passed(response: HttpResponse, *, ref: str = "QUANTOCK", path: str = "/search/") -> HttpResponse:
    answer = ReferenceMiddleware(lambda _: response)(RequestFactory().get(path, {"ref": ref}))
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/trainers/">', '<a href="/trainers/?ref=QUANTOCK">'),
        ('<a class="x" href="/a/?b=1">', '<a class="x" href="/a/?b=1&amp;ref=QUANTOCK">'),
        ('<a href="/a/#part">', '<a href="/a/?ref=QUANTOCK#part">'),
        ('<a href="/a/?b=1#part">', '<a href="/a/?b=1&amp;ref=QUANTOCK#part">'),
        ('<a href="/a/?pref=1">', '<a href="/a/?pref=1&amp;ref=QUANTOCK">'),
        ('<a href="/r/refresh/">', '<a href="/r/refresh/?ref=QUANTOCK">'),
        (
            '<form method="get" action="/search/">',
            '<form method="get" action="/search/"><input type="hidden" name="ref" value="QUANTOCK">',
        ),
        ("<form>", '<form><input type="hidden" name="ref" value="QUANTOCK">'),
    ],
)
def test_local_links_and_forms_carry_it(before: str, after: str) -> None:
    assert carried(before) == after


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="canonical" href="/trainers/nerys/">',
        '<a href="https://evil.example/">',
        '<a href="//evil.example/">',
        '<a href="mailto:ilka@mail.example">',
        '<a href="#part">',
        '<a href="/cms/">',
        '<a href="/static/a.css">',
        '<a href="/media/a.png">',
        '<a href="/a/?ref=OTHER">',
        '<a href="/a/?b=1&amp;ref=OTHER">',
        '<form action="https://evil.example/pay">',
        '<form action="//evil.example/pay">',
        '<form data-no-reference action="/account/logout/">',
        "<p>ref and href alone</p>",
    ],
)
def test_what_leads_elsewhere_or_has_one_is_left_alone(html: str) -> None:
    assert carried(html) == html


def test_without_a_reference_a_page_is_left_alone() -> None:
    assert carried('<a href="/a/">', ref="") == '<a href="/a/">'


def test_pages_of_the_cms_are_left_alone() -> None:
    assert carried('<a href="/a/">', path="/cms/pages/") == '<a href="/a/">'


@pytest.mark.parametrize(
    "ref", ["ab", "x" * 33, '"><script>alert(1)</script>', "a b c", "a%22b", "ümlaut", "abc\n", "abc\0"]
)
def test_a_malformed_reference_is_dropped(ref: str) -> None:
    assert carried('<a href="/a/">', ref=ref) == '<a href="/a/">'


def test_what_is_no_page_is_left_alone() -> None:
    assert passed(JsonResponse({"a": '<a href="/a/">'})).content == b'{"a": "<a href=\\"/a/\\">"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/a/", "/a/?ref=QUANTOCK"),
        ("/a/?b=&c=1#part", "/a/?b=&c=1&ref=QUANTOCK#part"),
        ("/a/?ref=OTHER", "/a/?ref=OTHER"),
        ("http://testserver/a/", "http://testserver/a/?ref=QUANTOCK"),
        ("https://checkout.stripe.com/c/pay/1", "https://checkout.stripe.com/c/pay/1"),
    ],
)
def test_redirects_within_the_site_carry_it(before: str, after: str) -> None:
    assert passed(HttpResponseRedirect(before))["Location"] == after


def test_the_length_of_the_page_is_told_anew() -> None:
    response = HttpResponse('<a href="/a/">')
    response["Content-Length"] = "14"

    assert passed(response)["Content-Length"] == str(len('<a href="/a/?ref=QUANTOCK">'))


def test_a_form_brings_it_along() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.reference)  # type: ignore[attr-defined]  # what the middleware sets
        return HttpResponse('<a href="/a/">')

    answer = ReferenceMiddleware(view)(RequestFactory().post("/search/", {"ref": "QUANTOCK"}))

    assert seen == ["QUANTOCK"]
    assert isinstance(answer, HttpResponse)
    assert b"?ref=QUANTOCK" in answer.content


@pytest.mark.django_db
def test_no_cookie_is_set_for_it_and_a_strangers_visit_leaves_no_touch() -> None:
    code = create_code(group=PracticeGroupFactory.create())

    response = Client().get("/search/", {"ref": code.code})

    assert response.status_code == 200
    assert f"ref={code.code}" in response.content.decode()
    assert "ref" not in "".join(response.cookies)
    assert not response.cookies
    assert Touch.objects.count() == 0


@pytest.mark.django_db
def test_a_visit_of_somebody_signed_in_is_a_touch_once_it_was_shown() -> None:
    code, client, user = create_code(group=PracticeGroupFactory.create()), Client(), PersonFactory.create()
    client.force_login(user)

    client.get("/no-such-page/", {"ref": code.code})
    assert Touch.objects.count() == 0
    client.get("/search/", {"ref": code.code.lower()})

    assert [(touch.user, touch.code) for touch in Touch.objects.all()] == [(user, code)]
