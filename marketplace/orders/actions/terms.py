"""The terms that buyers accept."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from core import clock
from marketplace.orders.models import TermsVersion


@transaction.atomic
def publish_terms(*, text: str, valid_from: dt.datetime | None = None) -> TermsVersion:
    """Write the next version, or return the newest one when its text is the same.

    The first version's row is the lock: two who publish at once get two numbers.
    """
    TermsVersion.objects.select_for_update().order_by("number").first()
    newest = TermsVersion.objects.order_by("-number").first()
    if newest is not None and newest.text == text:
        return newest
    number = (TermsVersion.objects.aggregate(top=Max("number"))["top"] or 0) + 1
    return TermsVersion.objects.create(number=number, text=text, valid_from=valid_from or clock.now())


def terms_in_force() -> TermsVersion | None:
    """The newest version that is valid now."""
    return TermsVersion.objects.filter(valid_from__lte=clock.now()).order_by("-number").first()
