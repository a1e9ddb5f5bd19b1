"""What can be found, one row for each thing, written in the transaction that changes the thing itself.

The words to search in lie in a full-text table beside these (search/fulltext.py), folded and stemmed.
"""

from django.db import models
from django.db.models import Q

from core import clock

MAX_TRAVEL_KM = 100  # nobody travels farther, so no search looks farther for them


class SearchDocument(models.Model):
    """What a findable thing showed of itself (core.findable.Findable) at `version`.

    `signature_key` stands for what is counted in facets: kind, formats, languages and translations, settings
    (SearchSignature). `fold_key` is equal for documents that stand under one hit on a page: the number of `fold`.
    `countries` and `translated_into` are ISO codes between bars: "|GB|IE|". Prices are minor units of `currency`;
    `version` only grows, past deletions too.
    """

    kind = models.CharField(max_length=40)
    uid = models.UUIDField()
    version = models.BigIntegerField()
    appeared_at = models.DateTimeField(default=clock.now, help_text="When it could first be found.")
    signature_key = models.BigIntegerField(default=0)
    fold_key = models.BigIntegerField(default=0)
    quality = models.FloatField(default=0.0)
    online = models.BooleanField(default=False)
    countries = models.CharField(max_length=200, blank=True)
    accepting_until = models.DateField(null=True, blank=True)
    visible_from = models.DateTimeField(null=True, blank=True)
    visible_until = models.DateTimeField(null=True, blank=True)
    price_from = models.BigIntegerField(null=True, blank=True)
    price_to = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    trainer_uid = models.UUIDField(null=True, blank=True)
    group_uid = models.UUIDField(null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    by = models.CharField(max_length=200, blank=True)
    picture = models.CharField(max_length=500, blank=True)
    settings = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    translated_into = models.CharField(max_length=200, blank=True, default="", db_default="")
    formats = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=list, blank=True, help_text="Pairs of key and words.")
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "uid"], name="search_document_once"),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True) | Q(price_from__gte=0), name="search_price_not_negative"
            ),
        ]
        indexes = [
            # What filters, counts and sorts, without the wide columns: read instead of the table
            # (search/database/statement.py names it).
            models.Index(
                fields=[
                    "id",
                    "kind",
                    "signature_key",
                    "accepting_until",
                    "fold_key",
                    "quality",
                    "visible_from",
                    "visible_until",
                    "online",
                    "countries",
                    "price_from",
                    "currency",
                    "starts_at",
                    "ends_at",
                ],
                name="search_document_narrow",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def fold(self) -> str:
        """What is equal for a trainer's documents of one kind; without a trainer a document stands alone."""
        return f"{self.kind}:{self.trainer_uid or self.uid}"


class SearchSignature(models.Model):
    """What documents of one kind, format, language, translation and setting are counted for (search/signature.py):
    once for all of them, by the text's own number. Rows that no document has any more do no harm."""

    key = models.BigIntegerField(primary_key=True)
    text = models.CharField(max_length=2000)

    def __str__(self) -> str:
        return self.text


class SearchPoint(models.Model):
    """A point on earth where documents are, once for all of them (search/points.py). `x`, `y`, `z` are the unit
    vector of `lat` and `lon`. Rows that no document has any more do no harm."""

    key = models.BigIntegerField(primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="search_point_on_earth",
            )
        ]
        indexes = [models.Index(fields=["lat", "lon", "x", "y", "z", "key"], name="search_point_lat_lon")]

    def __str__(self) -> str:
        return f"{self.lat}, {self.lon}"


class SearchPlace(models.Model):
    """Where a document's thing is, under the name `label`. `reach` is the least dot product with a point that the
    trainer still travels to (directory.places.geo.cos_of)."""

    # No index of its own: the first one below begins with it.
    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="places", db_index=False
    )
    point = models.ForeignKey(SearchPoint, on_delete=models.PROTECT, related_name="places", db_index=False)
    place_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    travel_km = models.PositiveIntegerField(default=0)
    reach = models.FloatField()

    class Meta:
        indexes = [
            models.Index(fields=["document"], name="search_place_document"),
            models.Index(fields=["point", "reach", "document"], name="search_place_point"),
        ]

    def __str__(self) -> str:
        return self.label


class SearchSetting(models.Model):
    """A practice setting a document names. What lies above it in the tree is found when asked."""

    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="setting_rows", db_index=False
    )
    slug = models.SlugField(max_length=60, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "slug"], name="search_setting_once")]
        indexes = [models.Index(fields=["slug", "document"], name="search_setting_slug")]

    def __str__(self) -> str:
        return self.slug
