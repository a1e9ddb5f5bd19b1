"""Terms and fiscal documents: numbered, written once."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class TermsVersion(models.Model):
    """The terms in force from `valid_from`; immutable. An order points at the version its buyer accepted."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    valid_from = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Terms {self.number}"


class FiscalDocument(models.Model):
    """Receipt, invoice or credit note; numbered without gaps per issuer and series. Blanked after `retain_until`."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind)
    issuer = models.UUIDField(help_text="The trainer's uid: the trainer is the seller.")
    series = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    issued_at = models.DateTimeField(default=clock.now)
    retain_until = models.DateField()
    blanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "series", "number"], name="document_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.number}"
