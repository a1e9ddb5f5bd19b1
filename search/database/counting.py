"""Counting facets in one pass: each excludes its own filter, so that one sees what ticking more would add.

Documents with one signature are counted together; a signature that fails one facet alone still counts for
that facet.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from search.database.candidates import Candidate
from search.facets import FACETS
from search.query import SearchQuery
from search.settings_tree import SettingsTree

Key = tuple[str, bool]
_KEY = itemgetter(1, 2)


@dataclass(slots=True)
class Counts:
    """`facets`: documents by facet and value. `matching`: the (signature, accepting) that pass all facets.
    `total` of the documents match, `dated` of those have a start."""

    facets: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    matching: set[Key] = field(default_factory=set)
    total: int = 0
    dated: int = 0


def count(rows: Sequence[Candidate], query: SearchQuery, tree: SettingsTree) -> Counts:
    """Count the candidates into facets, and tell which of them pass all."""
    wanted = _wanted(query, tree)
    counts = Counts()
    facets = list(counts.facets.values())
    for key, number in Counter(map(_KEY, rows)).items():
        sign = tree.counted(key[0])
        values = (*sign.values, _ACCEPTING if key[1] else _NOTHING)
        failed = [place for place, chosen in wanted if chosen.isdisjoint(values[place])]
        if not failed:
            counts.matching.add(key)
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


def _wanted(query: SearchQuery, tree: SettingsTree) -> list[tuple[int, frozenset[str]]]:
    """The facets with a choice, by their number in FACETS, and the values that pass."""
    chosen = {name: frozenset(query.chosen(name)) for name in FACETS}
    chosen["setting"] = tree.with_descendants(query.settings)
    return [(place, chosen[name]) for place, name in enumerate(FACETS) if chosen[name]]
