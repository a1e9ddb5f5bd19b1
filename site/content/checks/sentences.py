"""Sentences that ask for a second reading."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from content.checks import parts
from content.checks.finding import Finding, Severity
from content.plain_text import word_count

AT_MOST = 35  # words
_END = re.compile(r"(?<=[.!?…])(?:\[\d{1,2}\])*[”’\")]*(?:\[\d{1,2}\])*\s+")


def check(page: Any) -> Iterator[Finding]:
    """Sentences of more than 35 words; titles of sources are left alone."""
    for part in parts.of_page(page):
        if part.kind == "references":
            continue
        for line in part.lines:
            yield from _long(part, line)


def _long(part: parts.Part, line: str) -> Iterator[Finding]:
    for sentence in _END.split(line):
        number = word_count(sentence)
        if number > AT_MOST:
            words = _(
                "%(place)s has a sentence of %(number)d words, “%(opening)s”. Two might be easier to read."
            )
            opening = Truncator(sentence.removeprefix("- ")).words(6, truncate="…")
            yield part.finding(
                words % {"place": part.name, "number": number, "opening": opening}, Severity.WARNS
            )
