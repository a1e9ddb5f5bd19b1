"""Counting facets in one pass: each excludes its own filter, so that one sees what ticking more would add.

Documents with one signature are counted together; a signature that fails one facet alone still counts for
that facet.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search import signature
from search.database.candidates import Candidate
from search.facets import FACETS
from search.query import SearchQuery
from search.settings_tree import SettingsTree

Key = tuple[str, bool]


@dataclass(slots=True)
class Counts:
    """`facets`: documents by facet and value. `matching`: the (signature, accepting) that pass all facets."""

    facets: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    matching: set[Key] = field(default_factory=set)


def count(candidates: Sequence[Candidate], query: SearchQuery, tree: SettingsTree) -> Counts:
    """Count the candidates into facets, and tell which of them pass all."""
    chosen = _Chosen(query, tree)
    counts = Counts()
    for key, number in Counter((row[1], row[2]) for row in candidates).items():
        values = _values(key, tree)
        failed = [name for name in FACETS if not chosen.passes(name, values[name])]
        if not failed:
            counts.matching.add(key)
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            facet = counts.facets[name]
            for value in values[name]:
                facet[value] += number
    return counts


class _Chosen:
    """The values that pass each facet; a facet without a choice passes everything."""

    def __init__(self, query: SearchQuery, tree: SettingsTree) -> None:
        self.values = {name: frozenset(query.chosen(name)) for name in FACETS}
        self.values["setting"] = tree.with_descendants(query.settings)

    def passes(self, name: str, values: Iterable[str]) -> bool:
        wanted = self.values[name]
        return not wanted or not wanted.isdisjoint(values)


def _values(key: Key, tree: SettingsTree) -> dict[str, Iterable[str]]:
    """What a document counts for. A setting counts for its parent too, once."""
    sign = signature.read(key[0])
    return {
        "kind": (sign.kind,),
        "setting": tree.with_ancestors(sign.settings),
        "format": sign.formats,
        "language": sign.languages,
        "accepting": ("1",) if key[1] else (),
    }
