"""The words of a document, folded: the same five texts for every engine."""

from collections.abc import Iterable
from typing import NamedTuple

from core import findable
from core.text import searchable_words
from search.settings_tree import SettingsTree


class Texts(NamedTuple):
    """Folded words with a space between them. `labels`: settings with those above them, topics, places and
    the kind."""

    title: str
    by: str
    labels: str
    summary: str
    body: str


def folded(
    *,
    kind: str,
    title: str,
    by: str,
    settings: Iterable[str],
    topics: Iterable[str],
    places: Iterable[str],
    summary: str,
    body: str,
    tree: SettingsTree,
) -> Texts:
    """Return the words to look for a document in. `settings` are slugs, `places` the names of towns."""
    names = [tree.names[slug] for slug in sorted(tree.with_ancestors(settings))]
    known = findable.kinds().get(kind)
    labels = [*names, *topics, *places, str(known.label) if known else ""]
    return Texts(*(" ".join(searchable_words(text)) for text in (title, by, " ".join(labels), summary, body)))
