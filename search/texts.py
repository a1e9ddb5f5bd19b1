"""The words of a document, folded: the same five texts for every engine."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings as site_settings
from django.utils.translation import get_language_info, override

from core import findable
from core.text import searchable_words
from directory.places.practice_settings import in_words
from search.settings_tree import SettingsTree


class Texts(NamedTuple):
    """Folded words with a space between them. `labels`: settings with those above them, topics, places, languages
    as they are called in English and by those who speak them, and the kind. What the site calls setting and kind in
    its other languages ends the body: who reads "Bewährungshilfe" beside a tick may type it, but whoever says it
    themselves comes first."""

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
    languages: Iterable[str],
    summary: str,
    body: str,
    tree: SettingsTree,
) -> Texts:
    """Return the words to look for a document in. `settings` are slugs, `places` the names of towns,
    `languages` ISO 639-1 codes."""
    names = [tree.names[slug] for slug in sorted(tree.with_ancestors(settings))]
    first, *others = (
        _joined(*(_called(name, code) for name in names), _kind_called(kind, code))
        for code, _ in site_settings.LANGUAGES
    )
    said = _words(" ".join((*topics, *places)))
    return Texts(
        title=_words(title),
        by=_words(by),
        labels=_joined(first, said, *map(_spoken, languages)),
        summary=_words(summary),
        body=_joined(_words(body), *others),
    )


def _words(text: str) -> str:
    return " ".join(searchable_words(text))


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


@lru_cache(maxsize=10_000)
def _called(name: str, language: str) -> str:
    """What the site calls a setting of this name in a language, folded. Remembered, as the next two are: saying it
    anew for each document takes longer than all the rest of its words."""
    with override(language):
        return _words(in_words(name))


@lru_cache(maxsize=1_000)
def _kind_called(kind: str, language: str) -> str:
    """What the site calls this kind in a language, folded; nothing where there is none of this name."""
    known = findable.kind(kind)
    with override(language):
        return _words(str(known.label)) if known else ""


@lru_cache(maxsize=1_000)
def _spoken(language: str) -> str:
    """ "welsh cymraeg"; nothing where Django does not know the language."""
    try:
        known = get_language_info(language)
    except KeyError:
        return ""
    return _words(" ".join(dict.fromkeys((known["name"], known["name_local"]))))
