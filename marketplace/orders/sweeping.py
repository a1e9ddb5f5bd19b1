"""What time does to orders: drafts end, sessions count as held, entitlements expire, earnings fall due."""

import datetime as dt

from core import clock
from marketplace.orders.actions.confirming import expire_order
from marketplace.orders.actions.earning import (
    count_unmarked_as_delivered,
    earn_what_is_due,
    expire_entitlements,
)
from marketplace.orders.models import Order
from outbox.registry import recurs

_KEEP_DRAFT = dt.timedelta(hours=2)
"""How long an expired draft can still take another time with all that was typed."""


@recurs("orders.drafts", every_seconds=60)
def end_old_drafts() -> int:
    """Drafts whose hold ran out two hours ago."""
    old = Order.objects.filter(
        status=Order.Status.DRAFT, hold__expires_at__lt=clock.now() - _KEEP_DRAFT
    ).select_related("hold")[:200]
    return len([expire_order(order=order) for order in list(old)])


@recurs("orders.sessions", every_seconds=10)
def move_sessions_on() -> int:
    """Unmarked sessions, ended validities, due earnings."""
    return count_unmarked_as_delivered() + expire_entitlements() + earn_what_is_due()
