"""What members answer to a question: perspectives, what happened to each, and who may not contribute."""

import datetime as dt
import uuid
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from content.models.questions import QuestionPage
from core import clock, when
from directory.places.models import PracticeSetting

_MOMENT = dt.timedelta(microseconds=1)
SAID_LENGTH, HAPPENED_LENGTH, CHANGED_LENGTH = 600, 1500, 800


class PerspectiveQuerySet(models.QuerySet["Perspective"]):
    """Selections of perspectives. A state is spelt out here alone."""

    def published(self) -> Self:
        """Those everybody may read, as long as their question may be read."""
        return self.filter(state=Perspective.State.PUBLISHED)

    def below(self, page: Page) -> Self:
        """Those to this question, or to the questions below this page of any kind; in whatever state."""
        return self.filter(question__path__startswith=page.path)

    def waiting(self) -> Self:
        """Those a moderator has to decide on: held, reported, or appealed against, and not taken back."""
        reported = Report.objects.filter(perspective=OuterRef("pk"), settled_at=None)
        appealed = Appeal.objects.filter(perspective=OuterRef("pk"), decided_at=None)
        there = self.exclude(state=Perspective.State.WITHDRAWN)
        return there.filter(Q(state=Perspective.State.HELD) | Exists(reported) | Exists(appealed))

    def with_helpful(self, reader: object = None) -> Self:
        """Adds `helpful_count`, and `helped` whether this reader said so."""
        counted = self.annotate(helpful_count=Count("helpfuls", distinct=True))
        pk = getattr(reader, "pk", None)
        if pk is None:
            return counted.annotate(helped=Value(False))
        return counted.annotate(helped=Exists(Helpful.objects.filter(perspective=OuterRef("pk"), user_id=pk)))

    def for_reading(self, reader: object = None) -> Self:
        """The load plan of a question's page: the setting, and what readers found helpful. One query."""
        return self.select_related("setting").with_helpful(reader)

    def for_deciding(self) -> Self:
        """The load plan of the moderators' queue. Five queries."""
        return self.select_related("question", "setting", "author", "decided_by").prefetch_related(
            Prefetch("flags", Flag.objects.select_related("like")),
            Prefetch("reports", Report.objects.filter(settled_at=None)),
            Prefetch("appeals", Appeal.objects.filter(decided_at=None)),
            Prefetch("events", PerspectiveEvent.objects.select_related("by")),
        )


