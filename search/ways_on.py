"""When nothing is found: what would bring results, each with its count."""

from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.when import distance
from search.addresses import address
from search.engine import Engine
from search.forms import default_radius_km
from search.query import MAX_RADIUS_KM, SearchQuery
from search.settings_tree import SettingsTree

_WIDER = (2.5, 10)
_MOST = 5


class Way(NamedTuple):
    """One click to `found` results."""

    label: str
    url: str
    found: int


def ways_on(engine: Engine, query: SearchQuery, tree: SettingsTree) -> list[Way]:
    """Return the changes to the query that find something: farther, online, neighbouring settings, less words.

    At most five counts, asked of the engine together.
    """
    offers = _offers(query, tree)
    counts = engine.count([changed for _, changed in offers])
    return [
        Way(_labelled(words, count), address(changed), count)
        for (words, changed), count in zip(offers, counts, strict=True)
        if count
    ]


def _labelled(words: str, count: int) -> str:
    return _("%(way)s, %(count)s") % {
        "way": words,
        "count": ngettext("%(n)d result", "%(n)d results", count) % {"n": count},
    }


def _offers(query: SearchQuery, tree: SettingsTree) -> list[tuple[str, SearchQuery]]:
    plain = replace(query, page=1)
    offers: list[tuple[str, SearchQuery]] = []
    if query.point is not None:
        offers += [
            (
                _("Within %(far)s") % {"far": distance(km, settings.DISTANCE_UNIT)},
                replace(plain, radius_km=km),
            )
            for km in (min(query.radius_km * factor, MAX_RADIUS_KM) for factor in _WIDER)
            if km > query.radius_km
        ]
    if query.has_place:
        offers.append(
            (
                _("Online"),
                replace(
                    plain,
                    place=None,
                    near="",
                    radius_km=default_radius_km(),
                    online=True,
                    sort="relevance",
                ),
            )
        )
    if query.settings:
        wider = tuple(dict.fromkeys(tree.parents.get(slug) or slug for slug in query.settings))
        if set(wider) != set(query.settings):
            names = ", ".join(tree.names[slug] for slug in wider)
            offers.append(
                (_("Any setting in %(setting)s") % {"setting": names}, replace(plain, settings=wider))
            )
        else:
            offers.append((_("Any setting"), replace(plain, settings=())))
    if _narrowed(query):
        offers.append((_("Without the other filters"), _only_place_and_words(plain)))
    if not query.text:
        return offers[:_MOST]
    wordless = (_("Leaving out “%(text)s”") % {"text": query.text}, replace(plain, text=""))
    return [*offers[: _MOST - 1], wordless]


def _narrowed(query: SearchQuery) -> bool:
    return (
        any((query.kinds, query.formats, query.languages, query.accepting, query.from_, query.to))
        or query.price_max is not None
    )


def _only_place_and_words(query: SearchQuery) -> SearchQuery:
    return replace(
        query,
        kinds=(),
        formats=(),
        languages=(),
        accepting=False,
        from_=None,
        to=None,
        price_max=None,
    )
