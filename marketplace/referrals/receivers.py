"""Referrals answers what happens to orders, visitors and accounts."""

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver

from marketplace.orders.models import Earning, Order, OrderUnit, RefundLine
from marketplace.orders.signals import order_confirmed, unit_earned, unit_refunded
from marketplace.referrals import rewards
from marketplace.referrals.actions import note_signup


@receiver(order_confirmed, dispatch_uid="referrals.promise")
def promise_rewards(sender: Any, order: Order, **kwargs: Any) -> None:
    """Each unit of a confirmed order promises its group a reward."""
    rewards.promise(order=order)


@receiver(unit_earned, dispatch_uid="referrals.earn")
def earn_reward(sender: Any, unit: OrderUnit, earning: Earning, **kwargs: Any) -> None:
    """An earned unit earns its group the reward."""
    rewards.earn(unit=unit)


@receiver(unit_refunded, dispatch_uid="referrals.take_back")
def take_reward_back(sender: Any, unit: OrderUnit, line: RefundLine, **kwargs: Any) -> None:
    """A refunded unit takes its reward back."""
    rewards.take_back(unit=unit, line=line)


@receiver(user_signed_up, dispatch_uid="referrals.signup")
def remember_signup(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """The group whose reference the sign-up carried."""
    reference = getattr(request, "reference", "")
    if reference:
        note_signup(user=user, reference=reference)
