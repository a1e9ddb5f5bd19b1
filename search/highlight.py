"""Showing why a result matched: a passage of its text with the words found in <mark>."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.text import fold
from search.words import Term

PASSAGE = 200
SHORT = 90
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "er", "ed", "es", "s", "e", "y")
_STEM_LETTERS = 4


def passage(terms: Sequence[Term], summary: str, body: str) -> SafeString:
    """Return the summary with the words marked, or the passage of the body that has one, or nothing.

    A passage stays within a line of the body; a short line, such as the names of settings, follows the
    summary. Safe HTML: everything of the text is escaped.
    """
    if not terms:
        return SafeString("")
    if spans := _spans(terms, summary):
        return _marked(summary, spans)
    for line in body.splitlines():
        if spans := _spans(terms, line):
            lead = f"{escape(summary)} · " if summary and len(line) < SHORT else ""
            return mark_safe(f"{lead}{_cut(line, spans)}")  # noqa: S308  (escaped here and by _marked)
    return SafeString("")


def _spans(terms: Sequence[Term], text: str) -> list[tuple[int, int]]:
    """Where the words looked for stand in `text`. The words of a phrase count only where they follow one another."""
    matches = list(_WORD.finditer(text))
    words = [fold(match.group()).replace("'", "") for match in matches]
    stems = [_stem(word) for word in words]
    found = {number for form in _forms(terms) for number in _standing(form, stems)}
    if beginning := terms[-1].forms[0] if terms[-1].prefix else "":
        found |= {number for number, word in enumerate(words) if word.startswith(beginning)}
    return [matches[number].span() for number in sorted(found)]


def _forms(terms: Sequence[Term]) -> set[tuple[str, ...]]:
    return {tuple(map(_stem, form.split())) for term in terms for form in term.forms}


def _standing(form: tuple[str, ...], stems: Sequence[str]) -> Iterator[int]:
    """The numbers of the words that make up the phrase, wherever it stands."""
    for begin in range(len(stems) - len(form) + 1):
        if tuple(stems[begin : begin + len(form)]) == form:
            yield from range(begin, begin + len(form))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LETTERS:
            return word.removesuffix(ending)
    return word


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    """The words around the first one found, cut between words."""
    begin = max(0, spans[0][0] - PASSAGE // 3)
    if begin:
        begin = text.find(" ", begin, spans[0][0]) + 1 or spans[0][0]
    end = min(len(text), begin + PASSAGE)
    if end < len(text):
        end = max(text.rfind(" ", spans[0][1], end), spans[0][1])
    inside = [(start - begin, stop - begin) for start, stop in spans if begin <= start and stop <= end]
    shown = _marked(text[begin:end], inside)
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308  (escaped by _marked)


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    parts, last = [], 0
    for start, stop in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        last = stop
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308  (every piece of the text is escaped)
