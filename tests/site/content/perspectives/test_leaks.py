"""What a moderator took out is gone from wherever anybody but its author and moderators could read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from content.models import Perspective
from content.perspectives import actions, mails, privacy
from core import findable
from outbox.models import OutboxMessage
from tests.factories.accounts import account
from tests.factories.articles import empty_site
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import (
    FlagFactory,
    PerspectiveFactory,
    question,
    question_index,
    undo,
    words,
)

pytestmark = pytest.mark.django_db
SECRET = "Canal Street"
TOLD = words(f"You are from {SECRET}.", f"He left for {SECRET}.", f"I avoid {SECRET}.")
MIDDLEWARE = "content.kept_pages.KeptPagesMiddleware"


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def row(settings: Settings) -> Perspective:
    """Published, picked and reported, the only one on the site; whole pages are kept for strangers."""
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], MIDDLEWARE, *settings.MIDDLEWARE[1:]]
    empty_site()
    told = {"said": TOLD.said, "happened": TOLD.happened, "changed": TOLD.changed}
    row = PerspectiveFactory(question=question("What helped?"), fingerprint=TOLD.fingerprint, **told)
    FlagFactory(perspective=row, words=SECRET)
    actions.pick(perspective=row, by=PersonFactory())
    actions.report(perspective=row, reporter=PersonFactory(), why="identifying", words=f"It names {SECRET}.")
    return row


def public(row: Perspective) -> list[str]:
    """Addresses that show perspectives, or could."""
    asked = row.question.get_url()
    report = reverse("perspectives:report", args=[row.uid])
    found = f"{reverse('search:search')}?q=Canal+Street"
    return [asked, f"{asked}?sort=newest", question_index().get_url(), "/", "/articles.atom", report, found]


def read(client: Client, row: Perspective) -> list[bool]:
    """For each, whether the words stand there; a search page repeats what was asked."""
    return [TOLD.said in client.get(url).content.decode() for url in public(row)]


def member() -> tuple[Client, User]:
    client, user = Client(), PersonFactory()
    client.force_login(user)
    return client, user


def redact(row: Perspective) -> None:
    actions.redact(
        perspective=row, by=PersonFactory(), version=1, words=words("You are from here."), reason="A street."
    )


@pytest.mark.parametrize("how", ["reworded", "left out", "taken back"])
def test_words_are_gone_from_every_page(row: Perspective, committed: Any, how: str) -> None:
    client, _user = member()
    assert [read(Client(), row)[at] for at in (0, 1, 3, 5)] == [True] * 4
    assert read(client, row)[0]

    with committed():
        if how == "reworded":
            redact(row)
        elif how == "left out":
            actions.leave_out(perspective=row, by=PersonFactory(), version=1, reason="A street.")
        else:
            actions.withdraw(perspective=row, by=row.author)

    assert read(Client(), row) == [False] * 7
    assert read(client, row) == [False] * 7


@pytest.mark.parametrize("how", ["reworded", "left out", "taken back", "account deleted"])
def test_nothing_finds_the_question_by_them_any_more(row: Perspective, committed: Any, how: str) -> None:
    asked = ("search:search", "search:feed", "api-v1:search")

    def found() -> list[bool]:
        answers = [Client().get(reverse(name), {"q": SECRET}) for name in asked]
        return [row.question.title in answer.content.decode() for answer in answers]

    with committed():
        findable.changed("question", row.question.uid)
    assert found() == [True] * 3

    with committed():
        if how == "reworded":
            redact(row)
        elif how == "left out":
            actions.leave_out(perspective=row, by=PersonFactory(), version=1, reason="A street.")
        elif how == "taken back":
            actions.withdraw(perspective=row, by=row.author)
        else:
            redact(row)
            privacy.erase(row.author)

    assert found() == [False] * 3


def test_mails_hold_none_of_them(row: Perspective) -> None:
    mail.outbox.clear()
    redact(row)
    undo(row, by=Perspective.objects.get().decided_by)
    redact_again = Perspective.objects.get()
    actions.redact(
        perspective=redact_again, by=PersonFactory(), version=3, words=words(), reason="It named a street."
    )

    for message in OutboxMessage.objects.filter(kind=mails.KIND):
        mails.send(message)

    assert [sent.to for sent in mail.outbox] == [[row.author.email]]
    (sent,) = mail.outbox
    assert "It named a street." in sent.body
    assert SECRET not in sent.subject + sent.body + str(sent.alternatives)


def test_what_was_before_is_for_its_author_and_moderators(row: Perspective) -> None:
    redact(row)
    decide = reverse("cms_perspectives:decide", args=[row.pk])
    readers = {"moderator": True, "author": False, "finance": False}

    seen = {}
    for role in readers:
        client = Client()
        client.force_login(account(f"{role}@mail.example", roles=(role,)))
        seen[role] = SECRET in client.get(decide, follow=True).content.decode()

    assert seen == readers
