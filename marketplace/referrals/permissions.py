"""Who may read an attribution receipt."""

from django.http import HttpRequest

from directory.groups.permissions import looks_after
from marketplace.orders.permissions import may_open
from marketplace.referrals.models import OrderAttribution


def may_read(request: HttpRequest, attribution: OrderAttribution) -> bool:
    """The buyer, the trainer, the group's champions, and staff who see orders."""
    if may_open(request, attribution.order):
        return True
    user = request.user
    if not user.is_authenticated:
        return False
    if attribution.order.trainer.user_id == user.pk or user.has_perm("orders.view_order"):
        return True
    return attribution.group is not None and looks_after(user, attribution.group)
