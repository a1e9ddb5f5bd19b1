"""Searches that found nothing, for editors: what people wanted, never who."""

from django.db import models


class SearchMiss(models.Model):
    """One search that found nothing, and how often. `near` is the place that was understood, never coordinates
    or an address as typed; `settings` and `kinds` are joined by commas. `first_on` and `last_on` are days."""

    text = models.CharField(max_length=100, blank=True)
    near = models.CharField(max_length=200, blank=True)
    settings = models.CharField(max_length=300, blank=True)
    kinds = models.CharField(max_length=100, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "near", "settings", "kinds"], name="search_miss_once"),
            models.CheckConstraint(condition=models.Q(times__gte=1), name="search_miss_happened"),
        ]

    def __str__(self) -> str:
        return self.text or self.near
