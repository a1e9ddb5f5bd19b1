"""Keeping a member from contributing for a while, and letting them again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Suspension
from content.perspectives import errors
from content.perspectives.wording import plain
from core import clock
from core.refusal import InvalidDetails


@transaction.atomic
def suspend_member(*, member: User, by: User, reason: str, until: dt.datetime | None = None) -> Suspension:
    """The member may read, book and take back, but not contribute before `until` (None: before it is lifted).

    Raises OwnPerspective for oneself, SuspendedAlready, ReasonMissing, InvalidDetails.
    """
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    if member.pk == by.pk:
        raise errors.OwnPerspective
    if Suspension.objects.in_force().filter(user=member).exists():
        raise errors.SuspendedAlready
    why, now = plain(reason), clock.now()
    if not why:
        raise errors.ReasonMissing
    if until is not None and until <= now:
        sentence = _("That is over already. You could choose a later day, or none.")
        raise InvalidDetails(sentence, {"until": [sentence]})
    return Suspension.objects.create(user=member, since=now, until=until, reason=why, by=by)


@transaction.atomic
def lift_suspension(*, suspension: Suspension, by: User) -> Suspension:
    """The member may contribute again; again changes nothing."""
    row = Suspension.objects.select_for_update(no_key=True, of=("self",)).get(pk=suspension.pk)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = clock.now(), by
        row.save(update_fields=["lifted_at", "lifted_by"])
    return row
