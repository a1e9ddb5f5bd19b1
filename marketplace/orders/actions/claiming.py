"""Orders bought without an account belong to whoever proves to own the address."""

from django.db import transaction
from django.db.models.functions import Lower

from accounts.models import User
from accounts.queries import verified_emails
from marketplace.orders.models import Order


@transaction.atomic
def claim_orders(*, user: User) -> int:
    """Give the user the placed orders made with one of their verified addresses; how many were new."""
    addresses = {address.lower() for address in verified_emails(user)}
    if not addresses:
        return 0
    return (
        Order.objects.annotate(address=Lower("buyer_email"))
        .filter(buyer__isnull=True, placed_at__isnull=False, address__in=addresses)
        .update(buyer=user)
    )
