"""Payments, refunds, earnings and disputes. Their status changes only by the legal transitions of `lifecycles`."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.money import Money
from marketplace.ledger.models import Mode
from marketplace.orders.models.order import Order, OrderUnit


class PaymentQuerySet(models.QuerySet["Payment"]):
    def open(self) -> Self:
        """Whose outcome is not known yet."""
        return self.filter(status__in=[Payment.Status.CREATED, Payment.Status.PENDING])

    def kept(self) -> Self:
        """Whose money bought the order: came in, and was not given back as too late or paid twice."""
        bought_nothing = Refund.objects.filter(payment=models.OuterRef("pk"), cause__in=Refund.BOUGHT_NOTHING)
        return self.filter(status=Payment.Status.SUCCEEDED).exclude(models.Exists(bought_nothing))


class Payment(models.Model):
    """One attempt to pay an order. `external_id` is the Checkout Session; one open payment per order."""

    class Method(models.TextChoices):
        STRIPE = "stripe", _("Stripe")
        GROUP_CREDIT = "group_credit", _("Group credit")
        SPONSOR = "sponsor", _("Sponsor")

    class Status(models.TextChoices):
        CREATED = "created", _("Created")
        PENDING = "pending", _("Pending")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    mode = models.CharField(max_length=8, choices=Mode)
    method = models.CharField(max_length=16, choices=Method, default=Method.STRIPE)
    status = models.CharField(max_length=12, choices=Status, default=Status.CREATED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="Of the call that creates the session.")
    attempted_at = models.DateTimeField(null=True, blank=True)
    external_id = models.CharField(max_length=120, null=True, blank=True)
    checkout_url = models.URLField(max_length=2000, blank=True)
    checkout_expires_at = models.DateTimeField(null=True, blank=True)
    intent_id = models.CharField(max_length=120, blank=True)
    charge_id = models.CharField(max_length=120, blank=True)
    balance_transaction_id = models.CharField(max_length=120, blank=True)
    fee_minor = models.BigIntegerField(null=True, blank=True)
    settled_minor = models.BigIntegerField(null=True, blank=True)
    settled_currency = models.CharField(max_length=3, blank=True)
    alert = models.TextField(blank=True, help_text="Why transfers from it stop until staff look.")
    created_at = models.DateTimeField(default=clock.now)
    succeeded_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mode", "method", "external_id"],
                condition=Q(external_id__isnull=False),
                name="payment_external_once",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status__in=["created", "pending"]), name="payment_one_open"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=~Q(status="succeeded") | Q(succeeded_at__isnull=False),
                name="payment_succeeded_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Payment of {self.order}"

    @property
    def amount(self) -> Money:
        """What the buyer is asked for."""
        return Money(self.amount_minor, self.currency)


class Refund(models.Model):
    """Money on its way back. A refund that succeeded may still fail later: it is then booked back."""

    class Status(models.TextChoices):
        CREATED = "created", _("Created")
        SUBMITTED = "submitted", _("Submitted")
        PENDING = "pending", _("Pending")
        REQUIRES_ACTION = "requires_action", _("Needs the buyer")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Cause(models.TextChoices):
        STAFF = "staff", _("Decided by staff")
        POLICY = "policy", _("By the cancellation terms")
        LATE_PAYMENT = "late_payment", _("Paid after the time was gone")
        DOUBLE_PAYMENT = "double_payment", _("Paid twice")

    BOUGHT_NOTHING = (Cause.LATE_PAYMENT, Cause.DOUBLE_PAYMENT)
    """Causes by which a whole payment goes back that never bought a unit."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=16, choices=Cause, default=Cause.STAFF)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    status = models.CharField(max_length=16, choices=Status, default=Status.CREATED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.TextField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    attempted_at = models.DateTimeField(null=True, blank=True)
    failure_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive")]

    def __str__(self) -> str:
        return f"Refund of {self.payment}"

    @property
    def amount(self) -> Money:
        """What goes back to the buyer."""
        return Money(self.amount_minor, self.currency)


class RefundLine(models.Model):
    """Which unit a refund gives back, and how much of it was already earned (per share, minor units)."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(OrderUnit, on_delete=models.PROTECT, related_name="refund_lines")
    amount_minor = models.BigIntegerField()
    earned_trainer_minor = models.BigIntegerField(default=0)
    earned_platform_minor = models.BigIntegerField(default=0)
    earned_tax_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "unit"], name="refundline_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refundline_positive"),
            models.CheckConstraint(
                condition=Q(
                    earned_trainer_minor__gte=0,
                    earned_platform_minor__gte=0,
                    earned_tax_minor__gte=0,
                    amount_minor__gte=F("earned_trainer_minor")
                    + F("earned_platform_minor")
                    + F("earned_tax_minor"),
                ),
                name="refundline_earned_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.unit}"


class Earning(models.Model):
    """What a unit earned, by share; `reversed_*` is what refunds took back of it."""

    class Reason(models.TextChoices):
        DELIVERED = "delivered", pgettext_lazy("a session that took place", "Held")
        NO_SHOW = "no_show", _("Not attended")
        LATE_CANCEL = "late_cancel", _("Cancelled late")
        EXPIRED = "expired", _("Expired")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.OneToOneField(OrderUnit, on_delete=models.PROTECT, related_name="earning")
    reason = models.CharField(max_length=12, choices=Reason)
    currency = models.CharField(max_length=3)
    trainer_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    reversed_minor = models.BigIntegerField(default=0, help_text="Of the trainer's share.")
    reversed_platform_minor = models.BigIntegerField(default=0)
    reversed_tax_minor = models.BigIntegerField(default=0)
    earned_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reversed_minor__gte=0,
                    reversed_minor__lte=F("trainer_minor"),
                    reversed_platform_minor__gte=0,
                    reversed_platform_minor__lte=F("platform_minor"),
                    reversed_tax_minor__gte=0,
                    reversed_tax_minor__lte=F("tax_minor"),
                ),
                name="earning_reversed_within",
            )
        ]

    def __str__(self) -> str:
        return f"Earning of {self.unit}"

    @property
    def amount(self) -> Money:
        """The trainer's share."""
        return Money(self.trainer_minor, self.currency)

    @property
    def standing(self) -> Money:
        """The trainer's share less what was reversed."""
        return Money(self.trainer_minor - self.reversed_minor, self.currency)


class Dispute(models.Model):
    """A buyer's bank took the money back for now."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("a dispute", "Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    external_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, fee_minor__gte=0), name="dispute_positive")
        ]

    def __str__(self) -> str:
        return f"Dispute of {self.payment}"
