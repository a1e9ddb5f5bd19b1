"""Which group an order is credited to, by rule version 1.

A code the buyer enters, or the choice to have none, comes first and stays; then the last link touch of 90 days
(the address of this visit counts as the newest); then the group through which the buyer signed up, for 12
months; else none. The window ends when the order is placed.
"""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from core import clock
from marketplace.referrals.models import OrderAttribution, ReferralCode, SignupAttribution, Touch

RULE_VERSION = 1
TOUCH_COUNTS = dt.timedelta(days=90)
SIGNUP_COUNTS = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Finding:
    """The code that counts, by which rule, and when its link was followed or the sign-up happened."""

    rule: str
    code: ReferralCode | None = None
    at: dt.datetime | None = None


def usable_code(text: str) -> ReferralCode | None:
    """The code written as `text` in any case, if it is in use."""
    return ReferralCode.objects.usable().select_related("group").filter(code__iexact=text.strip()).first()


def find(*, reference: str, user: User | None) -> Finding:
    """What counts for this visitor before any choice of their own."""
    now = clock.now()
    code = usable_code(reference) if reference else None
    if code is not None:
        return Finding(OrderAttribution.Rule.LINK, code, now)
    if user is None:
        return Finding(OrderAttribution.Rule.NONE)
    touch = (
        Touch.objects.filter(
            user=user,
            at__gte=now - TOUCH_COUNTS,
            code__retired_at__isnull=True,
            code__group__archived_at__isnull=True,
        )
        .select_related("code__group")
        .order_by("-at")
        .first()
    )
    if touch is not None:
        return Finding(OrderAttribution.Rule.LINK, touch.code, touch.at)
    signup = (
        SignupAttribution.objects.filter(
            user=user, at__gte=now - SIGNUP_COUNTS, code__group__archived_at__isnull=True
        )
        .select_related("code__group")
        .first()
    )
    if signup is not None:
        return Finding(OrderAttribution.Rule.SIGNUP, signup.code, signup.at)
    return Finding(OrderAttribution.Rule.NONE)
