"""How long messages are kept: the sentence below the form, the privacy page and this agree."""

import datetime as dt

from django.db.models import Q

from content.models import Feedback
from core import clock
from outbox.registry import recurs

KEPT = dt.timedelta(days=365)
ADDRESS_KEPT = dt.timedelta(days=90)


@recurs("content.feedback", every_seconds=3600)
def forget() -> int:
    """Delete what was sent a year ago; forget who sent what was dealt with 90 days ago. How many rows that was."""
    now = clock.now()
    gone, _ = Feedback.objects.filter(sent_at__lte=now - KEPT).delete()
    named = Feedback.objects.filter(~Q(email="") | ~Q(user=None), done_at__lte=now - ADDRESS_KEPT)
    return gone + named.update(email="", user=None)
