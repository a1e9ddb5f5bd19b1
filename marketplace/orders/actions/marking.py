"""What became of a session: held, not attended, objected to."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from marketplace.orders.errors import NotPossibleNow
from marketplace.orders.lifecycles import SESSION, may_become, move
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order, OrderEvent

COUNTS_AS_DELIVERED_AFTER = dt.timedelta(hours=48)
OBJECTION_WINDOW = dt.timedelta(hours=72)


def mark_delivered(*, session: CoachingSession, actor: User | None) -> CoachingSession:
    """The session took place. After its start only; work without a meeting at any time. Raises NotPossibleNow."""
    return _mark(session=session, status=CoachingSession.Status.DELIVERED, actor=actor)


def mark_no_show(*, session: CoachingSession, actor: User | None) -> CoachingSession:
    """The client did not come: the session is used up. After its start only. Raises NotPossibleNow."""
    return _mark(session=session, status=CoachingSession.Status.NO_SHOW, actor=actor)


@transaction.atomic
def _mark(*, session: CoachingSession, status: str, actor: User | None) -> CoachingSession:
    order, session = locked_session(session)
    if session.status == status:
        return session
    appointment = _standing_appointment(session)
    now = clock.now()
    if not order.is_settled or not may_become(SESSION, session, status) or hasattr(session.unit, "earning"):
        raise NotPossibleNow(_("This session cannot be marked: it has ended already, or the order has."))
    if appointment is None and not _without_meeting(order):
        raise NotPossibleNow(_("This session has no time yet, so it cannot have taken place."))
    if appointment is not None and appointment.starts_at > now:
        raise NotPossibleNow(_("This session has not started yet. You could mark it once it has."))
    move(SESSION, session, status)
    session.ended_at = appointment.ends_at if appointment else now
    session.marked_at = now
    session.save(update_fields=["status", "ended_at", "marked_at"])
    OrderEvent.objects.create(order=order, what=f"session {session.number} {status}", actor=actor)
    return session


@transaction.atomic
def undo_mark(*, session: CoachingSession, actor: User | None) -> CoachingSession:
    """Take a mark back while nothing is earned by it. Raises NotPossibleNow."""
    order, session = locked_session(session)
    marked = {CoachingSession.Status.DELIVERED, CoachingSession.Status.NO_SHOW}
    if session.status not in marked or hasattr(session.unit, "earning"):
        raise NotPossibleNow(_("This mark cannot be undone any more: the session is earned, or not marked."))
    back = (
        CoachingSession.Status.SCHEDULED
        if _standing_appointment(session)
        else CoachingSession.Status.UNSCHEDULED
    )
    move(SESSION, session, back)
    session.ended_at = session.marked_at = None
    session.save(update_fields=["status", "ended_at", "marked_at"])
    OrderEvent.objects.create(order=order, what=f"session {session.number} mark undone", actor=actor)
    return session


@transaction.atomic
def object_to(*, session: CoachingSession, words: str, actor: User | None = None) -> CoachingSession:
    """The client objects within 72 hours of the end, once: nothing is earned until staff decide, and what they have
    decided stands. Raises NotPossibleNow."""
    order, session = locked_session(session)
    now = clock.now()
    ended = _ended_at(session, now)
    late = ended is None or now > ended + OBJECTION_WINDOW
    if late or not order.is_settled or hasattr(session.unit, "earning"):
        raise NotPossibleNow(_("Objections can be made until 72 hours after the end of a session."))
    if session.objected_at is not None or session.objection:
        raise NotPossibleNow(_("An objection to this session is noted already."))
    session.objected_at = now
    session.objection = words
    session.save(update_fields=["objected_at", "objection"])
    OrderEvent.objects.create(
        order=order, what=f"session {session.number} objected", actor=actor, reason=words
    )
    return session


def locked_session(session: CoachingSession) -> tuple[Order, CoachingSession]:
    """Its order, locked, and the session as it is now. Needs a transaction."""
    order = lock_order(session.order)
    return order, CoachingSession.objects.select_related("order", "unit", "unit__earning").get(pk=session.pk)


def _ended_at(session: CoachingSession, now: dt.datetime) -> dt.datetime | None:
    """When it ended; a booked time that is over counts before anybody has marked it."""
    appointment = _standing_appointment(session)
    if session.ended_at is None and appointment is not None and appointment.ends_at <= now:
        return appointment.ends_at
    return session.ended_at


def _standing_appointment(session: CoachingSession) -> Appointment | None:
    return Appointment.objects.booked().filter(session=session).first()


def _without_meeting(order: Order) -> bool:
    return order.package_version is not None and order.package_version.kind == "recorded_feedback"


def is_earned(session: CoachingSession) -> bool:
    """Whether the session's unit has been earned."""
    return Earning.objects.filter(unit=session.unit).exists()
