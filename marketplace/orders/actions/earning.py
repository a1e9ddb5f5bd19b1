"""Sessions end, and what ended is earned when the objection window has passed."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from core import clock
from marketplace.ledger.actions import Entry, Purse, post
from marketplace.ledger.models import Code
from marketplace.orders.actions.marking import COUNTS_AS_DELIVERED_AFTER, OBJECTION_WINDOW
from marketplace.orders.lifecycles import ORDER, SESSION, TERMINAL_SESSIONS, move
from marketplace.orders.locks import lock_order, locked
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order, OrderEvent, OrderUnit
from marketplace.orders.signals import unit_earned

log = logging.getLogger("orders")
_BATCH = 200
_REASONS = {
    CoachingSession.Status.DELIVERED: Earning.Reason.DELIVERED,
    CoachingSession.Status.NO_SHOW: Earning.Reason.NO_SHOW,
    CoachingSession.Status.FORFEITED: Earning.Reason.LATE_CANCEL,
    CoachingSession.Status.EXPIRED: Earning.Reason.EXPIRED,
}


def count_unmarked_as_delivered() -> int:
    """Sessions that nobody marked within 48 hours of their end count as held; how many."""
    limit = clock.now() - COUNTS_AS_DELIVERED_AFTER
    due = Appointment.objects.booked().filter(
        ends_at__lte=limit, session__status=CoachingSession.Status.SCHEDULED
    )
    sessions = [a.session for a in due.select_related("session__order")[:_BATCH]]
    return _each(sessions, _count_as_delivered)


@transaction.atomic
def _count_as_delivered(session: CoachingSession) -> bool:
    order = lock_order(session.order)
    session = CoachingSession.objects.get(pk=session.pk)
    appointment = Appointment.objects.booked().filter(session=session).first()
    if session.status != CoachingSession.Status.SCHEDULED or appointment is None:
        return False
    move(SESSION, session, CoachingSession.Status.DELIVERED)
    session.ended_at = appointment.ends_at
    session.save(update_fields=["status", "ended_at"])
    OrderEvent.objects.create(order=order, what=f"session {session.number} counted as held")
    return True


def expire_entitlements() -> int:
    """Sessions never booked end with the package's validity and are earned by the trainer; how many."""
    due = CoachingSession.objects.filter(
        status=CoachingSession.Status.UNSCHEDULED,
        order__status=Order.Status.CONFIRMED,
        order__valid_until__lte=clock.now(),
    ).select_related("order")
    return _each(due[:_BATCH], _expire)


@transaction.atomic
def _expire(session: CoachingSession) -> bool:
    order = lock_order(session.order)
    session = CoachingSession.objects.get(pk=session.pk)
    if session.status != CoachingSession.Status.UNSCHEDULED or order.valid_until is None:
        return False
    move(SESSION, session, CoachingSession.Status.EXPIRED)
    session.ended_at = order.valid_until
    session.save(update_fields=["status", "ended_at"])
    OrderEvent.objects.create(order=order, what=f"session {session.number} expired")
    return True


def earn_what_is_due() -> int:
    """Earn every ended session whose objection window has passed without an objection; how many."""
    due = CoachingSession.objects.filter(
        status__in=list(_REASONS),
        ended_at__lte=clock.now() - OBJECTION_WINDOW,
        objected_at__isnull=True,
        unit__earning__isnull=True,
        order__status__in=[Order.Status.CONFIRMED, Order.Status.FULFILLED],
    ).select_related("order")
    return _each(due[:_BATCH], lambda session: earn(session=session) is not None)


def _each(sessions: Iterable[CoachingSession], act: Callable[[CoachingSession], bool]) -> int:
    """Act on each, in a transaction of its own: one that fails is logged and stops no other. How many moved."""
    moved = 0
    for session in list(sessions):
        try:
            moved += act(session)
        except Exception:
            log.exception("%s could not be moved on", session)
    return moved


@transaction.atomic
def earn(*, session: CoachingSession) -> Earning | None:
    """Earn one session's unit, or None when that is not due after all (looked at again under the lock)."""
    order = lock_order(session.order)
    session = CoachingSession.objects.select_related("unit__earning").get(pk=session.pk)
    ended = session.ended_at
    if (
        session.status not in _REASONS
        or not order.is_settled
        or session.objected_at is not None
        or ended is None
        or ended + OBJECTION_WINDOW > clock.now()
        or hasattr(session.unit, "earning")
    ):
        return None
    unit = locked(OrderUnit.objects.filter(pk=session.unit_id)).get()
    earning = Earning.objects.create(
        unit=unit,
        reason=_REASONS[CoachingSession.Status(session.status)],
        currency=order.currency,
        trainer_minor=unit.trainer_share_minor,
        platform_minor=unit.platform_fee_minor,
        tax_minor=unit.tax_minor,
        earned_at=clock.now(),
    )
    _book(order=order, unit=unit, earning=earning)
    unit_earned.send(sender=OrderUnit, unit=unit, earning=earning)
    fulfil_if_over(order=order)
    return earning


def _book(*, order: Order, unit: OrderUnit, earning: Earning) -> None:
    deposits = Purse(Code.CLIENT_DEPOSITS)
    post(
        key=f"earned:{unit.uid}",
        kind="earned",
        reference=unit.uid,
        currency=order.currency,
        mode=order.mode,
        entries=[
            Entry(deposits, Purse(Code.TRAINER_PAYABLE, order.trainer.uid), earning.trainer_minor),
            Entry(deposits, Purse(Code.PLATFORM_FEES), earning.platform_minor),
            Entry(deposits, Purse(Code.TAX_PAYABLE), earning.tax_minor),
        ],
    )


def fulfil_if_over(*, order: Order) -> None:
    """A locked, confirmed order is fulfilled once every session is terminal and one at least is earned.

    A mark that can still be undone or is objected to is not terminal yet: its session is not earned.
    """
    if order.status != Order.Status.CONFIRMED:
        return
    sessions = CoachingSession.objects.filter(order=order)
    open_ones = sessions.exclude(status__in=TERMINAL_SESSIONS) | sessions.filter(
        status__in=list(_REASONS), unit__earning__isnull=True
    )
    if not open_ones.exists() and Earning.objects.filter(unit__order=order).exists():
        move(ORDER, order, Order.Status.FULFILLED)
        order.ended_at = clock.now()
        order.save(update_fields=["status", "ended_at"])
        OrderEvent.objects.create(order=order, what="fulfilled")
