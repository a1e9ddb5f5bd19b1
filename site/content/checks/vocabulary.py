"""Words of Motivational Interviewing that the field has moved on from: the current ones are suggested.

The list is the one editors keep for search. Search stands above this room and hands its rows down through
`terms_come_from`; without it there is nothing to warn of.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from content.checks import parts
from content.checks.finding import Finding, Severity


class Dated(NamedTuple):
    """A dated phrase, and what it is called now; both may be several, parted by commas."""

    words: str
    current: str


_APART = re.compile(r"[\s\u2010\u2011-]+")
Source = Callable[[], Iterable[Dated]]
_sources: dict[str, Source] = {}


def terms_come_from(name: str, source: Source) -> None:
    """Ask `source` for the dated terms at each check. Naming a source again replaces it."""
    _sources[name] = source


def check(page: Any) -> Iterator[Finding]:
    """Each dated phrase once a block. Titles of sources keep the words of their time."""
    terms = [term for source in _sources.values() for term in source()]
    if not terms:
        return
    for part in parts.of_page(page):
        if part.kind == "references":
            continue
        text = "\n".join(part.lines)
        for phrase, current in _found(text, terms):
            words = _("%(place)s says “%(phrase)s”. The current term is “%(current)s”.")
            yield part.finding(
                words % {"place": part.name, "phrase": phrase, "current": current}, Severity.WARNS
            )


def _found(text: str, terms: Iterable[Dated]) -> Iterator[tuple[str, str]]:
    """The dated phrases of a text as written there, the longest where they overlap."""
    phrases = [(phrase.strip(), term.current) for term in terms for phrase in term.words.split(",")]
    for phrase, current in sorted(phrases, key=lambda pair: -len(pair[0])):
        if not phrase or not (found := _pattern(phrase).search(text)):
            continue
        text = _pattern(phrase).sub(" ", text)
        yield found[0], _("” or “").join(words.strip() for words in current.split(","))


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase as whole words, hyphens as good as spaces, its last word in the plural too."""
    words = map(re.escape, _APART.split(phrase))
    return re.compile(rf"\b{_APART.pattern.join(words)}(?:e?s)?\b", re.I)
