"""Activities: what a practice group can do together in ten to fifty minutes."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase

from directory.library.models.entries import Entry, EntryQuerySet, Licence
from directory.places.models import PracticeSetting


class ActivityTopic(TaggedItemBase):
    """A topic of an activity."""

    content_object = models.ForeignKey("library.Activity", on_delete=models.CASCADE, related_name="+")


class ActivityQuerySet(EntryQuerySet["Activity"]):
    """Selections of activities."""

    def for_page(self) -> Self:
        """Load plan of the activity's page: steps, settings and topics. Four queries."""
        return self.for_listing().prefetch_related("steps")


class Activity(Entry):
    """One exercise for a group, complete: what it needs, how it goes, what to ask afterwards."""

    class Skill(models.TextChoices):
        """What it practises above all."""

        QUESTIONS = "questions", _("Open questions")
        AFFIRMATIONS = "affirmations", _("Affirmations")
        REFLECTIONS = "reflections", _("Reflections")
        SUMMARIES = "summaries", _("Summaries")
        FOCUSING = "focusing", _("Focusing")
        CHANGE_TALK = "change-talk", _("Change talk")
        INFORMATION = "information", _("Information")
        DISCORD = "discord", _("Discord")
        CONVERSATION = "conversation", _("Conversations")
        LEARNING = "learning", _("Feedback")

    skill = models.CharField(max_length=16, choices=Skill)
    minutes = models.PositiveSmallIntegerField(help_text="From the first word to the end of the debrief.")
    group_from = models.PositiveSmallIntegerField("people, at least", default=2)
    group_to = models.PositiveSmallIntegerField(
        "people, at most", null=True, blank=True, help_text="Empty: as many as there are."
    )
    purpose = models.TextField(blank=True, help_text="What it is good for, in a few sentences.")
    materials = models.JSONField(default=list, blank=True)
    slips_title = models.CharField(max_length=80, blank=True)
    slips = models.JSONField(default=list, blank=True)
    leading = models.TextField(blank=True, help_text="For whoever leads it: answers, what tends to happen.")
    debrief = models.JSONField(default=list, blank=True)
    online = models.TextField("online variant", blank=True)
    licence = models.CharField(max_length=16, choices=Licence, blank=True, default=Licence.CC_BY)
    settings = models.ManyToManyField(PracticeSetting, blank=True, related_name="activities")
    topics = TaggableManager(through=ActivityTopic, blank=True, related_name="activities")

    objects = ActivityQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["minutes", "title"]
        verbose_name_plural = "activities"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="activity_takes_time",
                violation_error_message=_("An activity takes one minute at least."),
            ),
            models.CheckConstraint(
                condition=Q(group_from__gt=0),
                name="activity_needs_people",
                violation_error_message=_("An activity needs one person at least."),
            ),
            models.CheckConstraint(
                condition=Q(group_to__isnull=True) | Q(group_to__gte=F("group_from")),
                name="activity_group_size_order",
                violation_error_message=_("The largest group cannot be smaller than the smallest."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """The activity's page."""
        return reverse("library:activity-detail", args=[self.slug])


class ActivityStep(models.Model):
    """What happens for so many minutes. `position` counts from 1."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "position"], name="activity_step_once"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="activity_step_takes_time",
                violation_error_message=_("Each step takes one minute at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min: {self.title}"
