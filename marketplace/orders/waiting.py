"""What of orders waits for staff, on the front page of `/cms/`."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from core.cms.desk import Item, Line
from marketplace.orders.models import CoachingSession

FIRST = 3


def objections(request: HttpRequest) -> Iterator[Line]:
    """Sessions whose client objected, the oldest first; none for who cannot decide. Two queries at most."""
    if not request.user.has_perm("orders.add_refund"):
        return
    over = (CoachingSession.Status.REFUNDED, CoachingSession.Status.VOID)
    found = CoachingSession.objects.filter(objected_at__isnull=False).exclude(status__in=over)
    first = list(found.select_related("order__trainer").order_by("objected_at")[:FIRST])
    if first:
        total = found.count()
        words = ngettext(
            "%(n)d objection waits for a decision", "%(n)d objections wait for a decision", total
        )
        items = tuple(
            Item(f"{row.order.reference}, {row.order.trainer}", _address(row), row.objection) for row in first
        )
        yield Line(words % {"n": total}, reverse("cms_objections:index"), items)


def _address(session: CoachingSession) -> str:
    return reverse("cms_objections:inspect", args=[session.pk])
