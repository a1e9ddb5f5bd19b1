"""The inbox of Stripe's events: each stored once, raw, before anything is done about it."""

from django.db import models

from core import clock


class WebhookEvent(models.Model):
    """An event is a trigger only: what it is about is fetched again. Raw bodies are blanked after 30 days."""

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        PROCESSED = "processed", "Processed"
        IGNORED = "ignored", "Ignored"
        FAILED = "failed", "Failed"

    endpoint = models.CharField(max_length=16)
    event_id = models.CharField(max_length=120)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=120, blank=True)
    account = models.CharField(max_length=120, blank=True)
    livemode = models.BooleanField(default=False)
    body = models.BinaryField()
    created = models.DateTimeField(help_text="By Stripe's clock.")
    received_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    outcome = models.CharField(max_length=200, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    blanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="event_once")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
