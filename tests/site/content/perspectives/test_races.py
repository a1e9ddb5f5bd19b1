"""Two people at once, on PostgreSQL with real threads: the first decides, the second reads one clear sentence."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.models import Perspective
from content.perspectives import actions
from core.refusal import Refusal
from outbox.models import OutboxMessage
from tests.factories.accounts import account
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, trusted, words

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
State = Perspective.State


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned, or the name of what it refused."""
    answers: list[Any] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = acts[number]()
        except Refusal as refusal:
            answers[number] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def refused(answers: list[Any]) -> list[str]:
    return [answer for answer in answers if isinstance(answer, str)]


def moderators(number: int) -> list[Client]:
    clients = [Client() for _ in range(number)]
    for at, client in enumerate(clients):
        client.force_login(account(f"mod{at}@mail.example", roles=("moderator",)))
    return clients


def test_two_moderators_decide_on_one() -> None:
    row = PerspectiveFactory(state=State.HELD)
    publish, leave_out = (
        reverse(f"cms_perspectives:{name}", args=[row.pk]) for name in ("publish", "leave-out")
    )
    one, other = moderators(2)

    answers = at_once(
        lambda: one.post(publish, {"version": 1}),
        lambda: other.post(leave_out, {"version": 1, "reason": "Elsewhere."}),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert late.count("Somebody else has decided on it since you opened it.") == 1
    assert (OutboxMessage.objects.count(), row.events.count()) == (1, 1)


def test_five_moderators_approve_one_and_its_author_is_told_once() -> None:
    row = PerspectiveFactory(state=State.HELD)
    people = [PersonFactory() for _ in range(5)]

    answers = at_once(*[lambda by=by: actions.approve(perspective=row, by=by, version=1) for by in people])

    assert refused(answers) == ["DecidedMeanwhile"] * 4
    assert [message.payload["version"] for message in OutboxMessage.objects.all()] == [2]


def test_reports_are_settled_and_opened_again_once() -> None:
    row, people = PerspectiveFactory(), [PersonFactory() for _ in range(3)]
    actions.report(perspective=row, reporter=None, why="other")

    kept = at_once(
        *[lambda by=by: actions.settle_reports(perspective=row, by=by, version=1) for by in people]
    )
    event = row.events.get().pk
    undone = at_once(
        *[lambda by=by: actions.undo_decision(perspective=row, by=by, event=event) for by in people]
    )

    assert refused(kept) == ["NothingToDecide"] * 2
    assert refused(undone) == ["NothingToUndo"] * 2
    assert row.reports.filter(settled_at=None).count() == 1


def test_author_rewords_while_a_moderator_decides() -> None:
    row, moderator = PerspectiveFactory(state=State.HELD, said="As it was."), PersonFactory()

    answers = at_once(
        lambda: actions.edit_own(perspective=row, by=row.author, words=words(), shown_name="Joss"),
        lambda: actions.approve(perspective=row, by=moderator, version=1),
    )

    row.refresh_from_db()
    assert refused(answers) in ([], ["WordsHaveChanged"])
    assert (row.state, row.said) == (State.HELD, words().said)


def test_two_appeals_at_once_are_one() -> None:
    row = PerspectiveFactory(state=State.HELD)
    row = actions.leave_out(perspective=row, by=PersonFactory(), version=1, reason="Elsewhere.")

    answers = at_once(*[lambda: actions.appeal(perspective=row, by=row.author, words="It belongs here.")] * 2)

    assert refused(answers) == ["AppealedAlready"]
    assert row.appeals.count() == 1


def test_same_words_sent_twice_are_there_once() -> None:
    page, member = PerspectiveFactory().question, trusted()

    def send() -> Perspective:
        return actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")

    assert refused(at_once(*[send] * 5)) == ["PostedTwice"] * 4
    assert Perspective.objects.filter(question=page, author=member).count() == 1
