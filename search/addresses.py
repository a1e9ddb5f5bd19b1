"""The address of a search, in its shortest form: links, chips, tabs and pages are made of it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core.money import Money
from search.forms import default_radius_km, unit_km
from search.query import SORTS, SearchQuery

Parameters = list[tuple[str, str]]


def address(query: SearchQuery, **changes: Any) -> str:
    """The address of this search with some of its fields changed; it begins on the first page."""
    return reverse("search:search") + _question(parameters(replace(query, **{"page": 1, **changes})))


def pins_address(query: SearchQuery) -> str:
    """Where the map asks for the towns of everything this search finds."""
    return reverse("search:pins") + _question(parameters(replace(query, page=1, sort=SORTS[0])))


def feed_address(query: SearchQuery) -> str:
    """Where this search is a feed: it has no pages, and an order of its own."""
    return reverse("search:feed") + _question(parameters(replace(query, page=1, sort=SORTS[0])))


def near_address(query: SearchQuery, near: str) -> str:
    """The address of this search at another place, as typed."""
    kept = [(name, value) for name, value in parameters(replace(query, page=1, near="")) if name != "near"]
    return reverse("search:search") + _question([*kept, ("near", near)])


def parameters(query: SearchQuery) -> Parameters:
    """Names and values as in the address, in their fixed order, without what goes without saying."""
    return [(name, value) for name, value in _all(query) if value]


def hidden(query: SearchQuery, *without: str) -> Parameters:
    """What a form carries along beside its own fields."""
    return [(name, value) for name, value in parameters(replace(query, page=1)) if name not in without]


def in_unit(km: float) -> str:
    """A radius in the site's unit, as in an address: "40", "12.5"."""
    return f"{km / unit_km():.2f}".rstrip("0").rstrip(".")


def in_currency(query: SearchQuery) -> str:
    """The highest price in whole units of its currency, as in an address; empty when none is set."""
    if query.price_max is None:
        return ""
    return f"{Money(query.price_max, query.currency).decimal.normalize():f}"


def _all(query: SearchQuery) -> Parameters:
    return [
        ("q", query.text),
        ("near", query.near),
        ("radius", in_unit(query.radius_km) if query.radius_km != default_radius_km() else ""),
        ("online", "1" if query.online else ""),
        *(("setting", slug) for slug in query.settings),
        *(("kind", kind) for kind in query.kinds),
        *(("format", name) for name in query.formats),
        *(("language", code) for code in query.languages),
        ("price_max", in_currency(query)),
        ("from", query.from_.isoformat() if query.from_ else ""),
        ("to", query.to.isoformat() if query.to else ""),
        ("currency", query.currency if query.currency != settings.SITE_CURRENCY else ""),
        ("accepting", "1" if query.accepting else ""),
        ("exact", "1" if query.exact else ""),
        ("sort", query.sort if query.sort != SORTS[0] else ""),
        ("page", str(query.page) if query.page > 1 else ""),
    ]


def _question(pairs: Parameters) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""
