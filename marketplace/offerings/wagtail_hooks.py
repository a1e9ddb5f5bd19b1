"""Packages under `/cms/`, for moderators."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import OFFERS, ActingViewSet, Listing, NarrowPolicy, column
from marketplace.offerings import cms
from marketplace.offerings.models import Package, PackageVersion

register_permission_policy(Package, NarrowPolicy(Package, "view", "add", "change"))


class PackageList(Listing):
    related = ("trainer", "current")
    prefetched = ("versions",)


def _title(package: Package) -> str:
    versions = list(package.versions.all())
    shown = package.current or (versions[-1] if versions else None)
    return shown.title if shown else package.slug


def _state(package: Package) -> str:
    drafted = any(v.state == PackageVersion.State.DRAFT for v in package.versions.all())
    if package.archived_at is not None:
        return "Archived"
    if package.current is None:
        return "Draft"
    return f"On sale, version {package.current.number}" + ("; a draft waits" if drafted else "")


def _price(package: Package) -> str:
    version = package.current
    return "" if version is None else "free" if version.is_free else str(version.price)


class PackageViewSet(ActingViewSet):
    model = Package
    name = "cms_packages"
    url_prefix = "packages"
    icon = "tag"
    menu_label = "Packages"
    menu_hook = OFFERS
    menu_order = 100
    views = frozenset({"add", "edit", "history", "inspect"})
    index_view_class = PackageList
    add_view_class = cms.MakingPackage
    edit_view_class = cms.ChangingPackage
    inspect_view_class = cms.PackagePage
    acts = (cms.Publish, cms.ArchivePackage, cms.RestorePackage)
    list_display = [
        "__str__",
        column("Title", _title),
        column("Trainer", "trainer", sort_key="trainer__name"),
        column("State", _state),
        column("Price", _price),
    ]
    list_filter = ["trainer"]
    search_fields = ["slug", "trainer__name", "current__title"]
    ordering = ["trainer__name", "pk"]
    inspect_view_fields = ["trainer", "slug", "current", "settings", "archived_at", "created_at"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.PackageForm


hooks.register("register_admin_viewset", PackageViewSet)
