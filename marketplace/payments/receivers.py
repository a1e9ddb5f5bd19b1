"""Payments answers what happens to orders: transfers for earnings, reversals and refunds to send."""

from typing import Any

from django.dispatch import receiver

from marketplace.orders.models import Earning, Order, OrderUnit, Refund, RefundLine
from marketplace.orders.signals import order_refunded, unit_earned, unit_refunded
from marketplace.payments.refunds import enqueue_refund
from marketplace.payments.transfers import owe, take_back


@receiver(unit_earned, dispatch_uid="payments.owe")
def owe_the_trainer(sender: Any, unit: OrderUnit, earning: Earning, **kwargs: Any) -> None:
    """An earned unit is owed to its trainer."""
    owe(order=unit.order, earning=earning)


@receiver(unit_refunded, dispatch_uid="payments.take_back")
def take_back_from_trainer(
    sender: Any, unit: OrderUnit, line: RefundLine, earned_trainer: int, **kwargs: Any
) -> None:
    """What was earned and is refunded comes back from the trainer."""
    earning = getattr(unit, "earning", None)
    if earning is not None:
        take_back(earning=earning, refund=line.refund, amount=earned_trainer)


@receiver(order_refunded, dispatch_uid="payments.refund")
def send_the_refund(sender: Any, order: Order, refund: Refund | None, **kwargs: Any) -> None:
    """A refund that was decided is sent."""
    if refund is not None:
        enqueue_refund(refund)
