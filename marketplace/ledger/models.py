"""Double-entry book. It balances by construction: every posting moves one amount between two accounts."""

import uuid

from django.db import models
from django.db.models import F, Q

NOBODY = uuid.UUID(int=0)
"""Owner of the community's own accounts: a NULL would admit duplicates."""


class Mode(models.TextChoices):
    SANDBOX = "sandbox", "Sandbox"
    TEST = "test", "Test"
    LIVE = "live", "Live"


class Code(models.TextChoices):
    STRIPE_BALANCE = "stripe_balance", "Stripe balance"
    CLIENT_DEPOSITS = "client_deposits", "Client deposits"
    TRAINER_PAYABLE = "trainer_payable", "Owed to trainer"
    PLATFORM_FEES = "platform_fees", "Platform fees"
    TAX_PAYABLE = "tax_payable", "Tax payable"
    STRIPE_FEES = "stripe_fees", "Stripe fees"
    REFERRAL_COST = "referral_cost", "Cost of referrals"
    GROUP_CREDIT = "group_credit", "Group credit"
    DISPUTES = "disputes", "Disputes"


class Account(models.Model):
    """One account per code, owner, currency and mode."""

    code = models.CharField(max_length=24, choices=Code)
    owner = models.UUIDField(default=NOBODY)
    currency = models.CharField(max_length=3)
    mode = models.CharField(max_length=8, choices=Mode)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "owner", "currency", "mode"], name="account_once"),
            models.CheckConstraint(condition=Q(code__in=Code.values), name="account_code_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="account_mode_known"),
        ]

    def __str__(self) -> str:
        owner = "" if self.owner == NOBODY else f" {self.owner}"
        return f"{self.code}{owner} {self.currency} ({self.mode})"


class LedgerTransaction(models.Model):
    """One event of money. The same `idempotency_key` is booked once."""

    idempotency_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=32)
    reference = models.UUIDField(help_text="The uid of the row that caused it.")
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["reference"], name="ledger_reference")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Posting(models.Model):
    """`amount` minor units from `credit` to `debit`; both accounts share currency and mode (guarded)."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="postings")
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}: {self.debit} < {self.credit}"
