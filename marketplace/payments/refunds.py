"""Refunds: previewed, decided in one act, then sent to Stripe by the outbox."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.money import Money
from marketplace.orders.actions.holding import present_mode
from marketplace.orders.actions.refunding import (
    UnitRefund,
    refund_everything,
    refundable,
    settle_refund,
)
from marketplace.orders.locks import lock_order
from marketplace.orders.models import CoachingSession, Order, Refund
from marketplace.payments import gateway
from marketplace.payments.effects import Effect, carry_out
from marketplace.payments.sync import adopt_refund
from outbox.actions import enqueue
from outbox.errors import Later
from outbox.models import OutboxMessage
from outbox.registry import handles

_OVER = (Refund.Status.SUCCEEDED, Refund.Status.FAILED, Refund.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class RefundedUnit:
    """One line of a preview."""

    session: CoachingSession
    amount: Money
    earned: bool
    what_happens: str


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """What a full refund would do, before it is done."""

    lines: tuple[RefundedUnit, ...]
    total: Money
    trainer_returns: Money
    reward_reversed: Money
    appointments_cancelled: int
    obstacles: tuple[str, ...]


def preview_full_refund(order: Order, *, reward_reversed: int = 0) -> RefundPreview:
    """What `refund_in_full` would do now; reads only. `reward_reversed` is told by referrals, minor units."""
    parts = refundable(order=order)
    total = sum(part.amount for part in parts)
    obstacles = []
    if order.status not in {Order.Status.CONFIRMED, Order.Status.FULFILLED}:
        obstacles.append("Only an order that is confirmed or fulfilled can be refunded.")
    elif order.gross_minor and not total:
        obstacles.append("Everything that was paid for this order has been given back already.")
    return RefundPreview(
        lines=tuple(_line(part, order.currency) for part in parts),
        total=Money(total, order.currency),
        trainer_returns=Money(sum(part.earned_trainer for part in parts), order.currency),
        reward_reversed=Money(reward_reversed, order.currency),
        appointments_cancelled=sum(part.session.status == CoachingSession.Status.SCHEDULED for part in parts),
        obstacles=tuple(obstacles),
    )


def _line(part: UnitRefund, currency: str) -> RefundedUnit:
    status = part.session.status
    earned = hasattr(part.unit, "earning")
    words = {
        CoachingSession.Status.SCHEDULED: "Its time is cancelled and both are told.",
        CoachingSession.Status.UNSCHEDULED: "It can no longer be booked.",
    }.get(CoachingSession.Status(status), "It has ended; its money goes back all the same.")
    if earned:
        words += f" The trainer gives back {Money(part.earned_trainer, currency)}."
    return RefundedUnit(part.session, Money(part.amount, currency), earned, words)


@transaction.atomic
def refund_in_full(*, order: Order, reason: str, actor: User | None) -> Order:
    """Staff's full refund: one act over times, earnings, rewards and the refund itself.

    The money is sent by the outbox after the commit. Raises NotPossibleNow, NothingToRefund.
    """
    order = lock_order(order)
    refund_everything(order=order, reason=reason, actor=actor)
    return order


def enqueue_refund(refund: Refund) -> None:
    """Send a refund to Stripe after the commit."""
    enqueue(
        kind="stripe.refund",
        subject=str(refund.uid),
        dedupe_key=f"stripe.refund:{refund.uid}",
        payload={"refund": str(refund.uid)},
    )


@handles("stripe.refund")
def send_refund(message: OutboxMessage) -> None:
    """Make the refund at Stripe, once, and settle it; repeated after a crash it finds what was done."""
    refund = Refund.objects.select_related("payment__order").get(uid=message.payload["refund"])
    if refund.status in _OVER or refund.external_id:
        return
    payment = refund.payment
    if payment.mode != present_mode():
        raise Later(3600, "Made in another mode of payment than the present one.")
    _submit(refund)
    effect = Effect(
        create=lambda key: gateway.create_refund(
            key=key,
            intent_id=payment.intent_id,
            amount=refund.amount,
            refund_uid=refund.uid,
            order_uid=payment.order.uid,
            reason="requested_by_customer",
        ),
        find=lambda: gateway.find_refund(payment.intent_id, refund.uid),
    )
    try:
        state = carry_out(refund, effect)
    except (gateway.Refused, gateway.KeyReused) as error:
        _fail(refund, error.sentence)
        return
    with transaction.atomic():
        order = lock_order(payment.order)
        refund.refresh_from_db()
        adopt_refund(order=order, refund=refund, state=state)


def _submit(refund: Refund) -> None:
    if refund.status == Refund.Status.CREATED:
        Refund.objects.filter(pk=refund.pk, status=Refund.Status.CREATED).update(
            status=Refund.Status.SUBMITTED
        )
        refund.status = Refund.Status.SUBMITTED


@transaction.atomic
def _fail(refund: Refund, reason: str) -> None:
    order = lock_order(refund.payment.order)
    refund.refresh_from_db()
    settle_refund(order=order, refund=refund, status=Refund.Status.FAILED, failure_reason=reason)
