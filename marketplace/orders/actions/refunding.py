"""Give money back: the rows and what they undo. Sending it is payments' business."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, languages
from core.money import Money
from marketplace.ledger.actions import Entry, Purse, post
from marketplace.ledger.models import Code
from marketplace.orders.actions.booking import cancel_appointment
from marketplace.orders.errors import NothingToRefund, NotPossibleNow
from marketplace.orders.lifecycles import ORDER, REFUND, SESSION, may_become, move
from marketplace.orders.locks import lock_order, locked
from marketplace.orders.models import (
    Appointment,
    CoachingSession,
    Earning,
    Order,
    OrderEvent,
    OrderUnit,
    Payment,
    Refund,
    RefundLine,
)
from marketplace.orders.signals import order_refunded, unit_refunded

FAILED = (Refund.Status.FAILED, Refund.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class UnitRefund:
    """What a full refund gives back for one unit, minor units, and what of it had been earned."""

    unit: OrderUnit
    session: CoachingSession
    amount: int
    earned_trainer: int
    earned_platform: int
    earned_tax: int


def refundable(*, order: Order) -> list[UnitRefund]:
    """Per unit, what a full refund would still give back. Reads only."""
    sessions = order.sessions.select_related("unit", "unit__earning").order_by("number")
    given = {
        row["unit"]: row["total"]
        for row in RefundLine.objects.filter(unit__order=order)
        .exclude(refund__status__in=FAILED)
        .exclude(refund__cause__in=Refund.BOUGHT_NOTHING)
        .values("unit")
        .annotate(total=Sum("amount_minor"))
    }
    return [_unit_refund(session, given.get(session.unit_id, 0)) for session in sessions]


def _unit_refund(session: CoachingSession, given: int) -> UnitRefund:
    unit = session.unit
    earning: Earning | None = getattr(unit, "earning", None)
    amount = unit.gross_minor - given
    if earning is None:
        return UnitRefund(unit, session, amount, 0, 0, 0)
    return UnitRefund(
        unit,
        session,
        amount,
        earning.trainer_minor - earning.reversed_minor,
        earning.platform_minor - earning.reversed_platform_minor,
        earning.tax_minor - earning.reversed_tax_minor,
    )


def refund_everything(*, order: Order, reason: str, actor: User | None) -> Refund | None:
    """Staff's full refund of a locked order: confirmed | fulfilled > cancelled, every unit > refunded.

    One act: times are given up, earnings and rewards put right (by signal), the Refund written. None for a
    free order. Raises NotPossibleNow, NothingToRefund.
    """
    if order.status not in {Order.Status.CONFIRMED, Order.Status.FULFILLED}:
        raise NotPossibleNow(_("Only an order that is confirmed or fulfilled can be refunded."))
    parts = refundable(order=order)
    payment = order.payments.kept().order_by("id").first()
    if order.gross_minor and (payment is None or not any(part.amount for part in parts)):
        raise NothingToRefund
    _end_sessions(order)
    move(ORDER, order, Order.Status.CANCELLED)
    order.ended_at = clock.now()
    order.save(update_fields=["status", "ended_at"])
    refund = None
    if payment is not None:
        refund = write_refund(
            payment=payment, parts=parts, reason=reason, cause=Refund.Cause.STAFF, actor=actor
        )
    OrderEvent.objects.create(order=order, what="refunded in full", reason=reason, actor=actor)
    order_refunded.send(sender=Order, order=order, refund=refund)
    return refund


def _end_sessions(order: Order) -> None:
    for appointment in (
        Appointment.objects.booked()
        .filter(session__order=order, session__status=CoachingSession.Status.SCHEDULED)
        .select_related("block", "session")
    ):
        cancel_appointment(appointment=appointment)
    for session in CoachingSession.objects.filter(order=order):
        if may_become(SESSION, session, CoachingSession.Status.REFUNDED):
            move(SESSION, session, CoachingSession.Status.REFUNDED)
            session.save(update_fields=["status"])


def write_refund(
    *, payment: Payment, parts: list[UnitRefund], reason: str, cause: str, actor: User | None
) -> Refund:
    """The rows of a refund of these parts; earnings and rewards are put right (by signal)."""
    refund = Refund.objects.create(
        payment=payment,
        amount_minor=sum(part.amount for part in parts),
        currency=payment.currency,
        reason=reason,
        cause=cause,
        requested_by=actor,
        created_at=clock.now(),
    )
    for part in parts:
        if part.amount:
            _write_line(refund, part)
    return refund


def _write_line(refund: Refund, part: UnitRefund) -> None:
    line = RefundLine.objects.create(
        refund=refund,
        unit=part.unit,
        amount_minor=part.amount,
        earned_trainer_minor=part.earned_trainer,
        earned_platform_minor=part.earned_platform,
        earned_tax_minor=part.earned_tax,
    )
    earning: Earning | None = getattr(part.unit, "earning", None)
    if earning is not None:
        earning.reversed_minor += part.earned_trainer
        earning.reversed_platform_minor += part.earned_platform
        earning.reversed_tax_minor += part.earned_tax
        earning.save(update_fields=["reversed_minor", "reversed_platform_minor", "reversed_tax_minor"])
    unit_refunded.send(sender=OrderUnit, unit=part.unit, line=line, earned_trainer=part.earned_trainer)


def give_payment_back(*, order: Order, payment: Payment, cause: str) -> Refund:
    """All of a payment that bought nothing: paid too late, or twice. Units and earnings are not touched."""
    with languages.default():
        reason = str(Refund.Cause(cause).label)
    refund = Refund.objects.create(
        payment=payment,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        reason=reason,
        cause=cause,
        created_at=clock.now(),
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, unit=unit, amount_minor=unit.gross_minor)
        for unit in order.units.all()
        if unit.gross_minor
    )
    OrderEvent.objects.create(order=order, what=f"refund: {cause}")
    order_refunded.send(sender=Order, order=order, refund=refund)
    return refund


def settle_refund(*, order: Order, refund: Refund, status: str, failure_reason: str = "") -> None:
    """Apply what the payment service says of a refund of a locked order; what is not legal is ignored."""
    if refund.status == status or not may_become(REFUND, refund, status):
        return
    was = refund.status
    move(REFUND, refund, status)
    refund.failure_reason = failure_reason
    refund.settled_at = clock.now() if status in {*FAILED, Refund.Status.SUCCEEDED} else None
    refund.save(update_fields=["status", "failure_reason", "settled_at", "external_id"])
    if status == Refund.Status.SUCCEEDED:
        _book(order, refund, back=False)
    elif was == Refund.Status.SUCCEEDED:
        _book(order, refund, back=True)
    if status in FAILED:
        OrderEvent.objects.create(order=order, what="refund failed", reason=failure_reason)


def _book(order: Order, refund: Refund, *, back: bool) -> None:
    """The refund's posting, or (`back`) the one that undoes it because the refund failed after all."""
    balance = Purse(Code.STRIPE_BALANCE)
    entries = []
    for line in refund.lines.all():
        earned = line.earned_trainer_minor + line.earned_platform_minor + line.earned_tax_minor
        for purse, amount in (
            (Purse(Code.CLIENT_DEPOSITS), line.amount_minor - earned),
            (Purse(Code.TRAINER_PAYABLE, order.trainer.uid), line.earned_trainer_minor),
            (Purse(Code.PLATFORM_FEES), line.earned_platform_minor),
            (Purse(Code.TAX_PAYABLE), line.earned_tax_minor),
        ):
            entries.append(Entry(balance, purse, amount) if back else Entry(purse, balance, amount))
    post(
        key=f"{'refund-failed' if back else 'refunded'}:{refund.uid}",
        kind="refund_failed" if back else "refunded",
        reference=refund.uid,
        currency=refund.currency,
        mode=order.mode,
        entries=entries,
    )


