"""Connected accounts, and the money released to them session by session."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.money import Money
from directory.trainers.models import Trainer
from marketplace.ledger.models import Mode
from marketplace.orders.models import Earning, Refund


class ConnectedAccount(models.Model):
    """A trainer's account at Stripe in one mode. Ready means that transfers are active, not that they came back."""

    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="connected_accounts")
    mode = models.CharField(max_length=8, choices=Mode)
    external_id = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    transfers_status = models.CharField(
        max_length=24, default="pending", help_text="As Stripe says; active is ready."
    )
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainer", "mode"], name="account_once_per_mode"),
            models.UniqueConstraint(fields=["mode", "external_id"], name="account_external_once"),
        ]

    def __str__(self) -> str:
        return f"Account of {self.trainer} ({self.mode})"

    @property
    def is_ready(self) -> bool:
        """Whether money can be transferred to it."""
        return self.transfers_status == "active"


class Transfer(models.Model):
    """One earning's way to its trainer."""

    class Status(models.TextChoices):
        DUE = "due", _("Due")
        SUBMITTED = "submitted", _("Submitted")
        SENT = "sent", pgettext_lazy("money", "Sent")
        FAILED = "failed", _("Failed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    earning = models.OneToOneField(Earning, on_delete=models.PROTECT, related_name="transfer")
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="transfers")
    account = models.ForeignKey(ConnectedAccount, on_delete=models.PROTECT, null=True, blank=True)
    mode = models.CharField(max_length=8, choices=Mode)
    status = models.CharField(max_length=12, choices=Status, default=Status.DUE)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    source_charge = models.CharField(max_length=120, blank=True)
    group = models.UUIDField(help_text="The order's uid: Stripe's transfer_group.")
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    attempted_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=200, blank=True, help_text="Why it is not sent yet, in words.")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="transfer_not_negative"),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="transfer_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer to {self.trainer}"

    @property
    def amount(self) -> Money:
        """What the trainer gets."""
        return Money(self.amount_minor, self.currency)


class TransferReversal(models.Model):
    """Money fetched back from a trainer because a refund took back what was sent."""

    class Status(models.TextChoices):
        DUE = "due", _("Due")
        SUBMITTED = "submitted", _("Submitted")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="reversals")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DUE)
    amount_minor = models.BigIntegerField()
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    attempted_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "refund"], name="reversal_once_per_refund"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="reversal_positive"),
        ]

    def __str__(self) -> str:
        return f"Reversal of {self.transfer}"
