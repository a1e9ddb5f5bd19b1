"""Touches are forgotten after 90 days."""

from core import clock
from marketplace.referrals.models import Touch
from marketplace.referrals.rules import TOUCH_COUNTS
from outbox.registry import recurs


@recurs("referrals.touches", every_seconds=3600)
def forget_old_touches() -> int:
    """How many touches were older than counts."""
    deleted, _ = Touch.objects.filter(at__lt=clock.now() - TOUCH_COUNTS).delete()
    return deleted
