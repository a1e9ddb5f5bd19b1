"""Finding terms in running text: whole words, the longest form first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+")
_MAKES = {"['’]": "['’]", r"\\?[-‑]": "[-‑]"}
"""Signs as a form may have them, escaped, and as a text may."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A term as it is explained in passing. `today` is what a dated term is called now."""

    pk: int
    term: str
    slug: str
    short: str
    forms: tuple[str, ...] = field(repr=False)
    today: str = ""

    @property
    def anchor(self) -> str:
        """Of the slip that explains it."""
        return f"term-{self.slug}"


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` is a form of `term`."""

    start: int
    end: int
    term: Explained


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    before: int
    length: int
    term: Explained


class Matcher:
    """Knows every form by its first word, so that a text costs one look-up a word."""

    def __init__(self, terms: Iterable[Explained]) -> None:
        self._by_word: dict[str, list[_Form]] = defaultdict(list)
        for term in terms:
            for words in term.forms:
                self._add(words, term)
        for forms in self._by_word.values():
            forms.sort(key=lambda form: -form.length)

    def _add(self, words: str, term: Explained) -> None:
        first = _WORD.search(words)
        if first is not None:
            form = _Form(_pattern(words), first.start(), len(words), term)
            self._by_word[first[0].casefold()].append(form)

    def __bool__(self) -> bool:
        return bool(self._by_word)

    def matches(self, text: str) -> Iterator[Match]:
        """All there are, from left to right; none lies in another."""
        free = 0
        for word in _WORD.finditer(text):
            for form in self._by_word.get(word[0].casefold(), ()):
                start = word.start() - form.before
                found = form.pattern.match(text, start) if start >= free else None
                if found and _stands_alone(text, start, found.end()):
                    free = found.end()
                    yield Match(start, free, form.term)
                    break


def is_acronym(words: str) -> bool:
    """Whether a form is one in capitals alone, as MI or OARS are: "mi" is none."""
    return words == words.upper() and any(char.isalpha() for char in words)


def _pattern(words: str) -> re.Pattern[str]:
    """Any white space may part its words, apostrophes and hyphens may be of any make; an acronym is known by its
    capitals."""
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    for one, any_make in _MAKES.items():
        spaced = re.sub(one, any_make, spaced)
    return re.compile(spaced, 0 if is_acronym(words) else re.IGNORECASE)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether neither end lies within a word: "MI" is not met in "MITI" nor in "MI-consistent"."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_word(before) or _is_word(after):
        return False
    joined_before = before in ("-", "‑") and start > 1 and _is_word(text[start - 2])
    joined_after = after in ("-", "‑") and _is_word(text[end + 1 : end + 2])
    return not (joined_before or joined_after)


def _is_word(char: str) -> bool:
    return bool(_WORD.match(char))
