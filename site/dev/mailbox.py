"""The mails that `core.mail.MailboxBackend` kept, read back."""

import datetime as dt
import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone


class File(NamedTuple):
    """An attachment: `number` counts from 0 within its mail."""

    number: int
    name: str
    content_type: str
    content: bytes


class Mail(NamedTuple):
    """One kept mail; `key` is its file's name without the ending."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        """Whom it went to."""
        return str(self.message["To"] or "")

    @property
    def sender(self) -> str:
        """Who it says it is from."""
        return str(self.message["From"] or "")

    @property
    def sent(self) -> dt.datetime:
        """When it was sent, aware."""
        try:
            instant = parsedate_to_datetime(str(self.message["Date"]))
        except (TypeError, ValueError):
            return dt.datetime.fromtimestamp(0, tz=dt.UTC)
        return instant if timezone.is_aware(instant) else instant.replace(tzinfo=dt.UTC)

    @property
    def text(self) -> str:
        """The plain part."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML part, or nothing."""
        return self._body("html")

    @property
    def files(self) -> list[File]:
        """The attachments."""
        return [
            File(number, part.get_filename() or f"part-{number}", part.get_content_type(), _content(part))
            for number, part in enumerate(self.message.iter_attachments())
        ]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def folder() -> Path:
    """Where the mails are kept."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR / "mail")


def mails(limit: int = 200) -> list[Mail]:
    """The newest mails, newest first."""
    return [_read(path) for path in sorted(_paths(), key=lambda path: path.name, reverse=True)[:limit]]


def mail(key: str) -> Mail | None:
    """The mail of that key, if there is one."""
    return next((_read(path) for path in _paths() if path.stem == key), None)


def _paths() -> Iterator[Path]:
    return (path for path in folder().glob("*.eml") if not path.name.startswith("."))


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    return Mail(path.stem, message)


def _content(part: EmailMessage) -> bytes:
    content = part.get_content()
    if isinstance(content, bytes):
        return content
    return content.encode() if isinstance(content, str) else part.as_bytes()
