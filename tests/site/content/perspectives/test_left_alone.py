"""Appeals that nobody is left to decide: admins hear of them, once a week at most."""

import datetime as dt

import pytest
from django.core import mail

from content.models import Perspective
from content.perspectives import actions, left_alone
from core import clock
from outbox.models import OutboxMessage
from tests.factories.accounts import account
from tests.factories.perspectives import PerspectiveFactory

pytestmark = pytest.mark.django_db


def appealed(by: object) -> Perspective:
    row = PerspectiveFactory(state=Perspective.State.HELD)
    row = actions.leave_out(perspective=row, by=by, version=1, reason="Elsewhere.")
    actions.appeal(perspective=row, by=row.author, words="It belongs here.")
    return row


def reminded() -> list[tuple[str, str]]:
    """Whom a reminder reached, and under which subject."""
    mail.outbox.clear()
    left_alone.remind_of_appeals()
    for message in OutboxMessage.objects.filter(kind=left_alone.KIND).order_by("pk"):
        left_alone.send(message)
    return [(sent.to[0], sent.subject) for sent in mail.outbox]


def test_admins_hear_of_an_appeal_against_the_only_one_who_decides() -> None:
    row = appealed(account("admin@mail.example", roles=("admin",)))

    assert reminded() == [("admin@mail.example", "An appeal waits, and nobody is left to decide it")]
    assert row.question.title in mail.outbox[0].body


def test_nobody_hears_of_an_appeal_that_somebody_else_could_decide() -> None:
    appealed(account("admin@mail.example", roles=("admin",)))
    account("mod@mail.example", roles=("moderator",))

    assert reminded() == []


def test_author_of_the_words_is_nobody_to_decide_either() -> None:
    admin = account("admin@mail.example", roles=("admin",))
    row = appealed(admin)
    Perspective.objects.filter(pk=row.pk).update(author=account("mod@mail.example", roles=("moderator",)))

    assert [to for to, _ in reminded()] == ["admin@mail.example"]


def test_what_was_decided_meanwhile_is_told_nobody() -> None:
    row = appealed(account("admin@mail.example", roles=("admin",)))
    left_alone.remind_of_appeals()
    actions.withdraw(perspective=row, by=row.author)

    left_alone.send(OutboxMessage.objects.get(kind=left_alone.KIND))

    assert mail.outbox == []


def test_reminder_comes_once_a_week() -> None:
    appealed(account("admin@mail.example", roles=("admin",)))

    for days in (0, 0, 7):
        with clock.frozen_at(clock.now() + dt.timedelta(days=days)):
            left_alone.remind_of_appeals()

    assert OutboxMessage.objects.filter(kind=left_alone.KIND).count() == 2
