"""What people may see of referrals: the receipt, a group's bookings and credit. Never the buyer's name unasked."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money, percent
from directory.groups.models import PracticeGroup
from marketplace.ledger.actions import Purse, balances_of
from marketplace.ledger.models import Code
from marketplace.orders.models import Order
from marketplace.referrals.models import OrderAttribution, Reward


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """The reward of one unit."""

    number: int
    amount: Money
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The attribution receipt: the same for buyer, champion and trainer."""

    attribution: OrderAttribution
    order_reference: str
    package: str
    group: PracticeGroup | None
    code: str
    because: str
    rule: str
    rate: str
    booked_at: dt.datetime | None
    touched_at: dt.datetime | None
    state: str
    lines: tuple[ReceiptLine, ...]
    each: Money | None
    total: Money
    pending: Money
    earned: Money
    reversed: Money
    blocked: str


_WORDS = {
    Reward.Status.PENDING: gettext_lazy("follows when the session has been held"),
    Reward.Status.EARNED: gettext_lazy("earned"),
    Reward.Status.REVERSED: gettext_lazy("taken back with a refund"),
    Reward.Status.BLOCKED: gettext_lazy("not paid"),
}
_STATES = {
    Order.Status.DRAFT: gettext_lazy("not placed yet"),
    Order.Status.AWAITING_PAYMENT: gettext_lazy("awaiting payment"),
    Order.Status.CONFIRMED: gettext_lazy("confirmed"),
    Order.Status.FULFILLED: gettext_lazy("fulfilled"),
    Order.Status.EXPIRED: gettext_lazy("expired"),
    Order.Status.CANCELLED: gettext_lazy("cancelled"),
}


def receipt(attribution: OrderAttribution) -> Receipt:
    """The receipt of one order; two queries beside the attribution's own."""
    order = attribution.order
    rewards = list(attribution.rewards.select_related("unit").order_by("unit__position"))

    def total(*statuses: str) -> Money:
        chosen = [r for r in rewards if not statuses or r.status in statuses]
        return Money(sum(r.amount_minor - r.reversed_minor for r in chosen), order.currency)

    return Receipt(
        attribution=attribution,
        order_reference=order.reference,
        package=order.package_version.title if order.package_version else "",
        group=attribution.group,
        code=attribution.code.code if attribution.code else "",
        because=_because(attribution),
        rule=_("%(rule)s (rule version %(version)s)")
        % {"rule": attribution.get_rule_display(), "version": attribution.rule_version},
        rate=_("%(share)s of the platform fee") % {"share": percent(attribution.rate_bp)},
        booked_at=order.placed_at,
        touched_at=attribution.touched_at,
        state=str(_STATES[Order.Status(order.status)]),
        lines=tuple(
            ReceiptLine(r.unit.position, r.standing, r.status, str(_WORDS[Reward.Status(r.status)]))
            for r in rewards
        ),
        each=Money(rewards[0].amount_minor, order.currency) if rewards else None,
        total=Money(sum(r.amount_minor for r in rewards), order.currency),
        pending=total(Reward.Status.PENDING),
        earned=total(Reward.Status.EARNED),
        reversed=Money(sum(r.reversed_minor for r in rewards), order.currency),
        blocked=_(attribution.flag) if attribution.flag else "",
    )


def _because(attribution: OrderAttribution) -> str:
    rule = OrderAttribution.Rule
    return {
        rule.CODE: _("The buyer entered the group's code."),
        rule.LINK: _("The buyer followed the group's link and kept it when booking."),
        rule.SIGNUP: _("The buyer signed up through the group."),
        rule.NONE: _("The buyer chose to credit no group.")
        if attribution.chosen_by_buyer
        else _("No group brought this booking."),
    }[rule(attribution.rule)]


def attribution_for_page() -> QuerySet[OrderAttribution]:
    """Load plan of the receipt's page."""
    return OrderAttribution.objects.select_related(
        "group", "code", "order__package_version", "order__trainer"
    )


def bookings_of_group(group: PracticeGroup) -> QuerySet[OrderAttribution]:
    """What the group brought, newest first: confirmed orders, with pending, earned and reversed reward."""
    settled = [Order.Status.CONFIRMED, Order.Status.FULFILLED, Order.Status.CANCELLED]
    amount = Sum("rewards__amount_minor") - Sum("rewards__reversed_minor")
    return (
        OrderAttribution.objects.filter(
            group=group, order__confirmed_at__isnull=False, order__status__in=settled
        )
        .select_related("order__package_version", "order__trainer", "code")
        .annotate(
            standing=amount,
            pending_units=Count("rewards", filter=Q(rewards__status=Reward.Status.PENDING)),
            earned_units=Count("rewards", filter=Q(rewards__status=Reward.Status.EARNED)),
            taken_back=Sum("rewards__reversed_minor"),
        )
        .order_by("-order__confirmed_at")
    )


@dataclass(frozen=True, slots=True)
class Credit:
    """A group's credit in one currency and mode."""

    currency: str
    mode: str
    available: Money
    pending: Money


def credit_of_group(group: PracticeGroup) -> list[Credit]:
    """Credit by currency and mode: what the ledger says is there, and what is promised."""
    promised = {
        (row["currency"], row["unit__order__mode"]): row["total"] - row["back"]
        for row in Reward.objects.filter(attribution__group=group, status=Reward.Status.PENDING)
        .values("currency", "unit__order__mode")
        .annotate(total=Sum("amount_minor"), back=Sum("reversed_minor"))
    }
    booked = balances_of(Purse(Code.GROUP_CREDIT, group.uid))
    return [
        Credit(
            currency,
            mode,
            available=Money(-booked.get((currency, mode), 0), currency),
            pending=Money(promised.get((currency, mode), 0), currency),
        )
        for currency, mode in sorted(set(booked) | set(promised))
    ]


def reward_to_reverse(order: Order) -> int:
    """What a full refund takes back from the group, minor units."""
    totals = Reward.objects.filter(
        attribution__order=order, status__in=[Reward.Status.PENDING, Reward.Status.EARNED]
    ).aggregate(amount=Sum("amount_minor"), back=Sum("reversed_minor"))
    return (totals["amount"] or 0) - (totals["back"] or 0)
