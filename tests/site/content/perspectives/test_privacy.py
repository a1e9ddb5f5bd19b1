"""What is exported about a person, and what is left of them once they are erased."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import registry
from accounts.models import User
from content.models import Appeal, Flag, Helpful, Perspective, PerspectiveEvent, Report, Suspension
from content.perspectives import actions, errors, privacy
from core import clock
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import (
    FlagFactory,
    PerspectiveFactory,
    SuspensionFactory,
    question,
    undo,
    words,
)

pytestmark = pytest.mark.django_db
State, Act = Perspective.State, PerspectiveEvent.Act
WORDS = words("What would help?", "He told me of Canal Street.", "I ask less.")
SECRET = "Canal Street"


def answer(author: User, **fields: Any) -> Perspective:
    told = {"said": WORDS.said, "happened": WORDS.happened, "changed": WORDS.changed}
    return PerspectiveFactory(author=author, fingerprint=WORDS.fingerprint, **told | fields)


def reworded(author: User) -> Perspective:
    """Published in a moderator's words, with all that somebody may have written about it."""
    row = answer(author, state=State.HELD)
    FlagFactory(perspective=row, words=SECRET)
    reason = f"“{SECRET}” is where somebody lives."
    actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason=reason)
    row.refresh_from_db()
    return row


def everything_about(row: Perspective) -> str:
    """All words that are kept, wherever they are."""
    tables = (Perspective.objects.filter(pk=row.pk), row.flags, row.events, row.appeals, row.reports)
    return str([list(table.values()) for table in tables])


def test_the_account_asks_for_all_of_it() -> None:
    names = ("perspectives", "perspectives_found_helpful", "perspectives_reported")
    mine = (*names, "suspensions_from_contributing")

    assert [registry.exporters()[name] for name in mine] == [
        privacy.own,
        privacy.found_helpful,
        privacy.reported,
        privacy.suspensions,
    ]
    assert registry.erasers()["perspectives"] is privacy.erase


def test_own_perspectives_are_exported_as_they_are_and_as_they_were() -> None:
    member = PersonFactory()
    row = reworded(member)
    asked = actions.appeal(perspective=row, by=member, words="It is the name of a play.")
    answer(PersonFactory())

    (exported,) = privacy.own(member)

    event = row.events.get()
    assert exported == {
        "question": row.question.title,
        "perspective": str(row.uid),
        "shown_name": "Joss",
        "setting": "",
        "said": words().said,
        "happened": words().happened,
        "changed": "",
        "language": "en",
        "state": "published",
        "reason": f"“{SECRET}” is where somebody lives.",
        "sent_at": row.sent_at.isoformat(),
        "changed_at": row.changed_at.isoformat(),
        "decided_at": row.decided_at.isoformat(),
        "picked_at": None,
        "events": [
            {
                "act": "redacted",
                "at": event.at.isoformat(),
                "reason": event.reason,
                "before": {
                    "said": WORDS.said,
                    "happened": WORDS.happened,
                    "changed": WORDS.changed,
                    "reason": "",
                    "decided_at": None,
                },
            }
        ],
        "appeals": [
            {
                "words": "It is the name of a play.",
                "at": asked.at.isoformat(),
                "decided_at": None,
                "outcome": "",
                "reply": "",
            }
        ],
        "flags": [{"kind": "identifying", "words": SECRET}],
    }


def test_marks_reports_and_suspensions_are_exported() -> None:
    member, row = PersonFactory(), PerspectiveFactory()
    mark = actions.mark_helpful(perspective=row, user=member)
    report = actions.report(perspective=row, reporter=member, why="other", words="It stands there twice.")
    suspension = SuspensionFactory(user=member, until=clock.now() + dt.timedelta(days=2))
    about = {"question": row.question.title, "perspective": str(row.uid)}

    assert privacy.found_helpful(member) == [about | {"at": mark.at.isoformat()}]
    assert privacy.reported(member) == [
        about
        | {
            "why": "other",
            "words": "It stands there twice.",
            "at": report.at.isoformat(),
            "settled_at": None,
        }
    ]
    assert privacy.suspensions(member) == [
        {
            "since": suspension.since.isoformat(),
            "until": suspension.until.isoformat(),
            "reason": "Several advertisements in a row.",
            "lifted_at": None,
        }
    ]


def test_export_costs_the_same_for_many(django_assert_num_queries: Any) -> None:
    member, asked = PersonFactory(), question()
    PerspectiveFactory.create_batch(3, author=member, question=asked)

    with django_assert_num_queries(4):
        assert len(privacy.own(member)) == 3


