"""Rewards: pending when an order is confirmed, earned with each unit, taken back in proportion with refunds."""

from django.db.models import Sum

from core import clock
from core.money import rounding_step, share
from marketplace.ledger.actions import Entry, Purse, post
from marketplace.ledger.models import Code
from marketplace.orders.locks import locked
from marketplace.orders.models import Order, OrderUnit, Refund, RefundLine
from marketplace.referrals.models import OrderAttribution, Reward


def promise(*, order: Order) -> list[Reward]:
    """A pending reward for each unit of a confirmed order, or a blocked one where the attribution is flagged."""
    attribution = OrderAttribution.objects.filter(order=order, frozen_at__isnull=False).first()
    if attribution is None or attribution.group_id is None or not attribution.rate_bp:
        return []
    step = rounding_step(order.currency)
    made = []
    for unit in order.units.all():
        amount = share(unit.platform_fee_minor, attribution.rate_bp, step=step)
        if amount and not Reward.objects.filter(unit=unit).exists():
            made.append(_write(attribution, unit, amount, order.currency))
    return made


def _write(attribution: OrderAttribution, unit: OrderUnit, amount: int, currency: str) -> Reward:
    return Reward.objects.create(
        attribution=attribution,
        unit=unit,
        amount_minor=amount,
        currency=currency,
        status=Reward.Status.BLOCKED if attribution.flag else Reward.Status.PENDING,
        blocked_reason=attribution.flag,
        created_at=clock.now(),
    )


def earn(*, unit: OrderUnit) -> Reward | None:
    """The unit is earned: so is its reward, less what refunds took back before."""
    reward = _of(unit)
    if reward is None or reward.status != Reward.Status.PENDING:
        return None
    reward.status = Reward.Status.EARNED
    reward.earned_at = clock.now()
    reward.save(update_fields=["status", "earned_at"])
    _book(reward, amount=reward.amount_minor - reward.reversed_minor, key=f"reward:{reward.uid}", back=False)
    return reward


def take_back(*, unit: OrderUnit, line: RefundLine) -> Reward | None:
    """A refund of the unit takes the reward back in proportion: f(refunded) - f(before)."""
    reward = _of(unit)
    if reward is None or not unit.gross_minor:
        return None
    refunded = (
        RefundLine.objects.filter(unit=unit)
        .exclude(refund__status__in=[Refund.Status.FAILED, Refund.Status.CANCELLED])
        .exclude(refund__cause__in=Refund.BOUGHT_NOTHING)
        .aggregate(total=Sum("amount_minor"))["total"]
        or 0
    )
    total = reversed_for(amount=reward.amount_minor, refunded=refunded, gross=unit.gross_minor)
    delta = total - reward.reversed_minor
    if delta <= 0:
        return reward
    reward.reversed_minor = total
    was_earned = reward.status == Reward.Status.EARNED
    if total == reward.amount_minor and reward.status != Reward.Status.BLOCKED:
        reward.status = Reward.Status.REVERSED
    reward.save(update_fields=["reversed_minor", "status"])
    if was_earned:
        _book(reward, amount=delta, key=f"reward-reversed:{reward.uid}:{line.pk}", back=True)
    return reward


def reversed_for(*, amount: int, refunded: int, gross: int) -> int:
    """How much of a reward of `amount` is taken back once `refunded` of a unit's `gross` went back."""
    return amount * min(refunded, gross) // gross


def _of(unit: OrderUnit) -> Reward | None:
    rewards = Reward.objects.filter(unit=unit).select_related("attribution__group", "unit__order")
    return locked(rewards).first()


def _book(reward: Reward, *, amount: int, key: str, back: bool) -> None:
    group = reward.attribution.group
    if group is None:
        return
    cost, credit = Purse(Code.REFERRAL_COST), Purse(Code.GROUP_CREDIT, group.uid)
    post(
        key=key,
        kind="reward_reversed" if back else "reward",
        reference=reward.uid,
        currency=reward.currency,
        mode=reward.unit.order.mode,
        entries=[Entry(credit, cost, amount) if back else Entry(cost, credit, amount)],
    )
