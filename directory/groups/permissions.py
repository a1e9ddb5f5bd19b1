"""Who may do what with a group."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from directory.groups.models import GroupMembership, PracticeGroup

LOOKING_AFTER = (GroupMembership.Role.CHAMPION, GroupMembership.Role.DEPUTY)


def membership_of(user: User | AnonymousUser, group: PracticeGroup) -> GroupMembership | None:
    """The person's present membership, if there is one."""
    if not user.is_authenticated:
        return None
    return GroupMembership.objects.filter(user=user, group=group, left_at=None).first()


def looks_after(user: User | AnonymousUser, group: PracticeGroup) -> bool:
    """Whether the person is a champion or deputy of the group at present."""
    membership = membership_of(user, group)
    return membership is not None and membership.role in LOOKING_AFTER