def test_published_words_stay_without_a_name() -> None:
    member = PersonFactory()
    row = reworded(member)

    privacy.erase(member)

    row.refresh_from_db()
    assert (row.author, row.shown_name, row.state, row.reason) == (
        None,
        "A member",
        State.PUBLISHED,
        "Some words were left out.",
    )
    assert row.words == words().said + "\n" + words().happened
    assert [(e.act, e.before, e.reason, e.state_before) for e in row.events.all()] == [
        (Act.REDACTED, {}, "", State.HELD),
        (Act.ERASED, {}, "", State.PUBLISHED),
    ]


def test_no_redacted_word_is_left_anywhere() -> None:
    member = PersonFactory()
    row = reworded(member)
    asked = actions.appeal(perspective=row, by=member, words=f"{SECRET} is the name of a play.")
    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=row.version, outcome="upheld", reply=f"{SECRET} is real."
    )
    assert SECRET in everything_about(row)

    privacy.erase(member)

    assert SECRET not in everything_about(row)
    assert Appeal.objects.get().outcome == Appeal.Outcome.UPHELD


@pytest.mark.parametrize("state", [State.HELD, State.LEFT_OUT, State.WITHDRAWN])
def test_what_is_not_published_loses_its_words(state: str) -> None:
    member = PersonFactory()
    row = answer(member, state=state, reason=f"{SECRET} is there.")
    FlagFactory(perspective=row, words=SECRET)
    Report.objects.create(perspective=row, why="other", words=f"Who lives in {SECRET}?")
    like = FlagFactory(kind=Flag.Kind.DUPLICATE, words="", like=row)

    privacy.erase(member)

    row.refresh_from_db()
    like.refresh_from_db()
    assert (row.author, row.words, row.fingerprint, row.state) == (None, "", "", State.WITHDRAWN)
    assert row.events.get().state_before == state
    assert SECRET not in everything_about(row)
    assert like.like is None


def test_nobody_has_to_decide_on_it_any_more() -> None:
    member = PersonFactory()
    row = answer(member, state=State.LEFT_OUT, reason="Too long.")
    actions.appeal(perspective=row, by=member, words="Please read it again.")

    privacy.erase(member)

    assert list(Perspective.objects.waiting()) == []
    assert Appeal.objects.count() == 0
    with pytest.raises(errors.WordsHaveChanged):
        actions.undo_decision(perspective=row, by=PersonFactory(), event=0)
    with pytest.raises(errors.NothingToUndo):
        undo(row, by=PersonFactory())


def test_original_of_what_was_reworded_is_deleted_and_readers_go_on_seeing_that_it_was(
    client: Client,
) -> None:
    row = PerspectiveFactory(said=f"I met {SECRET}.")
    actions.redact(
        perspective=row, by=PersonFactory(), version=1, words=words(), reason=f"It named {SECRET}."
    )
    left_out = "A moderator left out some of these words."
    assert left_out in client.get(row.question.url).content.decode()
    assert SECRET in everything_about(row)

    privacy.erase(row.author)

    row.refresh_from_db()
    assert SECRET not in everything_about(row)
    assert left_out in client.get(row.question.url).content.decode()


def test_author_is_not_named_by_what_they_did() -> None:
    member, asked = PersonFactory(), question()
    row = actions.send_perspective(question=asked, author=member, words=WORDS, shown_name="Joss")

    privacy.erase(member)

    assert [(event.act, event.by) for event in row.events.all()] == [(Act.SENT, None), (Act.ERASED, None)]


def test_marks_and_suspensions_go_and_reports_lose_their_name() -> None:
    member, row = PersonFactory(), PerspectiveFactory()
    actions.mark_helpful(perspective=row, user=member)
    SuspensionFactory(user=member)
    settled = actions.report(perspective=row, reporter=member, why="advert", words="I know them.")
    actions.redact(
        perspective=row, by=PersonFactory(), version=row.version, words=words(), reason="A street."
    )
    waiting = actions.report(perspective=row, reporter=member, why="hurtful", words="It hurts.")

    privacy.erase(member)

    assert (Helpful.objects.count(), Suspension.objects.count()) == (0, 0)
    assert [(r.pk, r.reporter, r.words) for r in Report.objects.all()] == [
        (settled.pk, None, ""),
        (waiting.pk, None, "It hurts."),
    ]


def test_others_keep_theirs_and_erasing_again_changes_nothing() -> None:
    member, other = PersonFactory(), PersonFactory()
    row, theirs = answer(member), answer(other)
    actions.mark_helpful(perspective=row, user=other)

    for _ in range(2):
        privacy.erase(member)

    theirs.refresh_from_db()
    assert (theirs.author, theirs.shown_name, theirs.words) == (
        other,
        "Joss",
        WORDS.as_plain().said + "\n" + WORDS.happened + "\n" + WORDS.changed,
    )
    assert row.events.count() == row.helpfuls.count() == 1
