"""Every page that strangers may read, for search engines, with its versions in other languages."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from content.models import GlossaryTerm
from core import clock, languages
from directory.groups.models import PracticeGroup
from directory.library.models import Activity, Resource
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package

Urls = list[dict[str, Any]]


class PageSitemap(Sitemap[Any]):
    """Live, public pages of the tree, each in its own language."""

    limit = 2000

    def items(self) -> Any:
        """Without the root of the tree, and what has expired this minute."""
        found = Page.objects.live().public().filter(depth__gt=1).exclude(expire_at__lte=clock.now())
        return found.select_related("locale").order_by("path")

    def location(self, item: Any) -> str:
        """The path under the site."""
        return item.get_url() or "/"

    def lastmod(self, item: Any) -> dt.datetime | None:
        """When it was last published."""
        stamp: dt.datetime | None = item.last_published_at
        return stamp

    def get_urls(self, *args: Any, **kwargs: Any) -> Urls:
        """Each with its translations."""
        urls: Urls = super().get_urls(*args, **kwargs)
        keys = {url["item"].translation_key for url in urls}
        known: dict[Any, dict[str, str]] = defaultdict(dict)
        for page in self.items().filter(translation_key__in=keys):
            known[page.translation_key][page.locale.language_code] = self.location(page)
        for url in urls:
            url["alternates"] = _alternates(
                url, self.location(url["item"]), known[url["item"].translation_key]
            )
        return urls


class ViewSitemap(Sitemap[Any]):
    """What views show stands in every language of the site; it is listed under its address in the first one."""

    limit = 2000

    def get_urls(self, *args: Any, **kwargs: Any) -> Urls:
        """Each with its address in the other languages."""
        urls: Urls = super().get_urls(*args, **kwargs)
        for url in urls:
            path = self.location(url["item"])
            paths = {code: languages.prefixed(path, code) for code, _ in settings.LANGUAGES}
            url["alternates"] = _alternates(url, path, paths)
        return urls


class TrainerSitemap(ViewSitemap):
    """Profiles that visitors may see."""

    def items(self) -> Any:
        return Trainer.objects.listed().order_by("pk")


class PackageSitemap(ViewSitemap):
    """Packages on offer."""

    def items(self) -> Any:
        return Package.objects.listed().select_related("trainer").order_by("pk")


class GroupSitemap(ViewSitemap):
    """Practice groups."""

    def items(self) -> Any:
        return PracticeGroup.objects.listed().order_by("pk")


class ActivitySitemap(ViewSitemap):
    """Activities for groups."""

    def items(self) -> Any:
        return Activity.objects.listed().order_by("pk")


class ResourceSitemap(ViewSitemap):
    """Resources."""

    def items(self) -> Any:
        return Resource.objects.listed().order_by("pk")


class TermSitemap(ViewSitemap):
    """Terms of the glossary."""

    def items(self) -> Any:
        return GlossaryTerm.objects.listed().order_by("pk")

    def lastmod(self, item: GlossaryTerm) -> dt.datetime | None:
        """When it was last published."""
        stamp: dt.datetime | None = item.last_published_at
        return stamp


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "trainers": TrainerSitemap,
    "packages": PackageSitemap,
    "groups": GroupSitemap,
    "activities": ActivitySitemap,
    "resources": ResourceSitemap,
    "terms": TermSitemap,
}


def _alternates(url: dict[str, Any], path: str, paths: dict[str, str]) -> list[dict[str, str]]:
    """As Django's template of a sitemap takes them, at the host of `url`; none where there is one language alone."""
    root = str(url["location"]).removesuffix(path)
    return [{"location": root + p, "lang_code": code} for code, p in paths.items()] if len(paths) > 1 else []
