"""Tell us something; deal with what was told, answer it, take that back."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from content.feedback import errors, mails
from content.models import Feedback
from content.perspectives.wording import plain
from core import clock

SAME = dt.timedelta(days=1)
"""The same words about the same page are one message within this."""


@transaction.atomic
def give_feedback(
    *, about: str, words: str, page: str = "", email: str = "", user: User | None = None, language: str
) -> Feedback:
    """Keep a message, as plain text; one that was sent twice is kept once. `user` None: somebody not signed in.

    Raises NothingSaid.
    """
    words = plain(words)
    if not words:
        raise errors.NothingSaid
    given = {"words": words, "page": page, "email": email, "user": user}
    there = Feedback.objects.waiting().filter(**given, sent_at__gt=clock.now() - SAME).first()
    if there is not None:
        return there
    return Feedback.objects.create(
        **given, about=Feedback.About(about), language=language, sent_at=clock.now()
    )


@transaction.atomic
def settle(*, feedback: Feedback) -> Feedback:
    """Say that it is dealt with. Raises DealtWithMeanwhile."""
    row = _locked(feedback)
    if row.done_at is not None:
        raise errors.DealtWithMeanwhile
    return _save(row, done_at=clock.now())


@transaction.atomic
def put_back(*, feedback: Feedback) -> Feedback:
    """Let it wait again; an answer that was sent stays. Raises StillWaiting."""
    row = _locked(feedback)
    if row.done_at is None:
        raise errors.StillWaiting
    return _save(row, done_at=None)


@transaction.atomic
def answer(*, feedback: Feedback, by: User, words: str) -> Feedback:
    """Send an answer to the address that was left, and so deal with it.

    Raises NoAddress, AnsweredMeanwhile, NothingSaid.
    """
    row = _locked(feedback)
    if row.answered_at is not None:
        raise errors.AnsweredMeanwhile
    if not row.email:
        raise errors.NoAddress
    words = plain(words)
    if not words:
        raise errors.NothingSaid
    now = clock.now()
    _save(row, answer=words, answered_at=now, answered_by=by, done_at=row.done_at or now)
    mails.tell(row)
    return row


@transaction.atomic
def note(*, feedback: Feedback, words: str) -> Feedback:
    """Keep a note for colleagues in the place of the one there was; empty words take it away."""
    return _save(_locked(feedback), note=plain(words))


def _locked(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=feedback.pk)


def _save(row: Feedback, **fields: object) -> Feedback:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return row
