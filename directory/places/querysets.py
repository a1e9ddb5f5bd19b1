"""Selections of places and practice settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Q

from directory.places.geo import bounding_boxes, cos_of, unit_vector
from directory.places.names import name_key

if TYPE_CHECKING:
    from directory.places.models import Place, PlaceName, PracticeSetting  # noqa: F401  (in quoted types)


class PracticeSettingQuerySet(models.QuerySet["PracticeSetting"]):
    def roots(self) -> PracticeSettingQuerySet:
        """The first level, in its order."""
        return self.filter(parent=None)

    def tree(self) -> PracticeSettingQuerySet:
        """The first level with `.children.all()` loaded, both in their order: two queries in all."""
        children: models.Prefetch[str, PracticeSettingQuerySet, str] = models.Prefetch(
            "children", queryset=self.model._default_manager.order_by("position", "name")
        )
        return self.roots().prefetch_related(children)

    def with_descendants(self, slugs: Iterable[str]) -> PracticeSettingQuerySet:
        """The settings of these slugs and all that lie under them. Unknown slugs match nothing."""
        wanted = list(slugs)
        return self.filter(Q(slug__in=wanted) | Q(parent__slug__in=wanted))


class PlaceQuerySet(models.QuerySet["Place"]):
    def called(self, names: Iterable[str]) -> PlaceQuerySet:
        """Places that bear one of these names, as main or as alternate name, however it is spelt."""
        keys = [key for key in map(name_key, names) if key]
        if not keys:
            return self.none()
        main = self.model._default_manager.filter(name_folded__in=keys).order_by().values("pk")
        other = self.model.names.rel.related_model._default_manager.filter(name_folded__in=keys)
        return self.filter(pk__in=main.union(other.values("place")))  # an OR would scan on PostgreSQL

    def starting_with(self, text: str) -> PlaceQuerySet:
        """Places whose main name starts with `text`, by the index on either database."""
        key = name_key(text)
        if not key:
            return self.none()
        if connection.vendor == "sqlite":  # its LIKE does not use the index, a range does
            return self.filter(name_folded__gte=key, name_folded__lt=key + "\U0010ffff")
        return self.filter(name_folded__startswith=key)

    def biggest_first(self) -> PlaceQuerySet:
        return self.order_by("-population", "pk")

    def main_name_first(self, name: str) -> PlaceQuerySet:
        """Those whose main name is `name` before those that merely bear it too; then the biggest."""
        merely = models.Case(models.When(name_folded=name_key(name), then=0), default=1)
        return self.order_by(merely, "-population", "pk")

    def home_first(self, country_code: str) -> PlaceQuerySet:
        """Those of one country before all others; then the biggest."""
        abroad = models.Case(models.When(country_code=country_code, then=0), default=1)
        return self.order_by(abroad, "-population", "pk")

    def within(self, *, lat: float, lon: float, km: float) -> PlaceQuerySet:
        """Places `km` or less from (lat, lon), by box and then by the true circle."""
        boxes = Q()
        for box in bounding_boxes(lat, lon, km):
            boxes |= Q(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
        x, y, z = unit_vector(lat, lon)
        nearness = models.F("x") * x + models.F("y") * y + models.F("z") * z
        return self.alias(nearness=nearness).filter(boxes, nearness__gte=cos_of(km))

    def nearest_first(self, *, lat: float, lon: float) -> PlaceQuerySet:
        """From the nearest to (lat, lon) to the farthest."""
        x, y, z = unit_vector(lat, lon)
        return self.order_by((models.F("x") * x + models.F("y") * y + models.F("z") * z).desc(), "pk")
