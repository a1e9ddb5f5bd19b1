"""Renders and sends mail. The rooms enqueue (outbox); nothing here knows an order."""

import time
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.template.loader import render_to_string


class NotSent(Exception):
    """A mail was not taken. It tells the kind of error and a server's code, not to whom: errors are kept in logs."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail; `mimetype` may carry parameters, as in `text/calendar; method=REQUEST`."""

    name: str
    content: bytes
    mimetype: str


def send(
    *,
    template: str,
    to: str,
    context: dict[str, Any],
    message_id: str,
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Render `emails/<template>.{subject.txt,txt,html}` and send it; raises NotSent.

    `message_id` is the stable local part of the Message-ID: a mail sent twice after a crash is recognised by
    the recipient's program as one.
    """
    values = {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, **context}
    subject = " ".join(render_to_string(f"emails/{template}.subject.txt", values).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"emails/{template}.txt", values),
        to=[to],
        headers={"Message-ID": f"<{message_id}@{mail_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", values), "text/html")
    for attachment in attachments:
        message.attach(attachment.name, attachment.content, attachment.mimetype)
    _hand_over(message)


def _hand_over(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except (SMTPException, ValueError) as error:
        code = getattr(error, "smtp_code", "")
        raise NotSent(" ".join(filter(None, [type(error).__name__, str(code)]))) from None


def mail_domain() -> str:
    """The domain of the site's own address: part of Message-IDs and calendar identifiers."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


class MailboxBackend(BaseEmailBackend):
    """Writes each message as one .eml file into EMAIL_FILE_PATH; `/dev/mailbox/` shows them."""

    def send_messages(self, email_messages: Any) -> int:
        """Keep every message; the file's name sorts by time of sending."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._keep(folder, message)
        return len(email_messages)

    def _keep(self, folder: Path, message: EmailMessage) -> None:
        name = f"{time.time_ns()}.eml"
        (folder / f".{name}").write_bytes(message.message().as_bytes())
        (folder / f".{name}").rename(folder / name)
