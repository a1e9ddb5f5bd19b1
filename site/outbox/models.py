"""What must happen after a commit, kept as rows until it has."""

import datetime as dt

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    GIVEN_UP = "given_up", "Given up"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def claimable(self, *, now: dt.datetime, real_now: dt.datetime) -> "OutboxQuerySet":
        """Due by the site's clock and not leased by a worker; leases run on real time."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=real_now)
        return self.filter(free, state=State.WAITING, due_at__lte=now)


class OutboxMessage(models.Model):
    """One effect: `kind` names its handler, `subject` what it is about, `payload` holds ids, never addresses."""

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=128)
    dedupe_key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(state="waiting"), name="outbox_waiting"),
            models.Index(fields=["kind", "subject"], name="outbox_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True)),
                name="outbox_done_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class PeriodicRun(models.Model):
    """When a recurring task is next due; whoever moves `next_at` on is the one who runs it."""

    name = models.CharField(max_length=64, unique=True)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
