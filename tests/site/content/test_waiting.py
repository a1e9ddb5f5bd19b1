"""Pages that wait for a reader: who is reminded, and who where nobody is left."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from accounts.models import User
from content import waiting
from outbox.models import OutboxMessage
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages() -> None:
    empty_site()


def handed_in(title: str, *, days: int) -> Any:
    """A draft that has waited for so many days."""
    page = article(title, publish=False)
    author = User.objects.filter(email="author@mail.example").first() or account("author@mail.example")
    state = Workflow.objects.get().start(page, author).current_task_state
    TaskState.objects.filter(pk=state.pk).update(started_at=timezone.now() - dt.timedelta(days=days, hours=1))
    return page


def told() -> list[tuple[str, str]]:
    """Whom a reminder reached, and under which subject; what Wagtail itself sends at once apart."""
    mail.outbox.clear()
    waiting.remind_readers()
    for message in OutboxMessage.objects.filter(kind=waiting.KIND).order_by("pk"):
        waiting.send(message)
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_readers_who_can_sign_in_are_reminded_of_what_has_waited_for_three_days() -> None:
    account("ed@mail.example", roles=("editor",))
    account("gone@mail.example", roles=("editor",), is_active=False)
    account("author-too@mail.example", roles=("author",))
    handed_in("Long", days=4)
    handed_in("Fresh", days=2)

    assert told() == [("ed@mail.example", "A page waits for a reader")]
    assert "Long: since 4 days" in mail.outbox[0].body
    assert "Fresh" not in mail.outbox[0].body


def test_nobody_is_reminded_twice_in_a_week() -> None:
    account("ed@mail.example", roles=("editor",))
    handed_in("Long", days=4)

    waiting.remind_readers()
    waiting.remind_readers()

    assert OutboxMessage.objects.filter(kind=waiting.KIND).count() == 1


def test_admins_are_told_where_nobody_is_left() -> None:
    account("gone@mail.example", roles=("editor",), is_active=False)
    keeper = account("keeper@mail.example", is_superuser=True)
    handed_in("Long", days=4)

    assert told() == [(keeper.email, "A page waits for a reader")]
    assert "Nobody who may read it has an account any more." in mail.outbox[0].body


def test_nothing_is_sent_once_the_page_was_read_meanwhile() -> None:
    account("ed@mail.example", roles=("editor",))
    page = handed_in("Long", days=4)
    waiting.remind_readers()

    page.current_workflow_state.cancel(user=None)

    assert told() == []
