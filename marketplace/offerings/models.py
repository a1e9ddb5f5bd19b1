"""What trainers offer. A published version never changes: an order keeps the terms it was sold under."""

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import BASIS_POINTS, Money
from directory.places.models import Place, PracticeSetting
from directory.trainers.models import Trainer


class PackageQuerySet(models.QuerySet["Package"]):
    def listed(self) -> Self:
        """Published packages of listed trainers, not archived."""
        return self.filter(
            archived_at__isnull=True,
            current__isnull=False,
            trainer__published_at__isnull=False,
            trainer__archived_at__isnull=True,
        )

    def for_listing(self) -> Self:
        """Load plan of cards and search: current version with places, trainer, settings."""
        return self.select_related("current", "trainer").prefetch_related("current__places", "settings")


class Package(models.Model):
    """A coaching package of one trainer; what is sold is its `current` version."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="packages")
    slug = models.SlugField(max_length=80)
    settings = models.ManyToManyField(PracticeSetting, blank=True, related_name="packages")
    current = models.OneToOneField(
        "PackageVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["trainer", "slug"], name="package_slug_once_per_trainer")
        ]

    def __str__(self) -> str:
        return self.current.title if self.current else self.slug

    def get_absolute_url(self) -> str:
        """The package's page under its trainer."""
        return reverse("checkout:package-detail", args=[self.trainer.slug, self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether visitors may see and book it."""
        return self.archived_at is None and self.current_id is not None and self.trainer.is_listed


def validate_tiers(tiers: Any) -> None:
    """`[[hours_before, refund_basis_points], ...]`: hours descend, and refunds never rise."""
    shaped = isinstance(tiers, list) and all(
        isinstance(t, list | tuple) and len(t) == 2 and all(isinstance(n, int) for n in t) for t in tiers
    )
    if not shaped:
        raise ValidationError(
            gettext("Each tier is two whole numbers: hours before, and basis points given back.")
        )
    hours, points = [t[0] for t in tiers], [t[1] for t in tiers]
    if any(h < 0 for h in hours) or any(not 0 <= p <= BASIS_POINTS for p in points):
        raise ValidationError(gettext("Hours are not negative, and at most everything is given back."))
    if hours != sorted(set(hours), reverse=True) or points != sorted(points, reverse=True):
        raise ValidationError(gettext("The longer the notice, the more is given back."))


def validate_questions(questions: Any) -> None:
    """`[{"key": slug, "label": text, "required": bool, "long": bool}, ...]` with keys that occur once."""
    if not isinstance(questions, list) or not all(
        isinstance(q, dict)
        and isinstance(q.get("key"), str)
        and isinstance(q.get("label"), str)
        and q["key"]
        and q["label"]
        for q in questions
    ):
        raise ValidationError(gettext("Each question has a key and a label."))
    if len({q["key"] for q in questions}) != len(questions):
        raise ValidationError(gettext("Each question has a key of its own."))


def default_tiers() -> list[list[int]]:
    """Everything back until 48 hours before, half until 24, nothing later."""
    return [[48, 10_000], [24, 5_000]]


class PackageVersion(models.Model):
    """The terms of a package. A draft is edited; once published the row is frozen by the database."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class Kind(models.TextChoices):
        COACHING = "coaching", _("One-to-one coaching")
        GROUP_COACHING = "group_coaching", _("Group coaching")
        RECORDED_FEEDBACK = "recorded_feedback", _("Recorded-session feedback")
        CONSULTATION = "consultation", _("Consultation")
        FACILITATION = "facilitation", _("Group facilitation")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.COACHING)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240, blank=True)
    description = models.TextField(blank=True)
    in_person = models.BooleanField(default=False)
    online = models.BooleanField(default=True)
    places = models.ManyToManyField(Place, blank=True, related_name="+")
    languages = models.JSONField(default=list, blank=True, help_text="ISO 639-1 codes.")
    sessions = models.PositiveSmallIntegerField(default=4)
    minutes = models.PositiveSmallIntegerField(default=50)
    price_minor = models.BigIntegerField(help_text="All-in, for the whole package, in minor units.")
    currency = models.CharField(max_length=3)
    participants = models.PositiveSmallIntegerField(default=1)
    intake_questions = models.JSONField(default=list, blank=True, validators=[validate_questions])
    buffer_before = models.PositiveSmallIntegerField(default=0, help_text="Minutes kept free before.")
    buffer_after = models.PositiveSmallIntegerField(default=10, help_text="Minutes kept free after.")
    notice_minutes = models.PositiveIntegerField(default=24 * 60)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    step_minutes = models.PositiveSmallIntegerField(default=30)
    cancellation_tiers = models.JSONField(default=default_tiers, blank=True, validators=[validate_tiers])
    validity_days = models.PositiveSmallIntegerField(default=183)

    class Meta:
        ordering = ["package", "number"]
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["package"], condition=Q(state="draft"), name="version_one_draft_per_package"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="version_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0),
                name="version_price_not_negative",
                violation_error_message=_("A price is nothing or more."),
            ),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=52),
                name="version_sessions_1_to_52",
                violation_error_message=_("A package has 1 to 52 sessions."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=600),
                name="version_minutes_10_to_600",
                violation_error_message=_("A session lasts 10 to 600 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=5),
                name="version_step_at_least_5",
                violation_error_message=_("Beginnings are 5 minutes apart or more."),
            ),
            models.CheckConstraint(
                condition=Q(horizon_days__gte=1, horizon_days__lte=366),
                name="version_horizon_1_to_366",
                violation_error_message=_("Bookings open 1 to 366 days ahead."),
            ),
            models.CheckConstraint(
                condition=Q(validity_days__gte=1),
                name="version_validity_positive",
                violation_error_message=_("Sessions stay valid for a day or more."),
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=1),
                name="version_someone_takes_part",
                violation_error_message=_("At least one person takes part."),
            ),
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(online=True) | Q(kind="recorded_feedback"),
                name="version_meets_somehow",
                violation_error_message=_("Say whether you meet in person or online."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @property
    def price(self) -> Money:
        """All-in price of the whole package."""
        return Money(self.price_minor, self.currency)

    @property
    def is_free(self) -> bool:
        """Free packages never touch Stripe."""
        return self.price_minor == 0

    @property
    def formats(self) -> list[str]:
        """Values of directory.trainers.models.Format."""
        chosen = {
            "in_person": self.in_person,
            "online": self.online,
            "recorded": self.kind == "recorded_feedback",
        }
        return [name for name, offered in chosen.items() if offered]
