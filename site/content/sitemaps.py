"""Every page that strangers may read, for search engines."""

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from directory.groups.models import PracticeGroup
from directory.library.models import Activity, Resource
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package


class PageSitemap(Sitemap[Any]):
    """Live, public pages of the tree."""

    limit = 2000

    def items(self) -> Any:
        """Without the root of the tree."""
        return Page.objects.live().public().filter(depth__gt=1).order_by("path")

    def location(self, item: Any) -> str:
        """The path under the site."""
        return item.get_url() or "/"

    def lastmod(self, item: Any) -> dt.datetime | None:
        """When it was last published."""
        stamp: dt.datetime | None = item.last_published_at
        return stamp


class TrainerSitemap(Sitemap[Trainer]):
    """Profiles that visitors may see."""

    limit = 2000

    def items(self) -> Any:
        return Trainer.objects.listed().order_by("pk")


class PackageSitemap(Sitemap[Package]):
    """Packages on offer."""

    limit = 2000

    def items(self) -> Any:
        return Package.objects.listed().select_related("trainer").order_by("pk")


class GroupSitemap(Sitemap[PracticeGroup]):
    """Practice groups."""

    limit = 2000

    def items(self) -> Any:
        return PracticeGroup.objects.listed().order_by("pk")


class ActivitySitemap(Sitemap[Activity]):
    """Activities for groups."""

    limit = 2000

    def items(self) -> Any:
        return Activity.objects.listed().order_by("pk")


class ResourceSitemap(Sitemap[Resource]):
    """Resources."""

    limit = 2000

    def items(self) -> Any:
        return Resource.objects.listed().order_by("pk")


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "trainers": TrainerSitemap,
    "packages": PackageSitemap,
    "groups": GroupSitemap,
    "activities": ActivitySitemap,
    "resources": ResourceSitemap,
}
