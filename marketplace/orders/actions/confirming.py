"""Confirm an order with its time, or end it unconfirmed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from marketplace.orders.actions.booking import open_appointment
from marketplace.orders.actions.holding import expire_draft
from marketplace.orders.errors import NotPossibleNow, SlotTaken
from marketplace.orders.lifecycles import ORDER, SESSION, may_become, move
from marketplace.orders.locks import lock_order, lock_payments
from marketplace.orders.models import CoachingSession, Order, OrderEvent, Payment
from marketplace.orders.signals import order_confirmed
from marketplace.scheduling import actions as scheduling
from marketplace.scheduling.errors import TimeTaken
from marketplace.scheduling.models import CalendarBlock


@transaction.atomic
def confirm_order(*, order: Order) -> Order:
    """Confirm a settled order and keep its time, once. Raises SlotTaken (the time is gone), NotPossibleNow."""
    order = lock_order(order)
    if not order.is_settled:
        confirm_locked(order=order)
    return order


def confirm_locked(*, order: Order) -> None:
    """The same for an order that is locked already. Nothing has changed when it raises SlotTaken.

    An order that had ended unconfirmed takes its time again in this transaction, if it is still free.
    """
    block = keep_time(order)
    now = clock.now()
    if order.status != Order.Status.CONFIRMED:
        if not may_become(ORDER, order, Order.Status.CONFIRMED):
            raise NotPossibleNow
        move(ORDER, order, Order.Status.CONFIRMED)
    order.confirmed_at = now
    order.ended_at = None
    version = order.package_version
    order.valid_until = now + dt.timedelta(days=version.validity_days) if version else None
    order.save(update_fields=["status", "confirmed_at", "ended_at", "valid_until", "hold"])
    sessions = list(CoachingSession.objects.filter(order=order).order_by("number"))
    for session in sessions:
        if session.status == CoachingSession.Status.VOID:
            move(SESSION, session, CoachingSession.Status.UNSCHEDULED)
            session.save(update_fields=["status"])
    if block is not None and order.slot_start and order.slot_end:
        open_appointment(
            session=sessions[0],
            block=block,
            start=order.slot_start,
            end=order.slot_end,
            client_zone=order.buyer_time_zone,
            online=order.online,
            place_label=order.place_label,
            first=True,
        )
    OrderEvent.objects.create(order=order, what="confirmed")
    order_confirmed.send(sender=Order, order=order)


def keep_time(order: Order) -> CalendarBlock | None:
    """Turn the hold into an appointment's block, or take the time again. Raises SlotTaken."""
    if order.slot_start is None or order.slot_end is None:
        return None
    if order.hold is not None and order.hold.active:
        return scheduling.keep_block(block=order.hold, kind=CalendarBlock.Kind.APPOINTMENT)
    if order.slot_start <= clock.now():
        raise SlotTaken(_("That time has passed."))
    version = order.package_version
    try:
        with transaction.atomic():
            order.hold = scheduling.take_block(
                trainer=order.trainer,
                start=order.slot_start,
                end=order.slot_end,
                kind=CalendarBlock.Kind.APPOINTMENT,
                before=version.buffer_before if version else 0,
                after=version.buffer_after if version else 0,
            )
    except TimeTaken as error:
        raise SlotTaken from error
    return order.hold


@transaction.atomic
def expire_order(*, order: Order) -> Order:
    """End a draft or an unpaid order whose hold is over; open payments are closed with it.

    The caller has asked Stripe first where a payment is open. Confirmed orders are left as they are.
    """
    order = lock_order(order)
    if order.status == Order.Status.DRAFT:
        expire_draft(order=order)
    elif order.status == Order.Status.AWAITING_PAYMENT:
        for payment in lock_payments(order):
            if payment.status in {Payment.Status.CREATED, Payment.Status.PENDING}:
                payment.status = Payment.Status.CANCELLED
                payment.save(update_fields=["status"])
        end_unconfirmed(order=order, status=Order.Status.EXPIRED)
    return order


def end_unconfirmed(*, order: Order, status: str) -> None:
    """A locked order ends without having been confirmed: its sessions are void and its time is free."""
    move(ORDER, order, status)
    order.ended_at = clock.now()
    order.save(update_fields=["status", "ended_at"])
    if order.hold is not None:
        scheduling.release_block(block=order.hold)
    for session in CoachingSession.objects.filter(order=order, status=CoachingSession.Status.UNSCHEDULED):
        move(SESSION, session, CoachingSession.Status.VOID)
        session.save(update_fields=["status"])
    OrderEvent.objects.create(order=order, what=status)
