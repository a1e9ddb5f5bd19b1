"""What every page knows about the site: its name, the ribbon, the main navigation, the person's links, and itself in
other languages."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core import languages, me, tree


class Place(NamedTuple):
    """An entry of the main navigation. `current` says that the visitor is in that part of the site."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`. Costs no query for visitors who are not signed in; in other languages than the first
    one, once it is known where pages stand (core.tree)."""
    versions = SimpleLazyObject(lambda: languages.versions(request))
    return {
        "site_name": settings.SITE_NAME,
        "demo_ribbon": settings.PAYMENTS_MODE == "sandbox",
        "nav": SimpleLazyObject(lambda: navigation(request.path)),
        "versions": versions,
        "alternates": SimpleLazyObject(lambda: _alternates(versions)),
        "canonical_url": settings.BASE_URL + request.path,
        "me_links": SimpleLazyObject(lambda: _me_links(request)),
    }


def navigation(path: str) -> list[Place]:
    """The main navigation as seen from `path`."""
    places = [
        (_("Find"), reverse("search:search"), ()),
        (_("Groups"), reverse("listings:groups"), (reverse("library:activities"),)),
        (_("Trainers"), reverse("listings:trainers"), ()),
        (
            _("Read"),
            tree.address("/articles/"),
            (
                *(tree.address("/questions/"), tree.address("/news/")),
                *(reverse("library:resources"), reverse("glossary:term-list")),
            ),
        ),
    ]
    return [Place(label, url, path.startswith((url, *beside))) for label, url, beside in places]


def _alternates(versions: Iterable[languages.Version]) -> list[tuple[str, str]]:
    """Language and absolute address of each version of this very page, for search engines; none of a single one."""
    addresses = [(row.code, settings.BASE_URL + row.url.partition("?")[0]) for row in versions if row.there]
    if len(addresses) < 2:
        return []
    ours = [url for code, url in addresses if code == settings.LANGUAGE_CODE]
    return [*addresses, *(("x-default", url) for url in ours)]


def _me_links(request: HttpRequest) -> list[me.Link]:
    user = getattr(request, "user", None)
    return me.links(user) if user is not None else []
