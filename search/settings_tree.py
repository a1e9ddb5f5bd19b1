"""The practice settings as search needs them: names, parents, children. Loaded once for each search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from directory.places.models import PracticeSetting
from directory.places.practice_settings import in_words
from search import signature

_MOST_KEPT = 100_000


class Counted(NamedTuple):
    """What a document counts for, but for what depends on the day: the values of kind, setting (with what
    lies above each), format and language, in the order of search.facets.FACETS."""

    values: tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]
    translated_into: tuple[str, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class SettingsTree:
    """`names` and `parents` by slug, in the order of the page: each parent, then its children."""

    names: dict[str, str]
    parents: dict[str, str]
    _counted: dict[int, Counted] = field(default_factory=dict, compare=False, repr=False)

    def shown(self, slug: str) -> str:
        """The name of a setting in the language of now; the slug itself where there is none."""
        return in_words(self.names.get(slug, slug))

    def with_descendants(self, slugs: Iterable[str]) -> frozenset[str]:
        """These settings and all under them."""
        wanted = set(slugs)
        return frozenset(wanted | {slug for slug, parent in self.parents.items() if parent in wanted})

    def with_ancestors(self, slugs: Iterable[str]) -> frozenset[str]:
        """These settings, as far as they are known, and what they lie under."""
        known = {slug for slug in slugs if slug in self.names}
        return frozenset(known | {self.parents[slug] for slug in known if self.parents[slug]})

    def narrowed(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """These settings, but none above another of them: who names a child means it, not all its siblings."""
        wanted = tuple(slugs)
        above = {self.parents.get(slug) for slug in wanted}
        return tuple(slug for slug in wanted if slug not in above)

    def counted(self, key: int, text: str) -> Counted:
        """What documents of this signature (search/signature.py) count for; remembered by its key."""
        if known := self._counted.get(key):
            return known
        if len(self._counted) >= _MOST_KEPT:
            self._counted.clear()
        self._counted[key] = counted = self._read(text)
        return counted

    def _read(self, text: str) -> Counted:
        sign = signature.read(text)
        values = (
            frozenset((sign.kind,)),
            self.with_ancestors(sign.settings),
            frozenset(sign.formats),
            frozenset(sign.languages),
        )
        return Counted(values, sign.translated_into, sign.dated)


COLUMNS = ("pk", "parent_id", "slug", "name", "position")
Row = tuple[int, int | None, str, str, int]
_last = SettingsTree({}, {})


def load() -> SettingsTree:
    """The tree as editors keep it now: one query. The same object as long as nothing changes."""
    return made_of(PracticeSetting.objects.order_by().values_list(*COLUMNS))


def made_of(rows: Iterable[Row]) -> SettingsTree:
    """The tree of these rows of COLUMNS; the last one where nothing has changed."""
    global _last  # one tree, and what it remembers, for the whole process
    tree = _made_of(sorted(rows, key=lambda row: (row[4], row[3])))
    if tree != _last:
        _last = tree
    return _last


def _made_of(rows: Sequence[Row]) -> SettingsTree:
    slugs: dict[int | None, str] = {pk: slug for pk, _, slug, _, _ in rows}
    ordered = [
        row
        for root in rows
        if root[1] is None
        for row in (root, *(child for child in rows if child[1] == root[0]))
    ]
    return SettingsTree(
        names={slug: name for _, _, slug, name, _ in ordered},
        parents={slug: slugs.get(parent, "") for _, parent, slug, _, _ in ordered},
    )
