"""The order: one offering of one trainer, its lines, parties and the money of each of its units."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import validate_time_zone
from core import clock, languages
from core.money import Money
from directory.trainers.models import Trainer
from marketplace.ledger.models import Mode
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models.documents import TermsVersion
from marketplace.scheduling.models import CalendarBlock


class OrderQuerySet(models.QuerySet["Order"]):
    def settled(self) -> Self:
        """Confirmed, or confirmed once and fulfilled."""
        return self.filter(status__in=[Order.Status.CONFIRMED, Order.Status.FULFILLED])

    def for_page(self) -> Self:
        """Load plan of the order's own page and of mails."""
        return self.select_related(
            "trainer", "package_version__package", "hold", "terms_version", "buyer"
        ).prefetch_related(
            "sessions__unit", "sessions__appointments__block", "payments", "attendees", "parties", "lines"
        )


class Order(models.Model):
    """A draft is a hold only: no person, no terms. `placed_at` freezes everything about money."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Time held")
        AWAITING_PAYMENT = "awaiting_payment", _("Awaiting payment")
        CONFIRMED = "confirmed", _("Confirmed")
        FULFILLED = "fulfilled", _("Completed")
        EXPIRED = "expired", _("Expired")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mode = models.CharField(max_length=8, choices=Mode)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="orders")
    package_version = models.ForeignKey(
        PackageVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField(null=True, blank=True)
    platform_fee_bp = models.PositiveIntegerField(null=True, blank=True)

    hold = models.OneToOneField(
        CalendarBlock, on_delete=models.PROTECT, null=True, blank=True, related_name="order"
    )
    held_at = models.DateTimeField()
    slot_start = models.DateTimeField(null=True, blank=True, help_text="The time first chosen.")
    slot_end = models.DateTimeField(null=True, blank=True)
    visitor = models.CharField(
        max_length=64, blank=True, help_text="Hash of who holds; two live holds at most."
    )

    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    buyer_name = models.CharField(max_length=120, blank=True)
    buyer_email = models.EmailField(blank=True)
    buyer_time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    buyer_language = models.CharField(
        max_length=16,
        choices=languages.choices,
        default=languages.first,
        db_default=settings.LANGUAGE_CODE,
        help_text="The language the order was placed in: of its mails, and of the page where it is paid.",
    )
    online = models.BooleanField(default=True)
    place_label = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    intake_answers = models.JSONField(default=dict, blank=True)
    access_version = models.PositiveIntegerField(default=1)
    terms_version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(default=clock.now)
    placed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Fulfilled, expired or cancelled at.")
    late_payment_refunded_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["trainer", "status"], name="order_trainer_status"),
            models.Index(fields=["buyer_email"], name="order_buyer_email"),
            models.Index(fields=["visitor"], condition=Q(status="draft"), name="order_draft_visitor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "expired"], placed_at__isnull=True)
                | Q(
                    placed_at__isnull=False,
                    gross_minor__isnull=False,
                    platform_fee_bp__isnull=False,
                    terms_version__isnull=False,
                    terms_accepted_at__isnull=False,
                ),
                name="order_placed_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "fulfilled"]) | Q(confirmed_at__isnull=False),
                name="order_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(gross_minor__isnull=True) | Q(gross_minor__gte=0), name="order_gross_not_negative"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="order_mode_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Where the order lives; who may open it is decided there."""
        return reverse("checkout:order-detail", args=[self.uid])

    @property
    def reference(self) -> str:
        """What people read out: MC- and eight characters of the uid."""
        return f"MC-{self.uid.hex[:8].upper()}"

    @property
    def total(self) -> Money:
        """What the buyer pays in all; the package's price until the order is placed."""
        if self.gross_minor is not None:
            return Money(self.gross_minor, self.currency)
        return self.package_version.price if self.package_version else Money(0, self.currency)

    @property
    def is_settled(self) -> bool:
        """Confirmed, or confirmed once and fulfilled."""
        return self.status in {self.Status.CONFIRMED, self.Status.FULFILLED}


class OrderLine(models.Model):
    """What is sold, with discount and tax as frozen at place_order."""

    class Funder(models.TextChoices):
        NOBODY = "", _("Nobody")
        TRAINER = "trainer", _("Trainer")
        COMMUNITY = "community", pgettext_lazy("bears a discount", "Community")

    class Tax(models.TextChoices):
        NONE = "none", _("None")
        INCLUSIVE = "inclusive", _("Inclusive")
        EXEMPT = "exempt", _("Exempt")
        REVERSE_CHARGE = "reverse_charge", _("Reverse charge")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    package_version = models.ForeignKey(PackageVersion, on_delete=models.PROTECT, null=True, blank=True)
    description = models.CharField(max_length=240)
    quantity = models.PositiveSmallIntegerField(default=1)
    list_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    discount_funded_by = models.CharField(max_length=12, choices=Funder, blank=True, default=Funder.NOBODY)
    gross_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    tax_rate_bp = models.PositiveIntegerField(default=0)
    tax_country = models.CharField(max_length=2, blank=True)
    tax_treatment = models.CharField(max_length=16, choices=Tax, default=Tax.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_minor=F("list_minor") - F("discount_minor")), name="line_gross_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0, gross_minor__gte=0, tax_minor__gte=0),
                name="line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(tax_minor__lte=F("gross_minor")), name="line_tax_within_gross"
            ),
            models.CheckConstraint(
                condition=Q(discount_minor=0) | ~Q(discount_funded_by=""), name="line_discount_is_funded"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_quantity_positive"),
        ]

    def __str__(self) -> str:
        return self.description


class OrderParty(models.Model):
    """Who sold and who bought, as they were when the order was placed; blanked after `retain_until`."""

    class Role(models.TextChoices):
        SELLER = "seller", _("Seller")
        BUYER = "buyer", _("Buyer")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=8, choices=Role)
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    retain_until = models.DateField()
    blanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "order parties"
        constraints = [models.UniqueConstraint(fields=["order", "role"], name="party_once_per_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class Attendee(models.Model):
    """Who takes part; need not be the payer."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="attendees")
    name = models.CharField(max_length=120)
    email = models.EmailField()

    def __str__(self) -> str:
        return self.name


class OrderUnit(models.Model):
    """The money of one coaching session or one seat: gross = tax + platform fee + trainer's share."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="units")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="units")
    position = models.PositiveSmallIntegerField()
    gross_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    platform_fee_minor = models.BigIntegerField()
    trainer_share_minor = models.BigIntegerField()

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="unit_position_once"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("tax_minor") + F("platform_fee_minor") + F("trainer_share_minor")),
                name="unit_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(tax_minor__gte=0, platform_fee_minor__gte=0, trainer_share_minor__gte=0),
                name="unit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} unit {self.position}"


class OrderEvent(models.Model):
    """What was done to an order, by whom and why: the trail that staff read. Written once."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order}: {self.what}"