def total_refundable(*, order: Order) -> Money:
    """What a full refund would give back now."""
    return Money(sum(part.amount for part in refundable(order=order)), order.currency)


@transaction.atomic
def refund_again(*, refund: Refund, actor: User | None) -> Refund:
    """Try a refund that failed anew: a new row with the same lines, sent after the commit.

    Times, earnings and rewards were put right by the first one and stay so. Raises NotPossibleNow where the
    refund has not failed, NothingToRefund where its money went back meanwhile.
    """
    order = lock_order(refund.payment.order)
    payment = locked(Payment.objects.filter(pk=refund.payment_id)).get()
    refund = Refund.objects.get(pk=refund.pk)
    if refund.status not in FAILED:
        raise NotPossibleNow(_("Only a refund that failed can be tried again."))
    standing = payment.refunds.exclude(status__in=FAILED).aggregate(total=Sum("amount_minor"))["total"] or 0
    if standing + refund.amount_minor > payment.amount_minor:
        raise NothingToRefund
    again = Refund.objects.create(
        payment=payment,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        reason=refund.reason,
        cause=refund.cause,
        requested_by=actor,
        created_at=clock.now(),
    )
    for line in refund.lines.all():
        line.pk, line.refund = None, again
        line.save(force_insert=True)
    OrderEvent.objects.create(
        order=order, what="refund tried again", reason=refund.failure_reason, actor=actor
    )
    order_refunded.send(sender=Order, order=order, refund=again)
    return again
