"""Showing why a result matched: a passage of its text with the words found in <mark>."""

import re
from collections.abc import Sequence

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
    wanted = [word for term in terms for form in term.forms for word in form.split()]
    stems = {_stem(word) for word in wanted}
    beginning = terms[-1].forms[0] if terms[-1].prefix else ""
    found = []
    for match in _WORD.finditer(text):
        word = fold(match.group()).replace("'", "")
        if _stem(word) in stems or (beginning and word.startswith(beginning)):
            found.append(match.span())
    return found


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
