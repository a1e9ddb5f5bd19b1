"""What the results page shows beside its hits: heading, tabs, filters, chips, sorting, pages. No queries."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import findable
from core.money import Money
from core.when import distance
from search import addresses, on_map, presenting
from search.addresses import address
from search.facets import label
from search.forms import SearchForm, default_radius_km
from search.query import MAX_RADIUS_KM, SearchQuery
from search.result import FacetValue, SearchResult
from search.settings_tree import SettingsTree
from search.ways_on import Way

_RADII = {"km": (10.0, 25.0, 40.0, 80.0), "mi": (5.0, 15.0, 25.0, 50.0)}
_OTHER_PLACES = 3
_TICKED = ("setting", "format", "accepting", "language")


def context(
    form: SearchForm, query: SearchQuery, result: SearchResult, ways: Iterable[Way], tree: SettingsTree
) -> dict[str, Any]:
    """Everything the templates of search need."""
    numbers = on_map.numbers(result.hits)
    return {
        "form": form,
        "query": query,
        "result": result,
        "title": title(query, tree),
        "heading": heading(query, result),
        "notes": [*_notes(form, query), *_mistakes(form), *_remarks(query, result)],
        "respelled": _respelled(query, result),
        "bar": _bar(form, query),
        "alternatives": _alternatives(query),
        "tabs": _tabs(query, result),
        "settings_facet": _settings_shown(result.facets["setting"]),
        "facets": [(name, legend, result.facets[name]) for name, legend in _legends() if result.facets[name]],
        "filters": _filters(form, query, result),
        "chips": _chips(query, tree),
        "plain_url": _plain(query),
        "sorts": _sorts(query),
        "sort_keep": addresses.hidden(query, "sort"),
        "hits": [presenting.shown(hit, number=numbers.get(hit.place_id or 0, 0)) for hit in result.hits],
        "map": on_map.context(query, result.hits),
        "pager": _pager(query, result),
        "ways": [way._asdict() for way in ways],
        "all_there_is": _all_there_is(tree),
        "feed_url": addresses.feed_address(query),
        "canonical": settings.BASE_URL + address(query, page=result.page),
        "indexed": not addresses.hidden(query, "kind") and result.page == 1 and len(query.kinds) < 2,
    }


def _all_there_is(tree: SettingsTree) -> list[dict[str, str]]:
    """Everything of a kind, for where nothing else would bring results."""
    return [
        {"label": label("kind", kind, tree), "url": address(SearchQuery(kinds=(kind,)))}
        for kind in ("trainer", "group", "article")
    ]


def _notes(form: SearchForm, query: SearchQuery) -> list[str]:
    """What was put right. What is to be said of the place stands where the place is named."""
    said = query.place.notice if query.place is not None and query.has_place else ""
    return [note for note in form.notes if note != said]


def title(query: SearchQuery, tree: SettingsTree) -> str:
    """What is looked for, in few words: "Probation near Taunton", "Trainers online"."""
    parts = [query.text, *(tree.shown(slug) for slug in query.settings)]
    what = ", ".join(filter(None, parts))
    if query.kinds:
        kinds = ", ".join(label("kind", kind, tree) for kind in query.kinds)
        what = f"{what}: {kinds}" if what else kinds
    what = what or _("Trainers, groups and reading")
    if query.place is not None and query.has_place:
        words = {"what": what, "place": query.place.label}
        if query.place.place_id is None and query.point:
            return _("%(what)s around %(place)s") % words
        return (_("%(what)s in %(place)s") if query.country else _("%(what)s near %(place)s")) % words
    return _("%(what)s, online") % {"what": what} if query.online else what


def heading(query: SearchQuery, result: SearchResult) -> str:
    """ "32 results within 40 km and online"; when there are none, "Nothing within 40 km of Taunton, yet"."""
    if not result.total:
        return _("Nothing%(where)s, yet") % {"where": _where(query, named=True)}
    number = ngettext("%(n)d result", "%(n)d results", result.total) % {"n": result.total}
    return number + _where(query)


def _where(query: SearchQuery, *, named: bool = False) -> str:
    """ " within 40 km and online"; `named` says of where."""
    place = query.place
    if place is None or not query.has_place:
        return " " + _("online") if query.online else ""
    if query.country:
        words = _("in %(place)s") % {"place": place.label}
    elif query.radius_km >= MAX_RADIUS_KM:
        words = _("at any distance")
    else:
        far = distance(query.radius_km, settings.DISTANCE_UNIT)
        words = (_("within %(far)s of %(place)s") if named else _("within %(far)s")) % {
            "far": far,
            "place": place.label,
        }
    online = _("and online")
    return f" {words} {online}" if query.online else f" {words}"


def _mistakes(form: SearchForm) -> list[str]:
    """Errors whose field stands in a component that has no room for them."""
    return [str(error) for name in ("radius", "currency") for error in form.errors.get(name, [])]


def _remarks(query: SearchQuery, result: SearchResult) -> list[str]:
    said = []
    if result.loosened:
        said.append(_("Nothing has all of these words; these results have some of them."))
    if result.sparse:
        said.append(_("Few have all of these words; those that have some of them follow."))
    if result.page != query.page:
        said.append(_("There is no page %(n)d, so this is the last one.") % {"n": query.page})
    if result.left_out:
        words = ngettext(
            "%(n)d more has its price in another currency and is not shown.",
            "%(n)d more have their price in another currency and are not shown.",
            result.left_out,
        )
        said.append(words % {"n": result.left_out})
    return said


def _respelled(query: SearchQuery, result: SearchResult) -> dict[str, str]:
    """What the words were taken for, with the way to what was typed."""
    if not result.respelled or not result.total:
        return {}
    return {"asked": query.text, "understood": result.respelled, "exact_url": address(query, exact=True)}


def _bar(form: SearchForm, query: SearchQuery) -> dict[str, Any]:
    chosen = addresses.in_unit(query.radius_km)
    unit = "mi" if settings.DISTANCE_UNIT == "mi" else "km"
    radii = {f"{value:g}": _("%(n)g %(unit)s") % {"n": value, "unit": unit} for value in _RADII[unit]}
    radii[addresses.in_unit(MAX_RADIUS_KM)] = _("any distance")
    if chosen not in radii:
        radii = {chosen: f"{chosen} {unit}", **radii}
    return {
        "q": form.data.get("q", "") if len(form.data.get("q", "")) <= len(query.text) else query.text,
        "near": query.near,
        "radius": chosen,
        "radii": [{"value": value, "label": words} for value, words in radii.items()],
        "online": query.online,
        "keep": addresses.hidden(query, "q", "near", "radius", "online", "exact"),
    }


def _alternatives(query: SearchQuery) -> list[dict[str, str]]:
    place = query.place
    if place is None:
        return []
    return [
        {"label": other.label, "url": addresses.near_address(query, other.query)}
        for other in place.alternatives[:_OTHER_PLACES]
    ]


def _tabs(query: SearchQuery, result: SearchResult) -> list[dict[str, Any]]:
    values = result.facets["kind"]
    counts = {value.value: value.count for value in values}
    everything = {
        "label": _("Everything"),
        "url": address(query, kinds=()),
        "current": not query.kinds,
        "count": sum(counts.values()),
    }
    return [
        everything,
        *(
            {
                "label": str(kind.plural),
                "url": address(query, kinds=(name,)),
                "current": query.kinds == (name,),
                "count": counts.get(name, 0),
            }
            for name, kind in findable.kinds().items()
            if counts.get(name) or name in query.kinds
        ),
    ]


def _legends() -> list[tuple[str, str]]:
    return [
        ("format", _("How you meet")),
        ("accepting", _("Trainers")),
        ("language", _("Language")),
    ]


def _settings_shown(values: Iterable[FacetValue]) -> list[FacetValue]:
    """The first level, and the second under what is chosen: forty ticks at once help nobody."""
    listed = list(values)
    opened = {value.value for value in listed if value.selected and not value.parent}
    opened |= {value.parent for value in listed if value.selected}
    return [value for value in listed if not value.parent or value.parent in opened]


def _filters(form: SearchForm, query: SearchQuery, result: SearchResult) -> dict[str, Any]:
    own = (*_TICKED, "price_max", "from", "to")
    return {
        "keep": addresses.hidden(query, *own),
        "in_use": sum(len(query.chosen(name)) for name in _TICKED)
        + sum(value is not None for value in (query.price_max, query.from_, query.to)),
        "dated": bool(result.dated or query.from_ or query.to or form["from"].errors or form["to"].errors),
        "from": form["from"],
        "to": form["to"],
        "price_max": form["price_max"],
        "currency": query.currency,
    }


def _chips(query: SearchQuery, tree: SettingsTree) -> list[dict[str, str]]:
    chips = []
    for facet in _TICKED:
        for value in query.chosen(facet):
            if facet == "accepting":
                without: dict[str, Any] = {"accepting": False}
            else:
                name = f"{facet}s"
                without = {name: tuple(v for v in query.chosen(facet) if v != value)}
            chips.append({"label": label(facet, value, tree), "url": address(query, **without)})
    if query.price_max is not None:
        price = Money(query.price_max, query.currency).format()
        chips.append(
            {"label": _("Up to %(price)s") % {"price": price}, "url": address(query, price_max=None)}
        )
    if query.from_:
        day = query.from_.isoformat()
        chips.append({"label": _("From %(day)s") % {"day": day}, "url": address(query, from_=None)})
    if query.to:
        chips.append(
            {"label": _("To %(day)s") % {"day": query.to.isoformat()}, "url": address(query, to=None)}
        )
    if query.point and query.radius_km != default_radius_km():
        far = distance(query.radius_km, settings.DISTANCE_UNIT)
        if query.radius_km >= MAX_RADIUS_KM:
            far = _("any distance")
        words = _("Within %(far)s") % {"far": far}
        chips.append({"label": words, "url": address(query, radius_km=default_radius_km())})
    return chips


def _plain(query: SearchQuery) -> str:
    """The same words and place, without any filter."""
    place, radius = query.place, default_radius_km()
    bare = replace(SearchQuery(text=query.text, near=query.near, place=place, radius_km=radius))
    return address(replace(bare, online=query.online, currency=query.currency))


def _sorts(query: SearchQuery) -> list[dict[str, Any]]:
    words = {
        "relevance": _("best match"),
        "distance": _("distance"),
        "soonest": _("soonest"),
        "price": _("price"),
    }
    if query.point is None:
        del words["distance"]
    return [{"value": name, "label": said, "chosen": name == query.sort} for name, said in words.items()]


def _pager(query: SearchQuery, result: SearchResult) -> dict[str, str]:
    if result.pages < 2:
        return {}
    first = (result.page - 1) * query.page_size + 1
    last = min(result.page * query.page_size, result.folds)
    links = {"range": _("%(first)d to %(last)d of %(n)d") % {"first": first, "last": last, "n": result.folds}}
    if result.page > 1:
        links["previous_url"] = address(query, page=result.page - 1)
    if result.page < result.pages:
        links["next_url"] = address(query, page=result.page + 1)
    return links
