"""Keeping a member from contributing for a while, changing when that ends, and letting them again."""

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
def suspend_member(*, member: User, by: User, reason: str, last_day: dt.date | None = None) -> Suspension:
    """The member may read, book and take back, but not contribute up to that day (None: before it is lifted).

    Days are the site's. Raises OwnPerspective for oneself, SuspendedAlready, ReasonMissing, InvalidDetails.
    """
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    if member.pk == by.pk:
        raise errors.OwnPerspective
    if Suspension.objects.in_force().filter(user=member).exists():
        raise errors.SuspendedAlready
    why, until = plain(reason), _end(last_day)
    if not why:
        raise errors.ReasonMissing
    return Suspension.objects.create(user=member, since=clock.now(), until=until, reason=why, by=by)


@transaction.atomic
def change_end(*, suspension: Suspension, by: User, last_day: dt.date | None) -> Suspension:
    """It ends after that day instead; None: when it is lifted.

    Raises OwnPerspective, SuspensionOver, InvalidDetails.
    """
    row = _locked(suspension)
    if row.user_id == by.pk:
        raise errors.OwnPerspective
    if not Suspension.objects.in_force().filter(pk=row.pk).exists():
        raise errors.SuspensionOver
    row.until = _end(last_day)
    row.save(update_fields=["until"])
    return row


@transaction.atomic
def lift_suspension(*, suspension: Suspension, by: User) -> Suspension:
    """The member may contribute again; again changes nothing. Raises OwnPerspective."""
    row = _locked(suspension)
    if row.user_id == by.pk:
        raise errors.OwnPerspective
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = clock.now(), by
        row.save(update_fields=["lifted_at", "lifted_by"])
    return row


def _locked(suspension: Suspension) -> Suspension:
    return Suspension.objects.select_for_update(no_key=True, of=("self",)).get(pk=suspension.pk)


def _end(last_day: dt.date | None) -> dt.datetime | None:
    if last_day is not None and last_day < clock.today():
        sentence = _("That day is over already. You could choose a later one, or none.")
        raise InvalidDetails(sentence, {"last_day": [sentence]})
    return Suspension.end_of(last_day)
