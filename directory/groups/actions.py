"""Making and changing practice groups, and who belongs to them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import clock, findable
from core.refusal import InvalidDetails
from core.slugs import free_slug
from directory.groups.errors import GroupArchived, GroupFull, LastChampion
from directory.groups.models import GroupMembership, PracticeGroup
from directory.groups.permissions import LOOKING_AFTER
from directory.places.models import Place, PracticeSetting

Role = GroupMembership.Role


class Details(TypedDict, total=False):
    """What a group tells of itself, name and time zone apart."""

    slug: str
    summary: str
    description: str
    place: Place | None
    online: bool
    languages: list[str]
    rhythm: str
    capacity: int
    joining: str
    reward_policy: str
    founded_on: dt.date | None


class Change(Details, total=False):
    """What can be changed of a group."""

    name: str
    time_zone: str


@transaction.atomic
def create_group(
    *,
    name: str,
    time_zone: str,
    champion: User | None = None,
    settings: Iterable[PracticeSetting] = (),
    **details: Unpack[Details],
) -> PracticeGroup:
    """A group, open from now on; `champion` looks after it. Raises InvalidDetails."""
    free = details.get("slug") or free_slug(name, among=PracticeGroup.objects.all(), otherwise="group")
    group = PracticeGroup(name=name, time_zone=time_zone)
    _save(group, {"founded_on": clock.now().date(), **details, "slug": free})
    group.settings.set(settings)
    if champion is not None:
        add_member(group=group, user=champion, role=Role.CHAMPION)
    return _announce(group)


@transaction.atomic
def update_group(
    *, group: PracticeGroup, settings: Iterable[PracticeSetting] | None = None, **fields: Unpack[Change]
) -> PracticeGroup:
    """Change what is given and leave the rest. Raises InvalidDetails."""
    _save(group, {**fields})
    if settings is not None:
        group.settings.set(settings)
    return _announce(group)


@transaction.atomic
def archive_group(*, group: PracticeGroup) -> PracticeGroup:
    """The group meets no more: out of search, its page for members only. Bookings and credit stand."""
    group.archived_at = group.archived_at or clock.now()
    group.save(update_fields=["archived_at"])
    return _announce(group)


@transaction.atomic
def restore_group(*, group: PracticeGroup) -> PracticeGroup:
    """Undo `archive_group`."""
    group.archived_at = None
    group.save(update_fields=["archived_at"])
    return _announce(group)


@transaction.atomic
def add_member(*, group: PracticeGroup, user: User, role: str = Role.MEMBER) -> GroupMembership:
    """Make a person a member, or give a member another role. Raises GroupFull, GroupArchived."""
    locked = _lock(group)
    present = locked.memberships.filter(left_at=None)
    membership = present.filter(user=user).first()
    if membership is None:
        if locked.archived_at is not None:
            raise GroupArchived
        if present.count() >= locked.capacity:
            raise GroupFull
        membership = GroupMembership(group=group, user=user, joined_at=clock.now())
    if membership.role in LOOKING_AFTER and role not in LOOKING_AFTER and membership.pk is not None:
        _keep_somebody(locked, membership)
    membership.role = Role(role)
    membership.save()
    _announce(group)
    return membership


@transaction.atomic
def end_membership(*, membership: GroupMembership, even_if_last: bool = False) -> GroupMembership:
    """The person leaves; the row stays. Raises LastChampion, unless `even_if_last` (an account is erased)."""
    if membership.left_at is not None:
        return membership
    locked = _lock(membership.group)
    if membership.role in LOOKING_AFTER and not even_if_last:
        _keep_somebody(locked, membership)
    membership.left_at = clock.now()
    membership.save(update_fields=["left_at"])
    _announce(membership.group)
    return membership


def _keep_somebody(group: PracticeGroup, leaving: GroupMembership) -> None:
    others = group.memberships.filter(left_at=None).exclude(pk=leaving.pk)
    if group.archived_at is None and others.exists() and not others.filter(role__in=LOOKING_AFTER).exists():
        raise LastChampion


def _lock(group: PracticeGroup) -> PracticeGroup:
    return PracticeGroup.objects.select_for_update(no_key=True, of=("self",)).get(pk=group.pk)


def _save(group: PracticeGroup, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in Change.__annotations__:
            raise TypeError(f"A group has no {name!r} to be changed here.")
        setattr(group, name, value)
    try:
        group.full_clean()
    except ValidationError as error:
        raise InvalidDetails.told_by(error) from error
    group.save()


def _announce(group: PracticeGroup) -> PracticeGroup:
    findable.changed("group", group.uid)
    return group
