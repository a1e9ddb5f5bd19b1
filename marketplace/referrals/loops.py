"""Self-referral and loops: they are credited, flagged for staff, and earn nothing."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from accounts.models import User
from directory.groups.models import GroupMembership, PracticeGroup
from marketplace.orders.models import Order


def same_mailbox(address: str) -> str:
    """An address as its mailbox: lower case, without a plus-part and without dots before the @.

    Two people at one domain whose names differ by dots alone are rarer than one person using both.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def flag_of(*, order: Order, group: PracticeGroup, user: User | None, addresses: Iterable[str]) -> str:
    """Why this group earns nothing by this order, in words for staff; "" when nothing is wrong."""
    stewards = [
        membership.user
        for membership in GroupMembership.objects.filter(
            group=group,
            left_at__isnull=True,
            role__in=[GroupMembership.Role.CHAMPION, GroupMembership.Role.DEPUTY],
        ).select_related("user")
    ]
    known = {same_mailbox(steward.email) for steward in stewards}
    buyers = {same_mailbox(address) for address in addresses if address}
    if buyers & known or (user is not None and user in stewards):
        return gettext_noop("Self-referral: the buyer or attendee looks after the group.")
    if order.trainer.user_id is not None and any(s.pk == order.trainer.user_id for s in stewards):
        return gettext_noop("Loop: the trainer looks after the group.")
    return ""
