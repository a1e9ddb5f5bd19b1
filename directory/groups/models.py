"""Practice groups: communities of practice run by volunteer champions."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from core import clock
from directory.places.models import Place, PracticeSetting


class PracticeGroupQuerySet(models.QuerySet["PracticeGroup"]):
    def listed(self) -> Self:
        """Those visitors may see."""
        return self.filter(archived_at__isnull=True)

    def for_profile(self) -> Self:
        """Load plan of the group's page and of search: place, settings, number of members."""
        return (
            self.select_related("place")
            .prefetch_related("settings")
            .annotate(member_count=Count("memberships", filter=Q(memberships__left_at__isnull=True)))
        )


class PracticeGroup(models.Model):
    """A local or online group. Archived, never deleted: orders and credit may stand on it."""

    class Joining(models.TextChoices):
        OPEN = "open", _("Open to join")
        REQUEST = "request", _("By request")

    class RewardPolicy(models.TextChoices):
        CREDIT = "credit", _("Group credit")
        RECOGNITION = "recognition", _("Recognition only")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=240, blank=True)
    description = models.TextField(blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    online = models.BooleanField(default=False)
    settings = models.ManyToManyField(PracticeSetting, blank=True, related_name="groups")
    languages = models.JSONField(default=list, blank=True, help_text="ISO 639-1 codes.")
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    rhythm = models.CharField(
        max_length=160, blank=True, help_text="As in “second Thursday, 18:30 to 20:30”."
    )
    capacity = models.PositiveSmallIntegerField(default=12)
    joining = models.CharField(max_length=16, choices=Joining, default=Joining.OPEN)
    reward_policy = models.CharField(max_length=16, choices=RewardPolicy, default=RewardPolicy.CREDIT)
    founded_on = models.DateField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    member_count: int  # of present members, where `for_profile` loaded the group

    objects = PracticeGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(online=True) | Q(place__isnull=False),
                name="group_meets_somewhere",
                violation_error_message=_(
                    "Say where the group meets: choose a town, or say that it meets online."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The group's page."""
        return reverse("groups:group-detail", args=[self.slug])


class GroupMembership(models.Model):
    """A person in a group. Champions and deputies look after it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        CHAMPION = "champion", _("Champion")
        DEPUTY = "deputy", _("Deputy")

    group = models.ForeignKey(PracticeGroup, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="group_memberships"
    )
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(left_at__isnull=True), name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"
