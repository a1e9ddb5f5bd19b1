"""Counting facets: each excludes its own filter, so that one sees what ticking more would add.

Documents with one signature come counted together (search/database/finding.py); a signature that fails one facet
alone still counts for that facet.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.database.finding import Group
from search.facets import FACETS
from search.query import SearchQuery
from search.settings_tree import SettingsTree


@dataclass(slots=True)
class Counts:
    """`facets`: documents by facet and value. `total` documents match, `dated` of those have a start. `left_out`
    match but for their currency, facets aside."""

    facets: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    total: int = 0
    dated: int = 0
    left_out: int = 0


def count(groups: Sequence[Group], query: SearchQuery, tree: SettingsTree) -> Counts:
    """Count the groups into facets."""
    wanted = _wanted(query, tree)
    counts = Counts()
    facets = list(counts.facets.values())
    read = query.reading_in
    for key, accepting, comparable, number, text in groups:
        if not comparable:
            counts.left_out += number
            continue
        sign = tree.counted(key, text)
        values = (*sign.values, _ACCEPTING if accepting else _NOTHING)
        failed = [place for place, chosen in wanted if chosen.isdisjoint(values[place])]
        if read in sign.translated_into:
            failed.append(_LANGUAGE)
        if not failed:
            counts.total += number
            counts.dated += number if sign.dated else 0
        for place in _ALL if not failed else failed if len(failed) == 1 else ():
            facet = facets[place]
            for value in values[place]:
                facet[value] += number
    return counts


_ACCEPTING = frozenset(("1",))
_NOTHING: frozenset[str] = frozenset()
_ALL = range(len(FACETS))
_LANGUAGE = FACETS.index("language")


def _wanted(query: SearchQuery, tree: SettingsTree) -> list[tuple[int, frozenset[str]]]:
    """The facets with a choice, by their number in FACETS, and the values that pass."""
    chosen = {name: frozenset(query.chosen(name)) for name in FACETS}
    chosen["setting"] = tree.with_descendants(query.settings)
    return [(place, chosen[name]) for place, name in enumerate(FACETS) if chosen[name]]
