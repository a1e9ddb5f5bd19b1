"""Entitlements and the times booked for them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import validate_time_zone
from core import clock
from marketplace.orders.models.order import Attendee, Order, OrderUnit
from marketplace.scheduling.models import CalendarBlock


class CoachingSession(models.Model):
    """The entitlement to one session. There is no second table of credits."""

    class Status(models.TextChoices):
        UNSCHEDULED = "unscheduled", _("Not booked yet")
        SCHEDULED = "scheduled", _("Booked")
        DELIVERED = "delivered", pgettext_lazy("a session that took place", "Held")
        NO_SHOW = "no_show", _("Not attended")
        FORFEITED = "forfeited", _("Cancelled late")
        REFUNDED = "refunded", _("Refunded")
        EXPIRED = "expired", _("Expired")
        VOID = "void", _("Void")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sessions")
    unit = models.OneToOneField(OrderUnit, on_delete=models.PROTECT, related_name="session")
    number = models.PositiveSmallIntegerField()
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, null=True, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.UNSCHEDULED)
    ended_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it took place, was forfeited or expired: the objection window starts.",
    )
    marked_at = models.DateTimeField(null=True, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "number"]
        indexes = [models.Index(fields=["status", "ended_at"], name="session_status_ended")]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["delivered", "no_show", "forfeited", "expired"])
                | Q(ended_at__isnull=False),
                name="session_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} session {self.number}"

    @property
    def appointment(self) -> "Appointment | None":
        """The booked time that stands, read from the prefetched appointments."""
        return next((a for a in self.appointments.all() if a.status == Appointment.Status.BOOKED), None)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def booked(self) -> Self:
        """Those that stand."""
        return self.filter(status=Appointment.Status.BOOKED)


class Appointment(models.Model):
    """One booked time of a session. `uid` is the iCalendar UID; local start and zone stand beside the instant."""

    class Status(models.TextChoices):
        BOOKED = "booked", _("Booked")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(CoachingSession, on_delete=models.PROTECT, related_name="appointments")
    block = models.OneToOneField(CalendarBlock, on_delete=models.PROTECT, related_name="appointment")
    status = models.CharField(max_length=12, choices=Status, default=Status.BOOKED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    local_start = models.CharField(
        max_length=19, help_text="Wall time of the trainer, as 2026-03-19T10:15:00."
    )
    zone = models.CharField(max_length=64, validators=[validate_time_zone], help_text="The trainer's zone.")
    client_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    online = models.BooleanField(default=True)
    place_label = models.CharField(max_length=160, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["starts_at"], name="appointment_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(status="booked"), name="appointment_one_per_session"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} at {self.starts_at}"


class Seat(models.Model):
    """One person's place in a workshop; its money is its unit."""

    class Funding(models.TextChoices):
        SELF = "self", _("Pays")
        FREE = "free", _("Free")
        SPONSOR = "sponsor", _("Sponsored")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.OneToOneField(OrderUnit, on_delete=models.PROTECT, related_name="seat")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT)
    funding = models.CharField(max_length=8, choices=Funding, default=Funding.SELF)

    def __str__(self) -> str:
        return f"Seat of {self.attendee}"
