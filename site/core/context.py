"""What every page knows about the site: its name, the ribbon, the main navigation, the person's links."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core import me


class Place(NamedTuple):
    """An entry of the main navigation. `current` says that the visitor is in that part of the site."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`. Costs no query for visitors who are not signed in."""
    return {
        "site_name": settings.SITE_NAME,
        "demo_ribbon": settings.PAYMENTS_MODE == "sandbox",
        "nav": navigation(request.path),
        "canonical_url": settings.BASE_URL + request.path,
        "me_links": SimpleLazyObject(lambda: _me_links(request)),
    }


def navigation(path: str) -> list[Place]:
    """The main navigation as seen from `path`."""
    places = [
        (_("Find"), "/search/", ("/search/",)),
        (_("Groups"), "/groups/", ("/groups/", "/activities/")),
        (_("Trainers"), "/trainers/", ("/trainers/",)),
        (_("Read"), "/articles/", ("/articles/", "/resources/")),
    ]
    return [Place(label, url, path.startswith(roots)) for label, url, roots in places]


def _me_links(request: HttpRequest) -> list[me.Link]:
    user = getattr(request, "user", None)
    return me.links(user) if user is not None else []
