"""A person's orders as a list."""

from typing import Any

from django.utils.translation import ngettext

from core import when
from marketplace.checkout.presenters.orders import money, next_appointment, version_of
from marketplace.orders.models import CoachingSession, Order


def row(order: Order, zone: str) -> dict[str, Any]:
    """One order, its times in `zone` (the person's)."""
    coming = next_appointment(order)
    left = [s for s in order.sessions.all() if s.status == CoachingSession.Status.UNSCHEDULED]
    return {
        "url": order.get_absolute_url(),
        "title": version_of(order).title,
        "trainer": order.trainer.name,
        "seed": order.trainer.slug,
        "reference": order.reference,
        "total": money(order.total),
        "state": str(Order.Status(order.status).label),
        "kind": ""
        if order.is_settled
        else "wait"
        if order.status == Order.Status.AWAITING_PAYMENT
        else "off",
        "coming": f"{when.spoken(coming.starts_at, zone)}, {when.city(zone)}" if coming else "",
        "left": _left(len(left)) if order.is_settled and left else "",
    }


def _left(count: int) -> str:
    return ngettext("%(n)d session to book yet", "%(n)d sessions to book yet", count) % {"n": count}
