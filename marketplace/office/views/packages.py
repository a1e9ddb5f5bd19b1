"""A trainer's packages, as they are offered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.trainers.models import Trainer
from marketplace.offerings.models import Package, PackageVersion
from marketplace.office import queries
from marketplace.office.permissions import for_trainers
from marketplace.office.tabs import desk_tabs


@never_cache
@require_safe
@for_trainers
def packages(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Every package with its price and state."""
    rows = [_row(package) for package in queries.packages(trainer)]
    context = {"trainer": trainer, "tabs": desk_tabs("packages"), "rows": rows}
    return render(request, "office/packages.html", context)


def _row(package: Package) -> dict[str, Any]:
    versions = list(package.versions.all())
    shown = package.current or (versions[-1] if versions else None)
    drafted = any(version.state == PackageVersion.State.DRAFT for version in versions)
    kind, state = _state(package)
    if drafted and package.current:
        state += " " + _("A newer version is being drafted.")
    return {"package": package, "version": shown, "kind": kind, "state": state}


def _state(package: Package) -> tuple[str, str]:
    if package.archived_at is not None:
        return "off", _("Not offered any more.")
    if package.current is None:
        return "wait", _("A draft: nobody sees it yet.")
    if not package.is_listed:
        return "wait", _("Published, but your profile is not.")
    return "", _("Offered.")
