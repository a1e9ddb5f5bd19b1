"""What keeps the Elasticsearch index true: deletions remembered, and builds of a new index."""

from django.db import models
from django.db.models import Q


class SearchTombstone(models.Model):
    """A document that is gone, with a version above all it had: Elasticsearch forgets deletions after a minute,
    and an older write would bring the document back."""

    kind = models.CharField(max_length=40)
    uid = models.UUIDField()
    version = models.BigIntegerField()
    gone_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "uid"], name="search_tombstone_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.uid}"


class IndexBuild(models.Model):
    """One building of a new index. While it is `building`, changes go to it beside the index in use.

    `cursor` is the key of the last document written: a build that was broken off goes on from there."""

    class State(models.TextChoices):
        BUILDING = "building", "Building"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        ABANDONED = "abandoned", "Abandoned"

    index = models.CharField(max_length=120, unique=True)
    mapping = models.CharField(max_length=64, help_text="Digest of mapping and settings.")
    state = models.CharField(max_length=12, choices=State, default=State.BUILDING)
    cursor = models.BigIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="The last sign of life of whoever builds.")
    finished_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="building"), name="search_one_build_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="building", finished_at__isnull=True)
                | (~Q(state="building") & Q(finished_at__isnull=False)),
                name="search_build_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.index
