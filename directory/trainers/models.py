"""Who trains: profile, places, credential, and the details a fiscal document needs."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from core import clock
from directory.places.models import Place, PracticeSetting


class Format(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    RECORDED = "recorded", _("Recorded feedback")


class TrainerQuerySet(models.QuerySet["Trainer"]):
    def listed(self) -> Self:
        """Those visitors may see: published and not archived."""
        return self.filter(published_at__isnull=False, archived_at__isnull=True)

    def for_profile(self) -> Self:
        """Load plan of the profile page and of search."""
        return self.select_related("photo").prefetch_related("places__place", "settings", "credentials")


class Trainer(models.Model):
    """A member of MINT who offers coaching, shown by town: no street address is ever stored as a place."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="trainer"
    )
    name = models.CharField(max_length=120)
    headline = models.CharField(max_length=200, blank=True, help_text="One sentence under the name.")
    story = models.TextField(blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    country_code = models.CharField(max_length=2)
    languages = models.JSONField(default=list, blank=True, help_text="ISO 639-1 codes.")
    formats = models.JSONField(default=list, blank=True)
    settings = models.ManyToManyField(PracticeSetting, blank=True, related_name="trainers")
    questions = models.JSONField(default=list, blank=True, help_text="Questions a client may ask.")
    accepting_until = models.DateField(null=True, blank=True)
    accepting_confirmed_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = TrainerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public profile."""
        return reverse("checkout:trainer-detail", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether visitors may see the profile."""
        return self.published_at is not None and self.archived_at is None

    @property
    def accepts_clients(self) -> bool:
        """True while the trainer's own confirmation has not gone stale."""
        return self.accepting_until is not None and self.accepting_until >= clock.now().date()

    @property
    def is_verified(self) -> bool:
        """Whether staff checked the MINT membership and the check has not expired."""
        today = clock.now().date()
        return any(
            c.status == Credential.Status.VERIFIED and c.verified_until and c.verified_until >= today
            for c in self.credentials.all()
        )


class TrainerPlace(models.Model):
    """A town where a trainer works, and how far they travel from there."""

    class Travel(models.IntegerChoices):
        NONE = 0, _("people come to me")
        NEAR = 25, _("25 km")
        FURTHER = 50, _("50 km")
        FAR = 100, _("100 km")

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    travel_km = models.PositiveSmallIntegerField(choices=Travel, default=Travel.NONE)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["trainer", "place"], name="trainerplace_once"),
            models.CheckConstraint(
                condition=Q(travel_km__in=[0, 25, 50, 100]),
                name="trainerplace_travel",
                violation_error_message=_("A travel radius is 0, 25, 50 or 100 km."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer} in {self.place}"


class Credential(models.Model):
    """Evidence of MINT membership and what staff made of it. Membership is checked; it is no certificate."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for verification")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Could not be verified")

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="credentials")
    membership = models.CharField(max_length=120, default="MINT membership")
    evidence = models.TextField(blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    verified_until = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    private_reason = models.TextField(blank=True, help_text="Seen by staff and the trainer alone.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_until__isnull=False, verified_at__isnull=False),
                name="credential_verified_has_dates",
                violation_error_message=_("A verified membership needs the date up to which it counts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} of {self.trainer}"


class SellerDetails(models.Model):
    """What a fiscal document says of the seller; shown nowhere else."""

    trainer = models.OneToOneField(Trainer, on_delete=models.CASCADE, related_name="seller_details")
    legal_name = models.CharField(max_length=160)
    address = models.TextField()
    country_code = models.CharField(max_length=2)
    tax_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural: ClassVar[str] = "seller details"

    def __str__(self) -> str:
        return self.legal_name
