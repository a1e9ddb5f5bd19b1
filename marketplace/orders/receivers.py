"""A log-in claims the orders that were made with a verified address."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from marketplace.orders.actions.claiming import claim_orders


@receiver(user_logged_in, dispatch_uid="orders.claim")
def claim_on_log_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Give the person their earlier orders."""
    claim_orders(user=user)
