"""What this room keeps about a person, and how it forgets them (accounts.registry).

Somebody is known by being signed in when they wrote, or by the address they left for an answer.
"""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import pre_delete

from accounts import registry
from accounts.models import User
from content.feedback.forgetting import forget_who
from content.models import Feedback

Row = dict[str, Any]


def register() -> None:
    """Make all of this known; again changes nothing."""
    registry.register_exporter("feedback", own)
    registry.register_eraser("feedback", erase)
    pre_delete.connect(account_deleted, sender=User, dispatch_uid="content.feedback.account")


def own(user: User) -> list[Row]:
    """What they told us, and what we answered. One query."""
    return [_message(row) for row in _of(user).order_by("sent_at", "pk")]


def erase(user: User) -> None:
    """Delete what they told us, and what we answered."""
    _of(user).delete()


def account_deleted(instance: User, **kwargs: Any) -> None:
    """An account that is deleted leaves neither its link nor its address behind, whoever deletes it."""
    forget_who(_of(instance))


def _of(user: User) -> QuerySet[Feedback]:
    mine = Q(user=user)
    return Feedback.objects.filter(mine | Q(email__iexact=user.email) if user.email else mine)


def _message(row: Feedback) -> Row:
    return {
        "about": row.get_about_display(),
        "words": row.words,
        "page": row.page,
        "email": row.email,
        "language": row.language,
        "sent_at": _at(row.sent_at),
        "answer": row.answer,
        "answered_at": _at(row.answered_at),
        "note": row.note,
        "done_at": _at(row.done_at),
    }


def _at(instant: dt.datetime | None) -> str | None:
    return instant.isoformat() if instant else None
