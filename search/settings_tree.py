"""The practice settings as search needs them: names, parents, children. Loaded once for each search."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.places.models import PracticeSetting


@dataclass(frozen=True, slots=True)
class SettingsTree:
    """`names` and `parents` by slug, in the order of the page: each parent, then its children."""

    names: dict[str, str]
    parents: dict[str, str]

    def with_descendants(self, slugs: Iterable[str]) -> frozenset[str]:
        """These settings and all under them."""
        wanted = set(slugs)
        return frozenset(wanted | {slug for slug, parent in self.parents.items() if parent in wanted})

    def with_ancestors(self, slugs: Iterable[str]) -> frozenset[str]:
        """These settings, as far as they are known, and what they lie under."""
        known = {slug for slug in slugs if slug in self.names}
        return frozenset(known | {self.parents[slug] for slug in known if self.parents[slug]})


def load() -> SettingsTree:
    """The tree as editors keep it now: one query."""
    rows = list(PracticeSetting.objects.values_list("pk", "parent_id", "slug", "name", "position"))
    rows.sort(key=lambda row: (row[4], row[3]))
    slugs = {pk: slug for pk, _, slug, _, _ in rows}
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
