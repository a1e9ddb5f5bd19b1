"""A trainer's time: when they offer it, when they cannot, and what is taken."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from directory.trainers.models import Trainer


class AvailabilityRule(models.Model):
    """A weekly window on the trainer's wall clock. `ends` 00:00 means midnight at the end of the day."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="availability_rules")
    weekday = models.PositiveSmallIntegerField(
        choices=list(
            enumerate(
                [
                    _("Monday"),
                    _("Tuesday"),
                    _("Wednesday"),
                    _("Thursday"),
                    _("Friday"),
                    _("Saturday"),
                    _("Sunday"),
                ]
            )
        )
    )
    starts = models.TimeField()
    ends = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="rule_weekday",
                violation_error_message=_("Choose a day of the week."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends="00:00"),
                name="rule_ends_after_start",
                violation_error_message=_(
                    "The end has to be after the start; 00:00 is midnight as the day ends."
                ),
            ),
        ]

    def __str__(self) -> str:
        words = {
            "day": self.get_weekday_display(),
            "from": f"{self.starts:%H:%M}",
            "to": f"{self.ends:%H:%M}",
        }
        return gettext("%(day)s %(from)s to %(to)s") % words


class AvailabilityException(models.Model):
    """One date on which the weekly rules do not hold: closed (whole day or a window), or open beside them."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Not available")
        OPEN = "open", _("Available in addition")

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="availability_exceptions")
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["date", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="closed", starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts"))
                | Q(starts__isnull=False, ends="00:00"),
                name="exception_window",
                violation_error_message=_(
                    "Say from when to when, or leave both empty to close the whole day."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class BusyTime(models.Model):
    """Time taken elsewhere, imported or entered; busy times may overlap one another."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    external_uid = models.CharField(max_length=255, blank=True)

    class Meta:
        indexes = [models.Index(fields=["trainer", "starts_at"], name="busytime_trainer_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="busytime_ends_after_start",
                violation_error_message=_("The end has to be after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.trainer} busy from {self.starts_at}"


class CalendarBlockQuerySet(models.QuerySet["CalendarBlock"]):
    def active(self) -> Self:
        """Those that take the trainer's time."""
        return self.filter(active=True)

    def expired(self, now: dt.datetime) -> Self:
        """Holds whose time is over and that nobody has cleared away yet."""
        return self.active().filter(kind=CalendarBlock.Kind.HOLD, expires_at__lte=now)

    def live(self, now: dt.datetime) -> Self:
        """Those that keep others out: active, and no expired hold."""
        return self.active().exclude(kind=CalendarBlock.Kind.HOLD, expires_at__lte=now)


class CalendarBlock(models.Model):
    """The only lockable time. At most one active block per trainer and instant: kept by the database."""

    class Kind(models.TextChoices):
        HOLD = "hold", pgettext_lazy("a time kept free", "Held")
        APPOINTMENT = "appointment", _("Appointment")
        WORKSHOP = "workshop", _("Workshop")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="calendar_blocks")
    busy_start = models.DateTimeField(help_text="Buffer included.")
    busy_end = models.DateTimeField(help_text="Buffer included.")
    kind = models.CharField(max_length=16, choices=Kind)
    active = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = CalendarBlockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["trainer", "busy_start", "busy_end"], condition=Q(active=True), name="block_active"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(active=True, kind="hold"), name="block_hold_expiry"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(busy_end__gt=F("busy_start")), name="block_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind="hold", expires_at__isnull=False)
                | (~Q(kind="hold") & Q(expires_at__isnull=True)),
                name="block_holds_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.trainer} from {self.busy_start}"
