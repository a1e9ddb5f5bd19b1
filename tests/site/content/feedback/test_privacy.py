"""What is exported, erased, and forgotten by itself."""

import datetime as dt

import pytest

from accounts import registry
from content.feedback import forgetting, privacy
from content.models import Feedback
from core import clock
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
