"""What an author does: send, reword within a day, take back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from content.models import Flag, Perspective, QuestionPage
from content.perspectives import errors, flags, permissions
from content.perspectives.trail import KIND, Act, State, change, locked, note
from content.perspectives.wording import Words, plain
from core import clock, findable
from core.refusal import InvalidDetails
from directory.places.models import PracticeSetting


@transaction.atomic
def send_perspective(
    *,
    question: QuestionPage,
    author: User,
    words: Words,
    shown_name: str,
    setting: PracticeSetting | None = None,
) -> Perspective:
    """Keep a member's answer: published at once, or held where something is flagged.

    Raises QuestionClosed, Suspended, PostedTwice, InvalidDetails.
    """
    if not question.live or not question.is_open:
        raise errors.QuestionClosed
    _refuse_suspended(author)
    perspective = Perspective(
        question=question,
        author=author,
        setting=setting,
        shown_name=plain(shown_name),
        language=question.locale.language_code,
        **_fields(words.as_plain()),
    )
    found = _looked_at(perspective)
    perspective.state = State.HELD if found else State.PUBLISHED
    with _once():
        perspective.save()
    _keep_flags(perspective, found)
    note(perspective, act=Act.SENT, by=author)
    findable.changed(KIND, question.uid)
    return perspective


@transaction.atomic
def edit_own(
    *,
    perspective: Perspective,
    by: User,
    words: Words,
    shown_name: str,
    setting: PracticeSetting | None = None,
) -> Perspective:
    """Reword one's own within a day of sending; it is looked at again, and held where something is flagged.

    What a moderator has reworded is always read again. Raises NotYours, TooLateToEdit, Suspended, PostedTwice,
    InvalidDetails.
    """
    row = locked(perspective)
    if not permissions.is_author(by, row):
        raise errors.NotYours
    if not permissions.may_edit(by, row):
        raise errors.TooLateToEdit(permissions.HOURS_TO_EDIT)
    _refuse_suspended(by)
    fields = {**_fields(words.as_plain()), "shown_name": plain(shown_name), "setting": setting}
    reworded = Perspective(pk=row.pk, question=row.question, author=by, language=row.language, **fields)
    found = _looked_at(reworded)
    held = bool(found or row.reason)
    with _once():
        change(row, act=Act.EDITED, by=by, state=State.HELD if held else State.PUBLISHED, **fields)
    row.flags.all().delete()
    _keep_flags(row, found)
    return row


@transaction.atomic
def withdraw(*, perspective: Perspective, by: User) -> Perspective:
    """Take one's own back, at any time; again changes nothing. Raises NotYours."""
    row = locked(perspective)
    if not permissions.is_author(by, row):
        raise errors.NotYours
    if row.state == State.WITHDRAWN:
        return row
    row.reports.filter(settled_at=None).update(settled_at=clock.now())
    return change(row, act=Act.WITHDRAWN, by=by, state=State.WITHDRAWN)


def _refuse_suspended(author: User) -> None:
    suspension = permissions.suspension_of(author)
    if suspension is not None:
        raise errors.Suspended(suspension)


def _fields(words: Words) -> dict[str, Any]:
    return {
        "said": words.said,
        "happened": words.happened,
        "changed": words.changed,
        "fingerprint": words.fingerprint,
    }


def _looked_at(perspective: Perspective) -> list[flags.Finding]:
    """What a moderator should see of these words. Raises InvalidDetails where one is empty or too long."""
    try:
        perspective.clean_fields(exclude=["question", "author", "setting", "decided_by", "fingerprint"])
    except ValidationError as error:
        raise InvalidDetails.told_by(error) from error
    return flags.look(perspective)


@contextmanager
def _once() -> Iterator[None]:
    """Raise PostedTwice where the database has the same words of the same member already."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise errors.PostedTwice from error


def _keep_flags(perspective: Perspective, found: list[flags.Finding]) -> None:
    Flag.objects.bulk_create(
        Flag(perspective=perspective, kind=one.kind, words=one.words, like=one.like) for one in found
    )
