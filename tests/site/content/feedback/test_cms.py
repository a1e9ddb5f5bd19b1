"""The inbox under `/cms/`."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.feedback.cms import excerpt
from content.models import Feedback
from core import clock
from tests.factories.accounts import account
from tests.factories.feedback import FeedbackFactory

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
INBOX = "/cms/feedback/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(
        account("ed@mail.example", roles=("editor",)), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def ago(days: float) -> dt.datetime:
    return clock.now() - dt.timedelta(days=days)


def listed(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("cms_feedback:index"), asked)
    assert answer.status_code == 200
    return [row.words for row in answer.context["object_list"]]


def act(client: Client, name: str, row: Feedback, **data: str) -> Any:
    return client.post(reverse(f"cms_feedback:{name}", args=[row.pk]), data)


def buttons(client: Client, row: Feedback) -> list[str]:
    """The acts that a message's page offers."""
    page = client.get(reverse("cms_feedback:inspect", args=[row.pk])).content.decode()
    acts = ("settle", "answer", "note", "put-back")
    return [name for name in acts if f'href="{reverse(f"cms_feedback:{name}", args=[row.pk])}"' in page]


def test_inbox_shows_what_waits_newest_first(editor: Client) -> None:
    FeedbackFactory(words="Older.", sent_at=ago(2))
    FeedbackFactory(words="Newer.", sent_at=ago(1))
    FeedbackFactory(words="Done.", done_at=ago(1))

    assert listed(editor) == ["Newer.", "Older."]
    assert listed(editor, state="done") == ["Done."]
    assert listed(editor, state="all") == ["Newer.", "Older.", "Done."]


def test_inbox_is_narrowed_by_kind_and_searched(editor: Client) -> None:
    FeedbackFactory(words="The map is grey.", about="problem")
    FeedbackFactory(words="A bigger map?", about="idea")
    FeedbackFactory(words="Thanks.", about="problem")

    assert set(listed(editor, about="problem")) == {"The map is grey.", "Thanks."}
    assert listed(editor, about="problem", q="map") == ["The map is grey."]


@pytest.mark.parametrize(
    "asked", [{"state": "x"}, {"about": "x"}, {"ordering": "x"}, {"p": "99"}, {"q": "%00"}]
)
def test_inbox_forgives_an_address_that_makes_no_sense(editor: Client, asked: dict[str, str]) -> None:
    FeedbackFactory()

    assert editor.get(reverse("cms_feedback:index"), asked).status_code in {200, 404}


def test_inbox_asks_equally_often_for_one_and_three(editor: Client) -> None:
    def queries() -> int:
        listed(editor, state="all")
        with CaptureQueriesContext(connection) as captured:
            listed(editor, state="all")
        return len(captured)

    FeedbackFactory(user=account("one@mail.example"))
    few = queries()
    FeedbackFactory(user=account("two@mail.example"), done_at=ago(1))
    FeedbackFactory(user=account("three@mail.example"), email="three@mail.example")

    assert queries() == few


def test_message_is_read_as_it_was_written_and_nothing_in_it_runs(editor: Client) -> None:
    row = FeedbackFactory(
        words=f"One\ntwo {SCRIPT}", page=f'/x/"{SCRIPT}', note=SCRIPT, email="g@mail.example"
    )

    for page in (INBOX, reverse("cms_feedback:inspect", args=[row.pk]), "/cms/"):
        raw = editor.get(page).content.decode()
        assert SCRIPT not in raw
        assert "&lt;script&gt;alert(1)" in raw
    page = editor.get(reverse("cms_feedback:inspect", args=[row.pk])).content.decode()
    assert "One<br>two" in page


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("/articles/", True),
        ("javascript:alert(1)", False),
        ("//elsewhere.example/", False),
        ("the map", False),
    ],
)
def test_page_is_a_link_where_it_is_one_of_this_site(editor: Client, page: str, linked: bool) -> None:
    row = FeedbackFactory(page=page)

    text = editor.get(reverse("cms_feedback:inspect", args=[row.pk])).content.decode()

    assert (f'<a href="{page}">' in text) is linked
    assert page in text


def test_message_is_dealt_with_and_put_back_from_where_that_is_said(editor: Client) -> None:
    row = FeedbackFactory(words="The map is grey.")
    assert buttons(editor, row) == ["settle", "note"]

    answer = act(editor, "settle", row)

    assert answer.headers["Location"] == reverse("cms_feedback:index")
    page = unescape(editor.get(answer.headers["Location"]).content.decode())
    assert "Dealt with: “The map is grey.”" in page
    assert f'href="{reverse("cms_feedback:put-back", args=[row.pk])}"' in page
    assert listed(editor) == []
    assert buttons(editor, row) == ["note", "put-back"]
    again = act(editor, "settle", row)
    assert (again.status_code, "Somebody has dealt with this" in unescape(again.content.decode())) == (
        400,
        True,
    )

    act(editor, "put-back", row)
    assert listed(editor) == ["The map is grey."]


def test_answer_is_kept_when_it_cannot_be_sent(editor: Client) -> None:
    row = FeedbackFactory(email="guest@mail.example", words="Is there a map?")
    assert "Is there a map?" in editor.get(reverse("cms_feedback:answer", args=[row.pk])).content.decode()
    assert act(editor, "answer", row, words=" ").status_code == 400

    assert act(editor, "answer", row, words="There is.").status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.answered_by.email) == ("There is.", "ed@mail.example")  # type: ignore[union-attr]

    late = act(editor, "answer", row, words="My other answer.")
    page = unescape(late.content.decode())
    assert late.status_code == 400
    assert ("My other answer." in page, "This has been answered already" in page) == (True, True)
    assert buttons(editor, row) == ["note", "put-back"]


def test_note_is_kept(editor: Client) -> None:
    row = FeedbackFactory()

    act(editor, "note", row, words="Ask Ines.")

    assert "Ask Ines." in editor.get(reverse("cms_feedback:note", args=[row.pk])).content.decode()


def test_front_page_counts_what_waits(editor: Client) -> None:
    assert "of feedback" not in editor.get("/cms/").content.decode()
    FeedbackFactory.create_batch(6)
    FeedbackFactory(words="Done.", done_at=ago(1))

    page = editor.get("/cms/").content.decode()

    assert "6 messages of feedback" in page
    assert len(re.findall(r'href="/cms/feedback/inspect/\d+/"', page)) == 3
    assert "Done." not in page


@pytest.mark.parametrize("role", ["moderator", "author", "finance"])
def test_front_page_of_others_says_nothing_of_it(client: Client, role: str) -> None:
    FeedbackFactory()
    client.force_login(
        account("other@mail.example", roles=(role,)), "django.contrib.auth.backends.ModelBackend"
    )

    page = client.get("/cms/").content.decode()

    assert ("of feedback" in page, INBOX in page) == (False, False)


def test_excerpt_is_one_line() -> None:
    assert excerpt(Feedback(words="One\n\ntwo " + "three " * 40)).startswith("One two three")
    assert len(excerpt(Feedback(words="x" * 400))) == 90
