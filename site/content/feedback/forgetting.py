"""How long messages are kept: the sentence below the form, the privacy page and this agree."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from content.models import Feedback
from core import clock
from outbox.registry import recurs

KEPT = dt.timedelta(days=365)
ADDRESS_KEPT = dt.timedelta(days=90)
AT_ONCE = 500
"""Rows of each sort at most in one run; the next one goes on."""
_TEXTS = ("words", "answer", "note")


@recurs("content.feedback", every_seconds=3600)
def forget() -> int:
    """Delete what was sent a year ago; forget who sent what was dealt with 90 days ago. How many rows that was."""
    now = clock.now()
    over = Feedback.objects.filter(sent_at__lte=now - KEPT)
    gone, _ = _some(over).delete()
    named = Feedback.objects.filter(~Q(email="") | ~Q(user=None), done_at__lte=now - ADDRESS_KEPT)
    return gone + forget_who(_some(named))


def forget_who(rows: QuerySet[Feedback]) -> int:
    """Take the account and the address from these, also where the address stands in a text. How many that were."""
    address: Any = F("email")  # the stubs know a Value alone; any expression goes
    without = {name: Replace(F(name), address, Value("…")) for name in _TEXTS}
    return rows.update(**without, email="", user=None)


def _some(rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """The oldest of these, as rows that may be changed; those that stopped to be of these meanwhile are left out."""
    return rows.filter(pk__in=list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]))
