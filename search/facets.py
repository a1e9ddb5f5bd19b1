"""What can be filtered by ticking, and the words for it. The same for both engines."""

from collections.abc import Mapping

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core import findable
from directory.trainers.models import Format
from search.query import SearchQuery
from search.result import FacetValue
from search.settings_tree import SettingsTree

FACETS = ("kind", "setting", "format", "language", "accepting")


def labelled(
    counts: Mapping[str, Mapping[str, int]], query: SearchQuery, tree: SettingsTree
) -> dict[str, tuple[FacetValue, ...]]:
    """Give the counts their words and order. What is chosen stays, though it counts nothing.

    Kinds and settings come in their own order, the others by count.
    """
    return {
        "kind": _values("kind", list(findable.kinds()), counts, query),
        "setting": _values("setting", list(tree.names), counts, query, tree),
        "format": _values("format", list(Format.values), counts, query),
        "language": _values("language", _by_count(counts["language"], query.languages), counts, query),
        "accepting": _values("accepting", ["1"], counts, query),
    }


def label(facet: str, value: str, tree: SettingsTree) -> str:
    """The words for one value."""
    if facet == "kind":
        kind = findable.kind(value)
        return str(kind.plural) if kind else value
    if facet == "setting":
        return tree.shown(value)
    if facet == "format":
        return str(Format(value).label) if value in Format.values else value
    if facet == "accepting":
        return _("Accepting clients")
    return language_name(value)


def language_name(code: str) -> str:
    """The language of an ISO 639-1 code, in the site's words; the code where Django knows no name."""
    try:
        name = str(get_language_info(code)["name_translated"])
        return name[:1].upper() + name[1:]
    except KeyError:
        return code.upper()


def _values(
    facet: str,
    order: list[str],
    counts: Mapping[str, Mapping[str, int]],
    query: SearchQuery,
    tree: SettingsTree | None = None,
) -> tuple[FacetValue, ...]:
    chosen = query.chosen(facet)
    known = SettingsTree({}, {}) if tree is None else tree
    return tuple(
        FacetValue(
            value=value,
            label=label(facet, value, known),
            count=counts[facet].get(value, 0),
            selected=value in chosen,
            parent=known.parents.get(value, ""),
        )
        for value in order
        if counts[facet].get(value) or value in chosen
    )


def _by_count(counts: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    return sorted({*counts, *chosen}, key=lambda value: (-counts.get(value, 0), value))
