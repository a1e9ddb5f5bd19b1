"""Who may answer, and who decides on answers. Editors and moderators both look after questions."""

import datetime as dt
from typing import Any

from accounts import roles
from content.models import Appeal, Perspective, Suspension
from content.perspectives import errors, trail
from core import clock

HOURS_TO_EDIT = 24
MODERATE, SUSPEND = "content.change_perspective", "content.add_suspension"
_KEPT = ("view_perspective", "change_perspective", "view_suspension", "add_suspension", "change_suspension")

for _role in (roles.EDITOR, roles.MODERATOR):
    roles.grants(_role, *(f"content.{name}" for name in _KEPT))


def may_moderate(user: Any) -> bool:
    """Whether somebody decides on perspectives."""
    return bool(user.is_authenticated and user.has_perm(MODERATE))


def may_suspend(user: Any) -> bool:
    """Whether somebody may keep a member from contributing, and let them again."""
    return bool(user.is_authenticated and user.has_perm(SUSPEND))


def is_author(user: Any, perspective: Perspective) -> bool:
    """Whether these are this person's own words."""
    return bool(user is not None and user.pk and perspective.author_id == user.pk)


def editable_until(perspective: Perspective) -> dt.datetime:
    """The instant from which its author may not reword it any more."""
    return perspective.sent_at + dt.timedelta(hours=HOURS_TO_EDIT)


def may_edit(user: Any, perspective: Perspective) -> bool:
    """Whether somebody may reword it now: its author, within a day, as long as it is there or being read."""
    there = perspective.state in {Perspective.State.HELD, Perspective.State.PUBLISHED}
    return is_author(user, perspective) and there and clock.now() < editable_until(perspective)


def may_appeal(user: Any, perspective: Perspective) -> bool:
    """Whether somebody may ask that another person looks again: a reason was given, and none was asked for since.

    Costs a query where the words are this person's and a reason stands there.
    """
    told = bool(perspective.reason) and perspective.state in {
        Perspective.State.LEFT_OUT,
        Perspective.State.PUBLISHED,
    }
    return is_author(user, perspective) and told and not appealed(perspective)


def appealed(perspective: Perspective) -> bool:
    """Whether its author waits for an answer, or has asked about the last decision. One query at most."""
    return any(asked_last(perspective, appeal) for appeal in perspective.appeals.all())


def asked_last(perspective: Perspective, appeal: Appeal) -> bool:
    """Whether another appeal has no place beside this one: it is open, or about the last decision."""
    since = perspective.decided_at or perspective.sent_at
    return appeal.decided_at is None or appeal.at >= since


def judges_themselves(user: Any, perspective: Perspective, appeal: Appeal) -> bool:
    """Whether somebody made the decision that is asked about, or one since. One query at most."""
    return user.pk in trail.deciders(perspective, appeal)


def suspended(user: Any) -> str:
    """The sentence for a member who may not contribute now; empty for others. One query."""
    found = suspension_of(user)
    return errors.Suspended(found).sentence if found else ""


def suspension_of(user: Any) -> Suspension | None:
    """What keeps somebody from contributing now. One query."""
    return Suspension.objects.in_force().filter(user_id=user.pk).first()
