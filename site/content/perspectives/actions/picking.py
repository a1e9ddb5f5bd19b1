"""What stands out: the editors' picks, and what readers found helpful."""

from django.db import transaction

from accounts.models import User
from content.models import Helpful, Perspective
from content.perspectives import errors
from content.perspectives.trail import KIND, Act, State, locked, note
from core import clock, findable


@transaction.atomic
def pick(*, perspective: Perspective, by: User) -> Perspective:
    """Make it an editor's pick; again changes nothing. Raises NotPublished, OwnPerspective."""
    row = locked(perspective)
    if row.state != State.PUBLISHED:
        raise errors.NotPublished
    if row.author_id == by.pk:
        raise errors.OwnPerspective
    return row if row.picked_at else _set_picked(row, by=by, picked=True)


@transaction.atomic
def unpick(*, perspective: Perspective, by: User) -> Perspective:
    """An editor's pick no longer; again changes nothing."""
    row = locked(perspective)
    return _set_picked(row, by=by, picked=False) if row.picked_at else row


@transaction.atomic
def mark_helpful(*, perspective: Perspective, user: User) -> Helpful:
    """Note that a member found it helpful, once. Raises NotPublished, OwnPerspective."""
    row = locked(perspective)
    if row.state != State.PUBLISHED:
        raise errors.NotPublished
    if row.author_id == user.pk:
        raise errors.OwnPerspective
    return Helpful.objects.get_or_create(perspective=row, user=user)[0]


@transaction.atomic
def unmark_helpful(*, perspective: Perspective, user: User) -> None:
    """Take that back; again changes nothing."""
    Helpful.objects.filter(perspective=perspective, user=user).delete()


def _set_picked(row: Perspective, *, by: User, picked: bool) -> Perspective:
    row.picked_at = clock.now() if picked else None
    row.save(update_fields=["picked_at"])
    note(row, act=Act.PICKED if picked else Act.UNPICKED, by=by)
    findable.changed(KIND, row.question.uid)
    return row
