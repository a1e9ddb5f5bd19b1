"""What authors are told: each mail as it goes out."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from content.models import Perspective
from content.perspectives import actions, mails
from core import clock
from outbox.models import OutboxMessage
from outbox.models import State as Sent
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, question, undo, words

pytestmark = pytest.mark.django_db
State = Perspective.State
HOST = "http://localhost:8000"
ASKED = "How do you “ask” & offer?"


@pytest.fixture
def moderator() -> User:
    return PersonFactory()


@pytest.fixture
def row() -> Perspective:
    mail.outbox.clear()
    return PerspectiveFactory(
        question=question(ASKED),
        state=State.HELD,
        said="I said <this> & no more.",
        author__email="joss@mail.example",
    )


def left_out(row: Perspective, by: User, reason: str = "It names a shop & a street.") -> Perspective:
    return actions.leave_out(perspective=row, by=by, version=row.version, reason=reason)


def deliver() -> list[Any]:
    """What goes out now, each message once."""
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(kind=mails.KIND, state=Sent.WAITING).order_by("pk"):
        mails.send(message)
        OutboxMessage.objects.filter(pk=message.pk).update(state=Sent.DONE, done_at=clock.now())
    return list(mail.outbox)


def the_one() -> tuple[str, str, str]:
    """Subject, text and markup of the only mail; it went to the author."""
    (sent,) = deliver()
    assert sent.to == ["joss@mail.example"]
    return sent.subject, sent.body, sent.alternatives[0].content


def on_page(row: Perspective) -> str:
    return f"{row.question.full_url}#p-{row.uid}"


def mine() -> str:
    return HOST + reverse("perspectives:my-perspectives")


def again(row: Perspective) -> str:
    return HOST + reverse("perspectives:appeal", args=[row.uid])


def test_published_one_is_told_with_its_place(row: Perspective, moderator: User) -> None:
    actions.approve(perspective=row, by=moderator, version=1)

    subject, text, markup = the_one()

    assert subject == f"Your perspective is on the page: {ASKED}"
    assert f"See it on the page:\n{on_page(row)}\n\nWHAT YOU SAID\n\nI said <this> & no more.\n" in text
    assert f"{mine()}\n" in text
    assert again(row) not in text
    assert f'href="{on_page(row)}"' in markup
    assert "I said &lt;this&gt; &amp; no more." in markup
    assert "<this>" not in markup


def test_authors_are_told_in_the_language_of_their_account(row: Perspective, moderator: User) -> None:
    author = row.author
    assert author is not None
    author.locale = "de"
    author.save()
    actions.approve(perspective=row, by=moderator, version=1)

    subject, text, _markup = the_one()

    assert f"{HOST}/de/me/" in text
    assert subject == f"Ihre Perspektive steht auf der Seite: {ASKED}"


def test_reworded_one_is_told_why_and_what_can_be_done(row: Perspective, moderator: User) -> None:
    actions.redact(
        perspective=row, by=moderator, version=1, words=words(), reason="A street was named.\nAnd a shop."
    )

    subject, text, markup = the_one()

    assert subject == f"Your perspective is on the page, with a few words changed: {ASKED}"
    assert f"See how it reads now:\n{on_page(row)}\n" in text
    assert "WHY IT WAS CHANGED\n\nA street was named.\nAnd a shop.\n\nIF YOU SEE IT DIFFERENTLY\n" in text
    assert f"\n{again(row)}\n" in text
    assert f"\n{mine()}\n" in text
    assert "I said" not in text + markup
    assert "A street was named.<br>And a shop." in markup
    assert (f'href="{again(row)}"' in markup, f'href="{mine()}"' in markup) == (True, True)


def test_left_out_one_is_told_why_and_what_can_be_done(row: Perspective, moderator: User) -> None:
    left_out(row, moderator)

    subject, text, markup = the_one()

    assert subject == f"Your perspective was left out: {ASKED}"
    assert f"See what you wrote:\n{mine()}\n\nWHY IT WAS LEFT OUT\n\nIt names a shop & a street.\n" in text
    assert f"\n{again(row)}\n" in text
    assert on_page(row) not in text + markup
    assert "It names a shop &amp; a street." in markup
    assert (f'href="{again(row)}"' in markup, f'href="{mine()}"' in markup) == (True, True)


def test_decision_taken_back_after_it_was_told_is_told(row: Perspective, moderator: User) -> None:
    left_out(row, moderator)
    deliver()
    undo(row, by=moderator)

    subject, text, markup = the_one()

    assert subject == f"A decision on your perspective was taken back: {ASKED}"
    assert "It is being read again, and you hear from us when that is done." in text
    assert f"See how it stands:\n{mine()}\n" in text
    assert "It names a shop" not in text + markup
    assert f'href="{mine()}"' in markup


def test_reason_of_an_earlier_decision_that_holds_again_is_told(row: Perspective, moderator: User) -> None:
    left_out(row, moderator)
    actions.approve(perspective=row, by=moderator, version=2)
    deliver()
    undo(row, by=moderator)

    _, text, markup = the_one()

    assert "before that decision. It is not on the page.\n" in text
    assert "THE REASON THAT HOLDS AGAIN\n\nIt names a shop & a street.\n" in text
    assert "It names a shop &amp; a street." in markup


def test_slip_that_was_taken_back_at_once_is_not_told(row: Perspective, moderator: User) -> None:
    left_out(row, moderator)
    undo(row, by=moderator)

    assert deliver() == []


def test_earlier_decision_whose_mail_the_slip_had_stopped_is_told_after_all(
    row: Perspective, moderator: User
) -> None:
    actions.approve(perspective=row, by=moderator, version=1)
    for _ in range(2):
        left_out(Perspective.objects.get(pk=row.pk), moderator)
        undo(row, by=moderator)

    subject, text, _ = the_one()

    assert subject == f"Your perspective is on the page: {ASKED}"
    assert f"See it on the page:\n{on_page(row)}\n" in text


def test_decision_that_was_told_is_not_told_again_after_a_slip(row: Perspective, moderator: User) -> None:
    actions.approve(perspective=row, by=moderator, version=1)
    deliver()
    left_out(Perspective.objects.get(pk=row.pk), moderator)
    undo(row, by=moderator)

    assert deliver() == []


@pytest.mark.parametrize(
    ("outcome", "title", "found"),
    [
        ("upheld", "The decision on your perspective stands", "so it stays off the page."),
        ("changed", "Your own words are on the page", "your perspective stands there as you wrote it."),
    ],
)
def test_answer_to_an_appeal_is_told(
    row: Perspective, moderator: User, outcome: str, title: str, found: str
) -> None:
    left_out(row, moderator)
    asked = actions.appeal(perspective=row, by=row.author, words="It is my own shop.")
    deliver()
    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=2, outcome=outcome, reply="It is <plain>."
    )

    subject, text, markup = the_one()

    there = on_page(row) if outcome == "changed" else mine()
    assert subject == f"Somebody else has looked at your perspective again: {ASKED}"
    assert (f"\n{title}\n" in text, found in text) == (True, True)
    assert f"See how it stands:\n{there}\n\nWHAT THEY WRITE TO YOU\n\n" in text
    assert asked.perspective.appeals.get().reply in text
    assert f'href="{there}"' in markup


def test_reworded_one_that_stays_so_is_told(row: Perspective, moderator: User) -> None:
    actions.redact(perspective=row, by=moderator, version=1, words=words(), reason="A street.")
    asked = actions.appeal(perspective=row, by=row.author, words="There is none.")
    deliver()
    actions.decide_appeal(appeal=asked, by=PersonFactory(), version=2, outcome="upheld", reply="There is.")

    _, text, _ = the_one()

    assert "so it stays on the page in the changed words.\n" in text


def test_words_of_a_question_that_is_off_lead_to_ones_own(row: Perspective, moderator: User) -> None:
    actions.approve(perspective=row, by=moderator, version=1)
    row.question.unpublish()

    _, text, _ = the_one()

    assert f"See it on the page:\n{mine()}\n" in text
    assert "#p-" not in text


def test_who_has_closed_their_account_is_not_told(row: Perspective, moderator: User) -> None:
    left_out(row, moderator)
    User.objects.filter(pk=row.author_id).update(is_active=False)

    assert deliver() == []
