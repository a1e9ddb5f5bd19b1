"""Claims with a number that name no source.

A number is a claim where it says how much, how often or how many of somebody: a share, a comparison, what a study
found. Running text and callouts point at a source in the same paragraph or list item, as `[1]`; other places cannot,
and need a page with sources. What people say in conversations and quotations is theirs.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from content.checks import parts
from content.checks.finding import Finding

_NUMBER = r"(?:\d[\d.,  ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|a hundred)"
_STUDIES = r"(?:stud(?:y|ies)|trials?|surveys?|reviews?|meta-analys[ei]s|evaluations?|researchers|research)"
_FOUND = r"(?:found|finds|showed|shows?|shown|report(?:s|ed)?|suggests?|suggested|measured|saw|counted)"
_CLAIMS = [
    rf"{_NUMBER}\s?(?:%|per cent\b|percent\b|percentage points?\b)",
    r"\b(?:twice|\w+ times|half) as (?:\w+ )?(?:many|much|often|likely|long|good|well|high|fast)\b",
    rf"\b{_NUMBER} times (?:more|less|fewer|better|worse|higher|lower|likelier|the)\b",
    rf"\b(?:one|{_NUMBER}) (?:in|out of)(?: every)? {_NUMBER}\b(?! (?:minutes?|hours?|days?|weeks?|months?|years?))",
    rf"\b{_STUDIES}\b[^.;]*?\b{_FOUND}\b[^.;]*?\b\d[\d.,]*",
    rf"\b\d[\d.,]*\s(?:\w+\s){{0,2}}(?:{_STUDIES}|participants)\b",
    r"\b(?:odds ratio|effect size|p\s?[<=]|n\s?=)\s?(?:of )?[\d.]+",
]
_CLAIM = re.compile("|".join(f"(?:{claim})" for claim in _CLAIMS), re.I)
_CITED = re.compile(r"\[(\d{1,2})\]")
CITING = {"paragraph", "callout"}
SPOKEN = {"conversation", "pull_quote", "references", "call_to_action"}


def check(page: Any) -> Iterator[Finding]:
    """Claims without a source, and pointers at a source that is not there."""
    body = parts.of_body(page)
    listed = [leaf for part in body if part.kind == "references" for leaf in part.leaves]
    sources = sum(bool(leaf.lines) for leaf in listed if leaf.name == "sources")
    for part in parts.of_page(page):
        if part.kind in SPOKEN:
            continue
        for line in part.lines:
            yield from _unsourced(part, line, sources)
            yield from _dangling(part, line, sources)


def claim_in(line: str) -> str:
    """The first claim with a number in a paragraph, as it stands there; empty where there is none."""
    found = _CLAIM.search(_CITED.sub("", line))
    return " ".join(found[0].split()) if found else ""


def _unsourced(part: parts.Part, line: str, sources: int) -> Iterator[Finding]:
    claim = claim_in(line)
    cited = _CITED.search(line) if part.kind in CITING else sources
    if not claim or cited:
        return
    words = _(
        "%(place)s says “%(claim)s” and names no source. You could add the source to the references%(point)s, "
        "or say it without the number."
    )
    point = _(" and point at it, as in [1]") if part.kind in CITING else ""
    yield part.finding(words % {"place": part.name, "claim": claim, "point": point})


def _dangling(part: parts.Part, line: str, sources: int) -> Iterator[Finding]:
    for number in _CITED.findall(line):
        if not 1 <= int(number) <= sources:
            words = _(
                "%(place)s points at source [%(number)s], and the references have %(sources)d. "
                "You could add the source, or correct the number."
            )
            yield part.finding(words % {"place": part.name, "number": number, "sources": sources})
