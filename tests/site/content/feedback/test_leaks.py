"""Where words and addresses must not turn up: logs, the trail of acts, the outbox, reports of errors."""

import logging
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from content.feedback import cms, views
from content.models import Feedback
from outbox import worker
from outbox.models import OutboxMessage, State
from tests.factories.accounts import account
from tests.factories.feedback import FeedbackFactory

pytestmark = pytest.mark.django_db
GUEST = "guest-7@mail.example"
WORDS, ANSWER, NOTE = "Zanzibar went missing", "Timbuktu is there", "Samarkand said so"
SAID = {"words": WORDS, "about": "idea", "email": GUEST, "page": "/search/"}


class Refusing(BaseEmailBackend):
    """A server that takes no mail, and repeats the address as servers do."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused({GUEST: (550, f"no such user: {GUEST}".encode())})


def traces(caplog: pytest.LogCaptureFixture) -> str:
    """All that is kept beside the message itself."""
    rows = [*ModelLogEntry.objects.values(), *OutboxMessage.objects.values()]
    return caplog.text + "\n".join(str(row) for row in rows)


def test_no_log_tells_what_was_said_or_by_whom(
    client: Client, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    client.post(reverse("feedback:give"), SAID | {"email": "no address"})
    client.post(reverse("feedback:give"), SAID)
    row = Feedback.objects.get()
    editor = account("ed@mail.example", roles=("editor",))
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    for act, words in (("note", NOTE), ("answer", ANSWER), ("put-back", ""), ("settle", "")):
        client.post(reverse(f"cms_feedback:{act}", args=[row.pk]), {"words": words})
    worker.drain()

    row.refresh_from_db()
    assert (row.note, row.answer, row.email) == (NOTE, ANSWER, GUEST)
    acts = ModelLogEntry.objects.filter(content_type__model="feedback").order_by("pk")
    assert [(entry.label, entry.data) for entry in acts] == [
        (f"Feedback {row.pk}", {"act": act}) for act in ("note", "answer", "put-back", "settle")
    ]
    message = OutboxMessage.objects.get(kind="content.feedback.answer")
    assert (message.state, message.payload) == (State.WAITING, {"feedback": row.pk})
    assert "SMTPRecipientsRefused" in message.last_error
    found = traces(caplog)
    assert "Bad Request: /feedback/" in found
    assert "content.feedback.answer" in found
    for secret in (WORDS, ANSWER, NOTE, GUEST):
        assert secret not in found


def test_report_of_an_error_shows_nothing_that_was_typed() -> None:
    sent = RequestFactory().post("/feedback/", SAID)
    acted = RequestFactory().post("/cms/feedback/1/answer/", {"words": ANSWER})
    assert (WORDS in reported(sent), ANSWER in reported(acted)) == (True, True)

    with pytest.raises(AttributeError):  # no middleware here: both end in an error on their way
        views.give(sent)
    with pytest.raises(AttributeError):
        cms.Answer.as_view(model=Feedback)(acted, pk=FeedbackFactory().pk)

    for secret in (WORDS, GUEST):
        assert secret not in reported(sent)
    assert ANSWER not in reported(acted)


def reported(request: HttpRequest) -> str:
    """What Django's report of an error shows of a form."""
    return str(dict(SafeExceptionReporterFilter().get_post_parameters(request)))
