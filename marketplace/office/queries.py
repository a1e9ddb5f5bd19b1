"""What the desk and the champion's page show: load plans whose cost does not depend on the number of rows."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, Sum

from core.money import Money
from directory.groups.models import PracticeGroup
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package, PackageVersion
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order
from marketplace.orders.queries import coming_appointments, sessions_to_mark
from marketplace.referrals.queries import bookings_of_group

_WITH_ORDER = ("session__order__package_version", "session__order__attribution__group")
_MARKED = (CoachingSession.Status.DELIVERED, CoachingSession.Status.NO_SHOW)


def coming(trainer: Trainer, *, now: dt.datetime, most: int = 50) -> list[Appointment]:
    """Booked times that have not started, soonest first, with order, attendee and group. One query."""
    found = coming_appointments(trainer, since=now).filter(starts_at__gt=now)
    return list(found.select_related(*_WITH_ORDER, "session__attendee")[:most])


def to_mark(trainer: Trainer, *, now: dt.datetime) -> list[CoachingSession]:
    """Sessions that have started and that nobody marked, oldest first. Two queries."""
    return list(sessions_to_mark(trainer, now=now).select_related("order__attribution__group"))


def marked(trainer: Trainer, *, most: int = 50) -> list[CoachingSession]:
    """Sessions marked but not earned yet, so that the mark can still be undone. One query."""
    found = CoachingSession.objects.filter(
        order__trainer=trainer, status__in=_MARKED, unit__earning__isnull=True
    )
    return list(
        found.select_related("order__package_version", "attendee", "unit").order_by("-ended_at", "-pk")[:most]
    )


def earnings(trainer: Trainer, *, most: int = 50) -> list[Earning]:
    """What the trainer earned, newest first, with session, package and transfer. One query."""
    return list(
        Earning.objects.filter(unit__order__trainer=trainer)
        .select_related("unit__session__attendee", "unit__order__package_version", "transfer")
        .order_by("-earned_at", "-pk")[:most]
    )


def earned_in_all(trainer: Trainer) -> list[tuple[str, Money]]:
    """What stands of all earnings, by mode and currency; free sessions aside. One query."""
    rows = (
        Earning.objects.filter(unit__order__trainer=trainer, trainer_minor__gt=0)
        .values("unit__order__mode", "currency")
        .annotate(total=Sum(F("trainer_minor") - F("reversed_minor")))
        .order_by("unit__order__mode", "currency")
    )
    return [(row["unit__order__mode"], Money(row["total"], row["currency"])) for row in rows]


def booking(trainer: Trainer, uid: UUID) -> Order | None:
    """One of the trainer's confirmed bookings with everything its page shows."""
    return (
        Order.objects.filter(trainer=trainer, confirmed_at__isnull=False, uid=uid)
        .select_related(
            "package_version__package", "attribution__group", "attribution__code", "attribution__order"
        )
        .prefetch_related(
            Prefetch("sessions", CoachingSession.objects.select_related("unit__earning__transfer")),
            "sessions__appointments",
            "attendees",
        )
        .first()
    )


def packages(trainer: Trainer) -> list[Package]:
    """All packages of the trainer with their versions, the offered ones first. Two queries."""
    versions = Prefetch("versions", PackageVersion.objects.order_by("number"))
    found = trainer.packages.select_related("current", "trainer").prefetch_related(versions)
    return sorted(found, key=lambda package: (package.archived_at is not None, package.pk))


def booking_counts(group: PracticeGroup) -> dict[str, int]:
    """How many bookings the group brought, and how many have a pending or an earned reward. One query."""
    counts = bookings_of_group(group).aggregate(
        all=Count("pk"),
        pending=Count("pk", filter=Q(pending_units__gt=0)),
        earned=Count("pk", filter=Q(earned_units__gt=0)),
    )
    return {name: count or 0 for name, count in counts.items()}
