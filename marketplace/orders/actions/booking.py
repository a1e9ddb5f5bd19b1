"""Book a time for a session, and give it up."""

import datetime as dt
import zoneinfo

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from marketplace.orders.actions.holding import refuse_if_taken
from marketplace.orders.errors import NotPossibleNow, PastValidity, SlotTaken
from marketplace.orders.lifecycles import SESSION, move
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Appointment, CoachingSession, Order
from marketplace.orders.signals import appointment_changed
from marketplace.scheduling import actions as scheduling
from marketplace.scheduling.errors import TimeTaken
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import is_bookable


def book_session(
    *,
    session: CoachingSession,
    start: dt.datetime,
    time_zone: str,
    online: bool = True,
    place_label: str = "",
) -> Appointment:
    """Book a time for a session that is paid for. Raises SlotTaken, PastValidity, NotPossibleNow."""
    order, version = session.order, session.order.package_version
    bookable = order.status == Order.Status.CONFIRMED and session.status == CoachingSession.Status.UNSCHEDULED
    if version is not None and bookable:
        refuse_if_taken(version=version, start=start)
    return _book_session(session, start, time_zone=time_zone, online=online, place_label=place_label)


@transaction.atomic
def _book_session(
    session: CoachingSession, start: dt.datetime, *, time_zone: str, online: bool, place_label: str
) -> Appointment:
    order = lock_order(session.order)
    session = CoachingSession.objects.select_related("order", "unit").get(pk=session.pk)
    version = order.package_version
    if (
        version is None
        or order.status != Order.Status.CONFIRMED
        or session.status != CoachingSession.Status.UNSCHEDULED
    ):
        raise NotPossibleNow(
            _("This session cannot be booked: it has a time already, or the order has ended.")
        )
    end = start + dt.timedelta(minutes=version.minutes)
    if order.valid_until is not None and end > order.valid_until:
        raise PastValidity
    scheduling.deactivate_expired(trainer=order.trainer)
    if not is_bookable(version=version, start=start, now=clock.now()):
        raise SlotTaken
    try:
        block = scheduling.take_block(
            trainer=order.trainer,
            start=start,
            end=end,
            kind=CalendarBlock.Kind.APPOINTMENT,
            before=version.buffer_before,
            after=version.buffer_after,
        )
    except TimeTaken as error:
        raise SlotTaken from error
    return open_appointment(
        session=session,
        block=block,
        start=start,
        end=end,
        client_zone=time_zone or order.buyer_time_zone,
        online=online,
        place_label=place_label,
        first=False,
    )


def open_appointment(
    *,
    session: CoachingSession,
    block: CalendarBlock,
    start: dt.datetime,
    end: dt.datetime,
    client_zone: str,
    online: bool,
    place_label: str,
    first: bool,
) -> Appointment:
    """Write the appointment of a block that is taken; the order is locked."""
    zone = session.order.trainer.time_zone
    move(SESSION, session, CoachingSession.Status.SCHEDULED)
    session.save(update_fields=["status"])
    appointment = Appointment.objects.create(
        session=session,
        block=block,
        starts_at=start,
        ends_at=end,
        local_start=start.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S"),
        zone=zone,
        client_zone=client_zone or zone,
        online=online,
        place_label=place_label,
        created_at=clock.now(),
    )
    appointment_changed.send(sender=Appointment, appointment=appointment, change="booked", first=first)
    return appointment


def cancel_appointment(*, appointment: Appointment) -> None:
    """Give up a booked time; the order is locked, and the caller decides what becomes of the session."""
    appointment.status = Appointment.Status.CANCELLED
    appointment.cancelled_at = clock.now()
    appointment.sequence += 1
    appointment.save(update_fields=["status", "cancelled_at", "sequence"])
    scheduling.release_block(block=appointment.block)
    appointment_changed.send(sender=Appointment, appointment=appointment, change="cancelled", first=False)
