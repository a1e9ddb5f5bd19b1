"""What staff decide about an objection: set aside, and the session is earned; upheld, and its price goes back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from marketplace.orders.actions.earning import fulfil_if_over
from marketplace.orders.actions.marking import locked_session
from marketplace.orders.actions.refunding import UnitRefund, refundable, write_refund
from marketplace.orders.errors import NotPossibleNow
from marketplace.orders.lifecycles import ORDER, SESSION, move
from marketplace.orders.models import CoachingSession, Earning, Order, OrderEvent, Refund
from marketplace.orders.signals import order_refunded


@transaction.atomic
def set_objection_aside(*, session: CoachingSession, reason: str, actor: User | None) -> CoachingSession:
    """The session counts as marked after all, and is earned when its time has come. Raises NotPossibleNow."""
    order, session = locked_session(session)
    _refuse_unless_waiting(order, session)
    session.objected_at = None
    session.save(update_fields=["objected_at"])
    OrderEvent.objects.create(
        order=order, what=f"session {session.number} objection set aside", reason=reason, actor=actor
    )
    return session


@transaction.atomic
def uphold_objection(*, session: CoachingSession, reason: str, actor: User | None) -> Refund | None:
    """The session is refunded: all of its price goes back, nothing is earned by it. None where it was free.

    The other sessions stand; an order without any ends. Raises NotPossibleNow.
    """
    order, session = locked_session(session)
    _refuse_unless_waiting(order, session)
    part = price_of(session=session)
    move(SESSION, session, CoachingSession.Status.REFUNDED)
    session.save(update_fields=["status"])
    OrderEvent.objects.create(
        order=order, what=f"session {session.number} objection upheld", reason=reason, actor=actor
    )
    refund = None
    payment = order.payments.kept().order_by("id").first()
    if payment is not None and part.amount:
        refund = write_refund(
            payment=payment, parts=[part], reason=reason, cause=Refund.Cause.STAFF, actor=actor
        )
        order_refunded.send(sender=Order, order=order, refund=refund)
    _end_if_over(order)
    return refund


def price_of(*, session: CoachingSession) -> UnitRefund:
    """What upholding an objection would give back now. Reads only."""
    return next(part for part in refundable(order=session.order) if part.session.pk == session.pk)


def waits_for_a_decision(session: CoachingSession) -> bool:
    """Whether staff have yet to decide about an objection to it."""
    return session.objected_at is not None and session.status not in {
        CoachingSession.Status.REFUNDED,
        CoachingSession.Status.VOID,
    }


def _refuse_unless_waiting(order: Order, session: CoachingSession) -> None:
    if not order.is_settled or not waits_for_a_decision(session):
        raise NotPossibleNow(_("No objection to this session waits for a decision."))


def _end_if_over(order: Order) -> None:
    """Fulfilled where something was earned; cancelled where every session has ended and nothing was."""
    fulfil_if_over(order=order)
    over = (
        not CoachingSession.objects.filter(order=order)
        .exclude(status=CoachingSession.Status.REFUNDED)
        .exists()
    )
    if (
        order.status == Order.Status.CONFIRMED
        and over
        and not Earning.objects.filter(unit__order=order).exists()
    ):
        move(ORDER, order, Order.Status.CANCELLED)
        order.ended_at = clock.now()
        order.save(update_fields=["status", "ended_at"])
