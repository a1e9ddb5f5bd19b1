"""Selections of orders that several pages need."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import User
from directory.trainers.models import Trainer
from marketplace.orders.models import Appointment, CoachingSession, Order


def for_buyer(user: User) -> QuerySet[Order]:
    """The user's placed orders, newest first, with what a list shows."""
    return (
        Order.objects.filter(buyer=user, placed_at__isnull=False)
        .select_related("trainer", "package_version")
        .prefetch_related("sessions__appointments")
        .order_by("-placed_at")
    )


def for_trainer(trainer: Trainer) -> QuerySet[Order]:
    """The trainer's orders that were confirmed once, newest first, with what the desk shows."""
    return (
        Order.objects.filter(trainer=trainer, confirmed_at__isnull=False)
        .select_related("package_version", "attribution__group")
        .prefetch_related("sessions__appointments", "sessions__unit__earning", "attendees")
        .order_by("-confirmed_at")
    )


def coming_appointments(trainer: Trainer, *, since: dt.datetime) -> QuerySet[Appointment]:
    """Booked times from `since` on, soonest first, with order and attendee."""
    return (
        Appointment.objects.booked()
        .filter(session__order__trainer=trainer, ends_at__gte=since)
        .select_related("session__order__package_version", "session__attendee", "session__unit")
        .order_by("starts_at")
    )


def sessions_to_mark(trainer: Trainer, *, now: dt.datetime) -> QuerySet[CoachingSession]:
    """Booked sessions that have started: the trainer could say what became of them."""
    return (
        CoachingSession.objects.filter(
            order__trainer=trainer,
            status=CoachingSession.Status.SCHEDULED,
            appointments__status=Appointment.Status.BOOKED,
            appointments__starts_at__lte=now,
        )
        .select_related("order__package_version", "attendee")
        .prefetch_related("appointments")
        .order_by("appointments__starts_at")
    )
