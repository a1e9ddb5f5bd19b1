"""What the twin remembers. Nothing of the site refers to these rows; they are another company's database."""

from django.db import models
from django.db.models import Q


class TwinObject(models.Model):
    """One object of Stripe's. `data` is what the API answers; keys that begin with "_" stay inside."""

    external_id = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40)  # Stripe's `object`: checkout.session, refund, ...
    parent = models.CharField(max_length=255, blank=True)  # what lists filter by: a payment intent, a group
    data = models.JSONField(default=dict)
    created = models.DateTimeField()
    changes_at = models.DateTimeField(null=True, blank=True)  # when it changes by itself: expires, settles

    class Meta:
        indexes = [
            models.Index(fields=["kind", "parent"], name="twin_object_parent"),
            models.Index(
                fields=["changes_at"], name="twin_object_due", condition=Q(changes_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class TwinRequest(models.Model):
    """The stored answer of an idempotency key, kept for 24 hours."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)  # of method, path and parameters
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class TwinEvent(models.Model):
    """One event on its way to a webhook endpoint."""

    class State(models.TextChoices):
        DUE = "due"
        DELIVERED = "delivered"
        LOST = "lost"
        GIVEN_UP = "given_up"

    event_id = models.CharField(max_length=100)  # not unique: duplicates are two deliveries of one event
    type = models.CharField(max_length=120)
    endpoint = models.CharField(max_length=20)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="twin_event_due", condition=Q(state="due"))]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class TwinFault(models.Model):
    """A switch for bad luck: what goes wrong, where, how often (`remaining` empty: until switched off)."""

    class Kind(models.TextChoices):
        DROP_AFTER_COMMIT = "drop_after_commit", "done, then the connection drops"
        TIMEOUT = "timeout", "not done, no answer"
        SLOW = "slow", "done, after `seconds`"
        ERROR_500 = "error_500", "not done, 500 (and replayed)"
        ERROR_500_AFTER_COMMIT = "error_500_after_commit", "done, yet 500 (and replayed)"
        ERROR_409 = "error_409", "not done, 409 (not replayed)"
        ERROR_429 = "error_429", "not done, 429 (not replayed)"
        REFUSE = "refuse", "not done, 400 with `code` (and replayed)"
        REFUND_PENDING = "refund_pending", "refunds start as pending"
        DUPLICATE = "duplicate", "the event is sent twice"
        REORDER = "reorder", "due events are sent newest first"
        LOSE = "lose", "the event is never sent"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    pattern = models.CharField(max_length=200, default="*")  # "POST /v1/refunds*", or an event's type
    remaining = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(default=0)
    code = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pattern}"
