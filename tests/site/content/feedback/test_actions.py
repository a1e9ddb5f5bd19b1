"""Messages kept, dealt with, put back, answered and noted."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from content.feedback import actions, errors, mails
from content.models import Feedback
from core import clock
from outbox.models import OutboxMessage
from tests.factories.feedback import FeedbackFactory
from tests.factories.groups import PersonFactory

pytestmark = pytest.mark.django_db


def told(**fields: object) -> Feedback:
    given = {"about": "idea", "words": "A dark map would be kind.", "page": "/search/", "language": "en-gb"}
    return actions.give_feedback(**given | fields)  # type: ignore[arg-type]


def sent() -> list[str]:
    """The bodies of the mails that the outbox sends."""
    for message in OutboxMessage.objects.filter(kind=mails.KIND):
        mails.send(message)
    return [str(letter.body) for letter in mail.outbox]


def test_message_is_kept_as_plain_text() -> None:
    row = told(words="  One <b>two</b>\r\n<script>alert(1)</script>\n\n\n\nthree\0 ", email="a@mail.example")

    row.refresh_from_db()
    assert row.words == "One two\n\nthree"
    assert (row.about, row.page, row.email, row.user, row.done_at) == (
        *("idea", "/search/", "a@mail.example"),
        *(None, None),
    )
    assert row.sent_at <= clock.now()


@pytest.mark.parametrize("words", ["", " \n ", "<script>alert(1)</script>", "\0"])
def test_nothing_said_is_refused(words: str) -> None:
    with pytest.raises(errors.NothingSaid, match="a sentence or two"):
        told(words=words)

    assert not Feedback.objects.exists()


def test_sent_twice_is_kept_once() -> None:
    first = told()

    assert told() == first
    assert told(page="/articles/") != first
    assert told(user=PersonFactory()) != first
    actions.settle(feedback=first)
    assert told() != first  # it happened again after somebody dealt with it


def test_the_same_words_on_another_day_are_another_message() -> None:
    first = told()
    clock.advance(86_400 + 60)

    assert told() != first


def test_dealt_with_and_put_back() -> None:
    row = FeedbackFactory()

    assert actions.settle(feedback=row).done_at is not None
    assert not Feedback.objects.waiting().exists()
    with pytest.raises(errors.DealtWithMeanwhile, match="put it back"):
        actions.settle(feedback=row)
    assert actions.put_back(feedback=row).done_at is None
    assert Feedback.objects.waiting().get() == row
    with pytest.raises(errors.StillWaiting, match="already"):
        actions.put_back(feedback=row)


def test_answer_goes_out_once_and_deals_with_it() -> None:
    row, editor = FeedbackFactory(email="guest@mail.example", words="Is there\na map?"), PersonFactory()

    answered = actions.answer(feedback=row, by=editor, words="There is.\nBeside the list <b>now</b>.")

    assert (answered.answer, answered.answered_by) == ("There is.\nBeside the list now.", editor)
    assert answered.done_at == answered.answered_at is not None
    (body,) = sent()
    assert "There is.\nBeside the list now." in body
    assert "Is there\na map?" in body
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["guest@mail.example"],
        "What you told MI Commons",
    )
    with pytest.raises(errors.AnsweredMeanwhile, match="sent once"):
        actions.answer(feedback=row, by=editor, words="Again.")
    assert OutboxMessage.objects.filter(kind=mails.KIND).count() == 1


def test_answer_shows_words_as_words() -> None:
    row = FeedbackFactory(email="guest@mail.example", words="5 < 6 & <i>so on</i>")
    actions.answer(feedback=row, by=PersonFactory(), words="Yes, 5 < 6.")
    sent()

    html = str(mail.outbox[0].alternatives[0][0])
    assert "5 &lt; 6 &amp; &lt;i&gt;so on&lt;/i&gt;" in html
    assert "Yes, 5 &lt; 6." in html


def test_answer_of_a_forgotten_address_is_not_sent() -> None:
    row = FeedbackFactory(email="guest@mail.example")
    actions.answer(feedback=row, by=PersonFactory(), words="There is.")
    Feedback.objects.update(email="")

    assert sent() == []


def test_without_an_address_nobody_is_answered() -> None:
    row = FeedbackFactory(email="")

    with pytest.raises(errors.NoAddress, match="no address"):
        actions.answer(feedback=row, by=PersonFactory(), words="There is.")
    row.refresh_from_db()
    assert (row.answer, row.done_at) == ("", None)


def test_answer_leaves_the_day_it_was_dealt_with() -> None:
    day = clock.now() - dt.timedelta(days=3)
    row = FeedbackFactory(email="guest@mail.example", done_at=day)

    assert actions.answer(feedback=row, by=PersonFactory(), words="There is.").done_at == day


def test_note_takes_the_place_of_the_one_before() -> None:
    row = FeedbackFactory()

    assert actions.note(feedback=row, words="Ask <b>Ines</b>.").note == "Ask Ines."
    assert actions.note(feedback=row, words="").note == ""


def test_database_keeps_no_answer_without_its_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackFactory(answer="There is.")
