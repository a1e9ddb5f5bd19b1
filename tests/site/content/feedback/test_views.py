"""The form that everybody may send."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ninja.conf import settings as ninja_settings
from pytest_django import Settings

from content.models import Feedback
from tests.factories.groups import PersonFactory

pytestmark = pytest.mark.django_db
FORM, THANKS = "/feedback/", "/feedback/thanks/"
SCRIPT = '"><script>alert(1)</script>'


def send(client: Client, *, headers: dict[str, str] | None = None, **changes: Any) -> Any:
    given = {"words": "The map helped.", "about": "praise", "page": "/search/", "email": ""}
    return client.post(FORM, given | changes, headers=headers)


def page_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def asked_from(client: Client, query: str = "", referer: str = "") -> str:
    """What stands in the field of the page."""
    headers = {"referer": referer} if referer else {}
    text = client.get(FORM + query, headers=headers).content.decode()
    found = re.search(r'<input[^>]*name="page"[^>]*>', text)
    assert found is not None
    value = re.search(r'value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


def test_stranger_sends_a_message_and_is_thanked(client: Client) -> None:
    answer = send(client, email="guest@mail.example")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{THANKS}?page=/search/")
    row = Feedback.objects.get()
    assert (row.words, row.about, row.page) == ("The map helped.", "praise", "/search/")
    assert (row.email, row.user, row.language) == ("guest@mail.example", None, "en-gb")
    thanks = client.get(answer.headers["Location"])
    assert "It has arrived" in page_of(thanks)
    assert '<a class="btn" href="/search/">' in page_of(thanks)


def test_words_alone_are_enough(client: Client) -> None:
    answer = client.post(FORM, {"words": "Thanks!"})

    assert answer.headers["Location"] == THANKS
    row = Feedback.objects.get()
    assert (row.about, row.page, row.email) == ("other", "", "")


def test_member_is_told_that_it_is_kept_with_the_account(client: Client) -> None:
    assert "You are signed in" not in page_of(client.get(FORM))
    me = PersonFactory()
    client.force_login(me, "django.contrib.auth.backends.ModelBackend")

    assert "You are signed in" in page_of(client.get(FORM))
    send(client)
    assert Feedback.objects.get().user == me


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": " "}, "Please write a sentence or two."),
        ({"words": "<script>alert(1)</script>"}, "this one came out empty"),
        ({"words": "x" * 4001}, "at most 4000 characters"),
        ({"words": "x\0y"}, "Null characters are not allowed"),
        ({"email": "nobody"}, "That is no e-mail address."),
        ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}"}, "at most 254 characters"),
        ({"about": "spam"}, "Please choose one of these, or none."),
        ({"page": "/" + "x" * 300}, "at most 300 characters"),
        ({"website": "https://pills.example"}, "A hidden field that catches programs was filled in"),
    ],
    ids=["empty", "markup alone", "long", "null", "email", "long email", "kind", "page", "trap"],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = send(client, **{"email": "guest@mail.example", "page": "/kept/"} | changes)

    assert answer.status_code == 400
    page = page_of(answer)
    assert sentence in page
    assert (changes.get("page") or "/kept/") in page
    assert (changes.get("email") or "guest@mail.example") in page
    assert "The map helped." in page or "words" in changes
    assert "pills.example" not in page
    assert not Feedback.objects.exists()


def test_script_in_a_field_is_shown_as_words(client: Client) -> None:
    raw = send(client, words=SCRIPT, page=SCRIPT, email=SCRIPT).content.decode()

    assert "<script>alert" not in raw
    assert raw.count("&lt;script&gt;alert(1)") >= 3


def test_too_many_from_one_network_are_asked_to_wait(client: Client, settings: Settings) -> None:
    settings.FEEDBACK_RATE = "2/hour"
    send(client, words="One.")
    assert send(client, words="").status_code == 400  # what is not sent is not counted
    send(client, words="Two.")

    late = send(client, words="Three, and it took me a while.")

    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 3600
    page = page_of(late)
    assert "Three, and it took me a while." in page
    assert re.search(r"you could send them in about \d+ minutes", page)
    assert Feedback.objects.count() == 2
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other, words="From elsewhere.").status_code == 302


def last_of_three(client: Client, *forwarded: str) -> int:
    """The status of the last of three messages, each with its `X-Forwarded-For`."""
    answers = [
        send(client, words=f"{number} {one}", headers={"x-forwarded-for": one})
        for number, one in enumerate(forwarded)
    ]
    return int(answers[-1].status_code)


def test_nobody_chooses_the_address_they_are_counted_by(client: Client, settings: Settings) -> None:
    settings.FEEDBACK_RATE = "2/hour"

    assert settings.NINJA_NUM_PROXIES == 0
    assert last_of_three(client, "192.0.2.1", "192.0.2.2", "192.0.2.3") == 429


def test_behind_a_proxy_the_address_counts_that_the_proxy_saw(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEEDBACK_RATE = "2/hour"
    monkeypatch.setattr(ninja_settings, "NUM_PROXIES", 1)

    assert last_of_three(client, "192.0.2.1", "192.0.2.2", "192.0.2.3") == 302
    assert last_of_three(client, "x, 192.0.2.9", "y, 192.0.2.9", "192.0.2.1, 192.0.2.9") == 429


def test_trap_is_no_place_for_people(client: Client) -> None:
    page = client.get(FORM).content.decode()

    trap = re.search(r'<div class="vh" aria-hidden="true">(.*?)</div>', page)
    assert trap is not None
    assert re.findall(r'<input[^>]*name="website"[^>]*>', trap[1]) == re.findall(
        r'<input[^>]*name="website"[^>]*>', page
    )
    assert 'tabindex="-1" autocomplete="off"' in trap[1]


def test_a_form_of_another_site_is_refused(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert send(strict).status_code == 403
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("query", "referer", "expected"),
    [
        ("", "http://testserver/articles/one/?ref=ABC#x", "/articles/one/"),
        ("", "http://elsewhere.example/articles/", ""),
        ("", "http://testserver/feedback/", ""),
        ("", "", ""),
        ("?page=/news/", "http://testserver/articles/", "/news/"),
        ("?page=javascript:alert(1)", "", ""),
        ("?page=//elsewhere.example/", "", ""),
        ("?page=/a%00b", "", "/ab"),
        ("?page=/" + "x" * 400, "", "/" + "x" * 299),
    ],
)
def test_form_knows_the_page_its_reader_came_from(
    client: Client, query: str, referer: str, expected: str
) -> None:
    assert asked_from(client, query, referer) == expected


@pytest.mark.parametrize(
    "page", ["javascript:alert(1)", "//elsewhere.example/", "https://elsewhere.example/", "x"]
)
def test_thanks_lead_nowhere_else(client: Client, page: str) -> None:
    assert send(client, page=page).headers["Location"] == THANKS
    text = client.get(THANKS, {"page": page}).content.decode()
    assert "Back to where you were" not in text
    assert (
        "//elsewhere.example" not in text
    )  # as part of this very page's own address it is harmless: escaped


def test_form_is_never_kept_and_costs_few_queries(client: Client) -> None:
    client.get(FORM)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(FORM)

    assert len(captured) <= 2
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.put(FORM).status_code == 405


def test_footer_leads_to_the_form(client: Client) -> None:
    assert '<a href="/feedback/">Tell us what you think</a>' in client.get(THANKS).content.decode()
