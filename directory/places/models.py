"""Where and in which field somebody works: the gazetteer, postcodes and the tree of practice settings.

Place names and coordinates come from GeoNames (geonames.org), licensed under CC BY 4.0; every site that
shows them credits GeoNames.
"""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import languages
from directory.places.geo import unit_vector
from directory.places.names import NAME_LENGTH, name_key, place_label
from directory.places.practice_settings import in_words
from directory.places.querysets import PlaceQuerySet, PracticeSettingQuerySet

_LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
_LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class PracticeSetting(models.Model):
    """A field somebody works in. Two levels: "Justice" holds "Probation", and nothing lies under that."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers are shown first.")

    objects = PracticeSettingQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="practice_setting_not_its_own_parent"
            ),
            models.UniqueConstraint(fields=("parent", "name"), name="practice_setting_once_per_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """The name in the language of now."""
        return in_words(self.name)

    def clean(self) -> None:
        """Refuse a third level, from either end."""
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("Settings have two levels. Choose one of the first level.")})
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This setting has settings under it, so it stays at the top.")}
            )


class Country(models.Model):
    """A country or territory by its ISO 3166-1 code, named in English."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=80)
    name_folded = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = name_key(self.name)
        super().save(*args, **kwargs)


class Place(models.Model):
    """A town or city. `geoname_id` is its public key; a place made by hand has none.

    The unit vector (`x`, `y`, `z`) and `name_folded` follow from the rest and are set on save; a bulk
    insert sets them itself (`derive`). `qualifier` tells places of one name in one country apart.
    """

    geoname_id = models.BigIntegerField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    name_folded = models.CharField(max_length=NAME_LENGTH, db_index=True, editable=False)
    qualifier = models.CharField(max_length=220, blank=True)
    country_code = models.CharField(max_length=2)
    country_name = models.CharField(max_length=80, blank=True)
    admin1 = models.CharField(max_length=20, blank=True)
    population = models.PositiveIntegerField(default=0)
    lat = models.FloatField(validators=_LATITUDE)
    lon = models.FloatField(validators=_LONGITUDE)
    x = models.FloatField(editable=False)
    y = models.FloatField(editable=False)
    z = models.FloatField(editable=False)
    time_zone = models.CharField(max_length=64, default="UTC")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "country_code")
        indexes = [models.Index(fields=("lat", "lon"), name="place_lat_lon")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180), name="place_on_earth"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if not self.country_name:
            known = Country.objects.filter(code=self.country_code).values_list("name", flat=True)
            self.country_name = known.first() or ""
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name as a reader needs it, in the language of now: "Taunton, United Kingdom"."""
        return self.label_in(languages.active())

    def label_in(self, language: str) -> str:
        """The label in a language of the site: "Newport, near Telford", "Newport, bei Telford"."""
        return place_label(
            name=self.name,
            qualifier=self.qualifier,
            country_name=self.country_name,
            country_code=self.country_code,
            language=language,
        )

    def derive(self) -> None:
        """Set the columns that follow from name and degrees."""
        self.name_folded = name_key(self.name)
        self.x, self.y, self.z = unit_vector(self.lat, self.lon)


class PlaceName(models.Model):
    """Another name of a place, in any language or spelling: "Cologne" for Köln."""

    # No index of its own: the constraint below begins with it.
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    name_folded = models.CharField(max_length=NAME_LENGTH, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("place", "name_folded"), name="place_name_once_per_place")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = name_key(self.name)
        super().save(*args, **kwargs)


class Outcode(models.Model):
    """The first half of a postcode ("TA1") and the middle of the addresses that bear it."""

    code = models.CharField(max_length=8, unique=True)
    country_code = models.CharField(max_length=2)
    lat = models.FloatField(validators=_LATITUDE)
    lon = models.FloatField(validators=_LONGITUDE)
    post_town = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class CachedGeocode(models.Model):
    """What an online geocoder answered, kept so that it is asked once. `country_code` may be empty."""

    query_folded = models.CharField(max_length=NAME_LENGTH)
    country_code = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(validators=_LATITUDE)
    lon = models.FloatField(validators=_LONGITUDE)
    label = models.CharField(max_length=300)
    provider = models.CharField(max_length=40)
    looked_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("query_folded", "country_code"), name="cached_geocode_once_per_query"
            )
        ]

    def __str__(self) -> str:
        return self.label
