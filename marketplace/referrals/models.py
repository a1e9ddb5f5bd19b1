"""Which group brought an order, and what it earns by it."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import Money
from directory.groups.models import PracticeGroup
from marketplace.orders.models import Order, OrderUnit


class ReferralCodeQuerySet(models.QuerySet["ReferralCode"]):
    def usable(self) -> Self:
        """Not retired, of a group that is not archived."""
        return self.filter(retired_at__isnull=True, group__archived_at__isnull=True)


class ReferralCode(models.Model):
    """A group's short code; its link is `/r/<code>/`. Codes do not differ by case."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(PracticeGroup, on_delete=models.PROTECT, related_name="referral_codes")
    code = models.CharField(
        max_length=32,
        validators=[RegexValidator(r"^[A-Za-z0-9-]{3,32}$", _("Use 3 to 32 letters, digits or hyphens."))],
    )
    target = models.CharField(
        max_length=200,
        default="/",
        validators=[
            RegexValidator(r"^/(?![/\\])", _("The link leads to a page of this site: it begins with one /."))
        ],
        help_text="The page of this site that the link leads to.",
    )
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralCodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="code_ignoring_case")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The link that the group shares."""
        return reverse("links:follow", args=[self.code])


class Touch(models.Model):
    """A signed-in visitor came by a group's link. Deleted after 90 days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="touches")
    code = models.ForeignKey(ReferralCode, on_delete=models.CASCADE, related_name="touches")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "touches"
        indexes = [models.Index(fields=["user", "at"], name="touch_user_at")]

    def __str__(self) -> str:
        return f"{self.code} {self.at}"


class SignupAttribution(models.Model):
    """The group through which somebody signed up."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signup_attribution"
    )
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user} by {self.code}"


class OrderAttribution(models.Model):
    """Exactly one per order; "none" is a row too. Open until place_order, frozen from then on."""

    class Rule(models.TextChoices):
        CODE = "code", _("A code the buyer entered")
        LINK = "link", _("The last link the buyer followed")
        SIGNUP = "signup", _("The group through which the buyer signed up")
        NONE = "none", _("No group")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="attribution")
    group = models.ForeignKey(
        PracticeGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="attributions"
    )
    code = models.ForeignKey(ReferralCode, on_delete=models.PROTECT, null=True, blank=True)
    rule = models.CharField(max_length=8, choices=Rule, default=Rule.NONE)
    rule_version = models.PositiveSmallIntegerField(default=1)
    rate_bp = models.PositiveIntegerField(default=0)
    chosen_by_buyer = models.BooleanField(default=False, help_text="Entered or removed by hand: stays so.")
    touched_at = models.DateTimeField(null=True, blank=True, help_text="When the link was followed.")
    flag = models.CharField(max_length=200, blank=True, help_text="Why it earns nothing, for staff.")
    name_shared_at = models.DateTimeField(
        null=True, blank=True, help_text="Buyer let the group see the name."
    )
    created_at = models.DateTimeField(default=clock.now)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rule="none", group__isnull=True, code__isnull=True)
                | (~Q(rule="none") & Q(group__isnull=False, code__isnull=False)),
                name="attribution_none_or_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} by {self.group or 'no group'}"

    def get_absolute_url(self) -> str:
        """The attribution receipt."""
        return reverse("referrals:receipt", args=[self.uid])


class Reward(models.Model):
    """What a group gets for one unit of an order: never more than the platform fee of that unit."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        EARNED = "earned", _("Earned")
        REVERSED = "reversed", _("Reversed")
        BLOCKED = "blocked", _("Blocked")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attribution = models.ForeignKey(OrderAttribution, on_delete=models.PROTECT, related_name="rewards")
    unit = models.OneToOneField(OrderUnit, on_delete=models.PROTECT, related_name="reward")
    amount_minor = models.BigIntegerField()
    reversed_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    blocked_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    earned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=0, reversed_minor__gte=0, reversed_minor__lte=F("amount_minor")
                ),
                name="reward_reversed_within",
            ),
            models.CheckConstraint(
                condition=~Q(status="blocked") | ~Q(blocked_reason=""), name="reward_blocked_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Reward of {self.attribution}"

    @property
    def standing(self) -> Money:
        """What is left after reversals."""
        return Money(self.amount_minor - self.reversed_minor, self.currency)
