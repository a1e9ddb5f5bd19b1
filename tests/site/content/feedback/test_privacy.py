"""What is exported, erased, and forgotten by itself."""

import datetime as dt
import tomllib

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import registry
from content.feedback import actions, forgetting, mails, privacy
from content.models import Feedback
from content.seeding import HERE
from core import clock
from outbox import worker
from outbox.models import OutboxMessage, State
from tests.factories.accounts import account
from tests.factories.feedback import FeedbackFactory
from tests.factories.groups import PersonFactory

pytestmark = pytest.mark.django_db


def ago(days: float) -> dt.datetime:
    return clock.now() - dt.timedelta(days=days)


def test_the_account_asks_for_it() -> None:
    assert registry.exporters()["feedback"] is privacy.own
    assert registry.erasers()["feedback"] is privacy.erase


def test_what_somebody_told_us_is_exported_by_account_and_by_address() -> None:
    me = PersonFactory(email="me@mail.example")
    FeedbackFactory(user=me, words="Signed in.", note="Kind.", sent_at=ago(3))
    FeedbackFactory(email="ME@mail.example", words="By address.", sent_at=ago(2))
    FeedbackFactory(user=PersonFactory(), email="other@mail.example", words="Of somebody else.")
    FeedbackFactory(words="Of nobody.")

    rows = privacy.own(me)

    assert [row["words"] for row in rows] == ["Signed in.", "By address."]
    assert rows[0] == {
        "about": "Something that helped",
        "words": "Signed in.",
        "page": "/search/",
        "email": "",
        "language": "en-gb",
        "sent_at": rows[0]["sent_at"],
        "answer": "",
        "answered_at": None,
        "note": "Kind.",
        "done_at": None,
    }


def test_export_takes_one_query(django_assert_num_queries: object) -> None:
    me = PersonFactory()
    FeedbackFactory.create_batch(3, user=me)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(privacy.own(me)) == 3


def test_erasing_somebody_leaves_what_others_told_us() -> None:
    me = PersonFactory(email="me@mail.example")
    FeedbackFactory(user=me)
    FeedbackFactory(email="Me@mail.example")
    kept = {FeedbackFactory(), FeedbackFactory(user=PersonFactory()), FeedbackFactory(email="o@mail.example")}

    privacy.erase(me)

    assert set(Feedback.objects.all()) == kept


def test_erasing_somebody_without_an_address_leaves_strangers_alone() -> None:
    FeedbackFactory(email="")
    me = PersonFactory()
    me.email = ""

    privacy.erase(me)

    assert Feedback.objects.count() == 1


def test_who_sent_it_is_forgotten_ninety_days_after_it_was_dealt_with() -> None:
    who = {"user": PersonFactory(), "email": "a@mail.example"}
    over = FeedbackFactory(**who, done_at=ago(90), sent_at=ago(100))
    not_yet = FeedbackFactory(**who, done_at=ago(89.9), sent_at=ago(100))
    waits = FeedbackFactory(**who, sent_at=ago(300))

    assert forgetting.forget() == 1

    for row in (over, not_yet, waits):
        row.refresh_from_db()
    assert (over.user, over.email) == (None, "")
    assert not_yet.email == waits.email == "a@mail.example"
    assert forgetting.forget() == 0


def test_a_message_is_deleted_a_year_after_it_was_sent() -> None:
    FeedbackFactory(sent_at=ago(365))
    FeedbackFactory(sent_at=ago(366), done_at=ago(1))
    kept = FeedbackFactory(sent_at=ago(364.9))

    assert forgetting.forget() == 2
    assert Feedback.objects.get() == kept


def test_an_address_is_forgotten_wherever_it_stands() -> None:
    row = FeedbackFactory(
        email="a@mail.example",
        words="Write to a@mail.example.",
        note="Asked a@mail.example again.",
        answer="Dear a@mail.example, yes.",
        answered_at=ago(91),
        done_at=ago(91),
        sent_at=ago(100),
    )

    forgetting.forget()

    row.refresh_from_db()
    assert (row.words, row.note, row.answer) == ("Write to ….", "Asked … again.", "Dear …, yes.")


def test_forgetting_takes_a_handful_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    FeedbackFactory.create_batch(3, sent_at=ago(366))
    FeedbackFactory.create_batch(3, email="a@mail.example", done_at=ago(91), sent_at=ago(100))

    assert [forgetting.forget() for _ in range(3)] == [4, 2, 0]
    assert list(Feedback.objects.values_list("email", flat=True)) == ["", "", ""]


def test_account_that_is_deleted_leaves_no_link_and_no_address() -> None:
    me = PersonFactory(email="me@mail.example")
    mine = FeedbackFactory(user=me, words="Signed in.")
    by_address = FeedbackFactory(email="Me@mail.example", words="By address.", note="Me@mail.example?")
    other = FeedbackFactory(user=PersonFactory(), email="other@mail.example")

    me.delete()

    for row in (mine, by_address, other):
        row.refresh_from_db()
    assert (mine.user, mine.email, mine.words) == (None, "", "Signed in.")
    assert (by_address.email, by_address.words, by_address.note) == ("", "By address.", "…?")
    assert (other.user is not None, other.email) == (True, "other@mail.example")


def test_answer_to_a_deleted_account_is_not_sent() -> None:
    me = PersonFactory(email="me@mail.example")
    row = FeedbackFactory(user=me, email=me.email)
    actions.answer(feedback=row, by=PersonFactory(), words="There is.")

    me.delete()
    worker.drain()

    assert mail.outbox == []
    assert OutboxMessage.objects.get(kind=mails.KIND).state == State.DONE


def test_inbox_finds_nobody_who_was_forgotten(client: Client) -> None:
    FeedbackFactory(email="old@mail.example", done_at=ago(91), sent_at=ago(100))
    FeedbackFactory(email="old@mail.example", words="Waits.", sent_at=ago(100))
    client.force_login(
        account("ed@mail.example", roles=("editor",)), "django.contrib.auth.backends.ModelBackend"
    )
    asked = {"q": "old@mail.example", "state": "all"}
    assert len(client.get(reverse("cms_feedback:index"), asked).context["object_list"]) == 2

    forgetting.forget()

    found = client.get(reverse("cms_feedback:index"), asked).context["object_list"]
    assert [row.words for row in found] == ["Waits."]


def test_privacy_page_says_what_is_done() -> None:
    page = " ".join(
        tomllib.loads((HERE / "pages" / "privacy.toml").read_text("utf-8"))["body"][7]["value"].split()
    )

    assert f"forgotten {forgetting.ADDRESS_KEPT.days} days after somebody has dealt with it" in page
    assert forgetting.KEPT.days == 365
    assert "a year after you sent it" in page
    assert "If your account is deleted before, who sent it is forgotten at once." in page
    assert settings.FEEDBACK_RATE.endswith("/hour")
    assert "is counted for an hour" in page
