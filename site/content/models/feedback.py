"""What people tell the community about its site, and what became of it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Selections of feedback."""

    def waiting(self) -> Self:
        """What nobody has dealt with yet."""
        return self.filter(done_at=None)


class Feedback(models.Model):
    """A message to the people who run the site. The address is asked for an answer alone, and blanked later."""

    class About(models.TextChoices):
        PRAISE = "praise", _("Something that helped")
        PROBLEM = "problem", _("Something that does not work")
        CONTENT = "content", _("A mistake in a text")
        IDEA = "idea", _("An idea")
        OTHER = "other", _("Something else")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(max_length=16, choices=About, default=About.OTHER)
    words = models.TextField(max_length=4000)
    page = models.CharField(max_length=300, blank=True, help_text="The address it is about.")
    email = models.EmailField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=16, default="en-gb")
    sent_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, help_text="For colleagues; never sent.")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["sent_at"], condition=Q(done_at=None), name="feedback_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="feedback_answered_has_answer",
            )
        ]

    def __str__(self) -> str:
        """By its number alone: logs keep this longer than a message is kept."""
        return f"Feedback {self.pk}"
