"""What would bring results, or more of them: each one click, with its count."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import searchable_words
from core.when import distance
from directory.places.mentions import mentioned_at_end
from directory.places.resolver import ONLINE_WORDS
from search.addresses import address
from search.engine import Engine
from search.forms import default_radius_km
from search.query import MAX_RADIUS_KM, SearchQuery
from search.result import SearchResult
from search.settings_tree import SettingsTree

LITTLE = 10
"""With as many results or fewer, a place among the words is asked about."""
_WIDER = (2.5, 10)
_MOST = 5


class Way(NamedTuple):
    """One click to `found` results."""

    label: str
    url: str
    found: int


_Offer = tuple[str, SearchQuery]


def ways_on(engine: Engine, query: SearchQuery, result: SearchResult, tree: SettingsTree) -> list[Way]:
    """Return the changes to the query that find something: five at most, counted by the engine in one call.

    With nothing found: the place that stands among the words, farther, online, neighbouring settings, fewer
    filters, no words. With little found, or only some of the words: the words that were more likely meant, and the
    place among the words, where they find more. With more found, or with words asked for exactly: none.
    """
    asked = replace(query, text=result.respelled) if result.respelled else query
    enough = 0 if result.loosened else result.total
    if not result.total:
        offers = _chosen(_offers(asked, tree))
    elif enough <= LITTLE and not query.exact:
        offers = list(_likelier(asked, result))
    else:
        offers = []
    counts = engine.count([changed for _, changed in offers]) if offers else []
    return [
        Way(_labelled(words, count), address(changed), count)
        for (words, changed), count in zip(offers, counts, strict=True)
        if count > enough
    ]


def _labelled(words: str, count: int) -> str:
    return _("%(way)s, %(count)s") % {
        "way": words,
        "count": ngettext("%(n)d result", "%(n)d results", count) % {"n": count},
    }


def _likelier(query: SearchQuery, result: SearchResult) -> Iterator[_Offer]:
    plain = replace(query, page=1)
    if result.suggested:
        yield (
            _("Did you mean “%(text)s”?") % {"text": result.suggested},
            replace(plain, text=result.suggested),
        )
    yield from _place_among_words(plain)


def _offers(query: SearchQuery, tree: SettingsTree) -> list[_Offer]:
    plain = replace(query, page=1)
    return [
        *_place_among_words(plain),
        *_farther(plain),
        *_online(plain),
        *_neighbours(plain, tree),
        *_unfiltered(plain),
        *_wordless(plain),
    ]


def _chosen(offers: list[_Offer]) -> list[_Offer]:
    """Five at most; the last one, which asks for the least, stays."""
    return offers if len(offers) <= _MOST else [*offers[: _MOST - 1], offers[-1]]


def _place_among_words(query: SearchQuery) -> Iterator[_Offer]:
    """ "probation taunton" may mean probation near Taunton, "coaching online" coaching that is online."""
    if query.has_place or query.near or query.online or not query.text:
        return
    words = searchable_words(query.text)
    if words[-1:] and words[-1] in ONLINE_WORDS:
        before = query.text[: query.text.lower().rfind(words[-1])].strip(" ,")
        if before:
            yield _("%(what)s, online") % {"what": before}, replace(query, text=before, online=True)
        return
    if mention := mentioned_at_end(query.text):
        what = mention.before or _("Everything")
        label = _("%(what)s near %(place)s") % {"what": what, "place": mention.place.label}
        near = replace(query, text=mention.before, near=mention.name, place=mention.place)
        yield label, replace(near, radius_km=default_radius_km())


def _farther(query: SearchQuery) -> Iterator[_Offer]:
    if query.point is None:
        return
    for factor in _WIDER:
        km = min(query.radius_km * factor, MAX_RADIUS_KM)
        if km > query.radius_km:
            far = distance(km, settings.DISTANCE_UNIT)
            yield _("Within %(far)s") % {"far": far}, replace(query, radius_km=km)


def _online(query: SearchQuery) -> Iterator[_Offer]:
    if query.has_place:
        online = replace(query, place=None, near="", radius_km=default_radius_km(), online=True)
        yield _("Online"), replace(online, sort="relevance" if query.sort == "distance" else query.sort)


def _neighbours(query: SearchQuery, tree: SettingsTree) -> Iterator[_Offer]:
    """The settings under the same parents; from a first level, any setting."""
    if not query.settings:
        return
    wider = tuple(dict.fromkeys(tree.parents.get(slug) or slug for slug in query.settings))
    if set(wider) == set(query.settings):
        yield _("Any setting"), replace(query, settings=())
        return
    names = ", ".join(tree.shown(slug) for slug in wider)
    yield _("Any setting in %(setting)s") % {"setting": names}, replace(query, settings=wider)


def _unfiltered(query: SearchQuery) -> Iterator[_Offer]:
    if _narrowed(query):
        yield (
            _("Without the other filters"),
            replace(
                query,
                kinds=(),
                formats=(),
                languages=(),
                accepting=False,
                from_=None,
                to=None,
                price_max=None,
            ),
        )


def _narrowed(query: SearchQuery) -> bool:
    chosen = (query.kinds, query.formats, query.languages, query.accepting, query.from_, query.to)
    return any(chosen) or query.price_max is not None


def _wordless(query: SearchQuery) -> Iterator[_Offer]:
    """Only where something else is asked for: everything there is would be no answer."""
    if not query.text or not (query.has_place or query.online or query.settings or _narrowed(query)):
        return
    yield _("Leaving out “%(text)s”") % {"text": query.text}, replace(query, text="", exact=False)