class Perspective(models.Model):
    """One member's answer: what they said, what happened, what changed. Its state changes by actions alone.

    `author` is empty where an account was erased, or where editors brought the words along. `fingerprint` is of the
    folded words: the same member cannot send the same twice.
    """

    class State(models.TextChoices):
        HELD = "held", _("Being read first")
        PUBLISHED = "published", _("Published")
        LEFT_OUT = "left_out", _("Left out")
        WITHDRAWN = "withdrawn", _("Taken back")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(QuestionPage, on_delete=models.PROTECT, related_name="perspectives")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="perspectives",
    )
    shown_name = models.CharField(max_length=60, help_text="The first name, as readers see it.")
    setting = models.ForeignKey(
        PracticeSetting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    said = models.TextField(max_length=SAID_LENGTH)
    happened = models.TextField(max_length=HAPPENED_LENGTH)
    changed = models.TextField(max_length=CHANGED_LENGTH, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=16, default="en")
    state = models.CharField(max_length=16, choices=State, default=State.HELD)
    reason = models.TextField(
        blank=True, help_text="Why it was left out or reworded, as its author reads it."
    )
    picked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    """Goes up with each change of words or state: part of a mail's identity, and what a moderator has read."""
    loaded_from = models.CharField(max_length=120, blank=True, editable=False)
    """The file and number it was made from: so that it is loaded once."""

    objects = PerspectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["question", "state", "-sent_at"], name="perspective_of_question"),
            models.Index(fields=["sent_at"], condition=Q(state="held"), name="perspective_held"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "author", "fingerprint"],
                condition=~Q(state="withdrawn"),
                name="perspective_sent_once",
            ),
            models.UniqueConstraint(
                fields=["loaded_from"], condition=~Q(loaded_from=""), name="perspective_loaded_once"
            ),
            models.CheckConstraint(
                condition=Q(picked_at=None) | Q(state="published"), name="perspective_picked_is_published"
            ),
            models.CheckConstraint(
                condition=~Q(state="left_out") | ~Q(reason=""), name="perspective_left_out_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name}: {self.said[:60]}"

    def get_absolute_url(self) -> str:
        """Its place on the question's page."""
        return f"{self.question.get_url() or '/'}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The id of its element on the page."""
        return f"p-{self.uid}"

    @property
    def is_reworded(self) -> bool:
        """Whether readers see a moderator's wording: only that is published with a reason."""
        return self.state == self.State.PUBLISHED and bool(self.reason)

    @property
    def words(self) -> str:
        """All that was written, a line break between."""
        return "\n".join(filter(None, [self.said, self.happened, self.changed]))

    @property
    def decide_url(self) -> str:
        """Where a moderator decides on it."""
        return reverse("cms_perspectives:decide", args=[self.pk])


class Flag(models.Model):
    """Something a moderator should look at, found when the words were sent. `words` are those that raised it."""

    class Kind(models.TextChoices):
        FIRST = "first", _("One of the first two of this member")
        DUPLICATE = "duplicate", _("Much like another perspective")
        IDENTIFYING = "identifying", _("Might point to somebody")
        SPAM = "spam", _("Reads like an advertisement")

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=16, choices=Kind)
    words = models.CharField(max_length=200, blank=True)
    like = models.ForeignKey(Perspective, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["perspective", "kind", "words"], name="perspective_flag_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()


class PerspectiveEvent(models.Model):
    """One thing that happened to a perspective, with words and state as they were before: the trail, and what
    undo goes back to. Written once."""

    class Act(models.TextChoices):
        SENT = "sent", pgettext_lazy("a perspective", "Sent")
        EDITED = "edited", _("Reworded by its author")
        APPROVED = "approved", _("Published")
        REDACTED = "redacted", _("Reworded by a moderator")
        LEFT_OUT = "left_out", _("Left out")
        WITHDRAWN = "withdrawn", _("Taken back by its author")
        KEPT = "kept", _("Read again and kept")
        UNDONE = "undone", _("Decision taken back")
        PICKED = "picked", _("Made an editor's pick")
        UNPICKED = "unpicked", _("No longer an editor's pick")
        ERASED = "erased", _("Account of its author deleted")

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=16, choices=Act)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)
    state_before = models.CharField(max_length=16, blank=True)
    before = models.JSONField(default=dict, blank=True)
    """`said`, `happened`, `changed`, `reason` before the act, those that it changed."""

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%Y-%m-%d %H:%M}"


class Helpful(models.Model):
    """A member found a perspective helpful."""

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="helpfuls")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["perspective", "user"], name="helpful_once")]

    def __str__(self) -> str:
        return f"{self.user_id} > {self.perspective_id}"


class Report(models.Model):
    """A reader asks a moderator to look at a perspective."""

    class Why(models.TextChoices):
        IDENTIFYING = "identifying", _("It might point to a client")
        HURTFUL = "hurtful", _("It is hurtful")
        ADVERT = "advert", _("It advertises something")
        OTHER = "other", _("Something else")

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=16, choices=Why)
    words = models.TextField(max_length=600, blank=True)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["perspective", "reporter"], condition=Q(settled_at=None), name="report_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_why_display()


class Appeal(models.Model):
    """An author asks that somebody else look again at what was left out or reworded."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The decision stands")
        CHANGED = "changed", _("The decision was changed")

    perspective = models.ForeignKey(Perspective, on_delete=models.CASCADE, related_name="appeals")
    words = models.TextField(max_length=1000)
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["perspective"], condition=Q(decided_at=None), name="appeal_open_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="appeal_decided_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Selections of suspensions."""

    def in_force(self) -> Self:
        """Those that keep somebody from contributing now."""
        now = clock.now()
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None, since__lte=now)


class Suspension(models.Model):
    """A member may not contribute for a while. Reading, booking and everything else go on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contribution_suspensions"
    )
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is lifted.")
    reason = models.TextField(help_text="As the member reads it.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="suspension_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} since {self.since:%Y-%m-%d}"

    @property
    def last_day(self) -> dt.date | None:
        """The last whole day of it, by the site's clock; None: it does not end by itself."""
        return None if self.until is None else (self.until - _MOMENT).astimezone(_zone()).date()

    @property
    def last_day_told(self) -> str:
        """That day in words, the same for whoever reads it; empty without one."""
        return when.spoken(self.until - _MOMENT, settings.TIME_ZONE, "day") if self.until else ""

    @staticmethod
    def end_of(day: dt.date | None) -> dt.datetime | None:
        """The midnight after that day, by the site's clock."""
        if day is None:
            return None
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
