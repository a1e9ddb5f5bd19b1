"""What a group's page shows, and to whom."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from directory.groups.models import GroupMembership, PracticeGroup
from directory.groups.permissions import LOOKING_AFTER


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group as one visitor may see it. `own` is the visitor's present membership."""

    group: PracticeGroup
    members: int
    champions: list[str]
    deputies: list[str]
    own: GroupMembership | None

    @property
    def visitor_looks_after_it(self) -> bool:
        """Whether the visitor is a champion or deputy."""
        return self.own is not None and self.own.role in LOOKING_AFTER

    @property
    def free_seats(self) -> int:
        """Chairs nobody sits on, never below zero."""
        return max(0, self.group.capacity - self.members)


def group_page(*, slug: str, visitor: User | AnonymousUser) -> GroupPage | None:
    """The group at `slug` as `visitor` sees it, in three queries.

    None where there is none, and where it is archived and the visitor is no member.
    """
    group = PracticeGroup.objects.for_profile().filter(slug=slug).first()
    if group is None:
        return None
    people = _people(group, visitor)
    own = next((m for m in people if visitor.is_authenticated and m.user_id == visitor.pk), None)
    if group.archived_at is not None and own is None:
        return None
    return GroupPage(
        group=group,
        members=group.member_count,
        champions=_names(people, GroupMembership.Role.CHAMPION),
        deputies=_names(people, GroupMembership.Role.DEPUTY),
        own=own,
    )


def _people(group: PracticeGroup, visitor: User | AnonymousUser) -> list[GroupMembership]:
    """Those who look after the group, and the visitor."""
    wanted = Q(role__in=LOOKING_AFTER)
    if visitor.is_authenticated:
        wanted |= Q(user=visitor)
    present = GroupMembership.objects.filter(group=group, left_at=None)
    return list(present.filter(wanted).select_related("user").order_by("joined_at", "pk"))


def _names(people: list[GroupMembership], role: str) -> list[str]:
    """First names only; somebody without a name is not shown by an e-mail address."""
    return [name for m in people if m.role == role and (name := m.user.get_short_name())]
