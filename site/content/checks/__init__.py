"""What is looked at before a page is published.

A check is a function over a page that yields Findings. Findings that block keep the page from being published, by
whatever way; the others are remarks. A draft may always be saved.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError

from content.checks import alternatives, claims, headings, links, sentences, vocabulary
from content.checks.finding import Finding, Severity

__all__ = ["CHECKS", "Finding", "Severity", "as_errors", "blocking", "findings"]

Check = Callable[[Any], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    alternatives.check,
    claims.check,
    links.check,
    vocabulary.check,
    headings.check,
    sentences.check,
)


def findings(page: Any) -> list[Finding]:
    """Everything found on a page, saved or not: what blocks first, then in the order of the checks."""
    found = [finding for check in CHECKS for finding in check(page)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocking(page: Any) -> list[Finding]:
    """What keeps a page from being published."""
    return [finding for finding in findings(page) if finding.blocks]


def as_errors(page: Any) -> list[tuple[str, ValidationError]]:
    """What blocks, by field of the page's form: that of the body stands beside its blocks.

    Blocks that were never saved get the ids they will be saved with.
    """
    for child in getattr(page, "body", None) or ():
        child.id = child.id or str(uuid.uuid4())
    found = blocking(page)
    errors: list[tuple[str, ValidationError]] = [
        (one.field, ValidationError(one.words)) for one in found if not one.block_id
    ]
    by_block: dict[int, ValidationError] = {}
    for number, child in enumerate(getattr(page, "body", None) or ()):
        words = [one.words for one in found if one.block_id and one.block_id == child.id]
        if words:
            by_block[number] = ValidationError(words)
    return [*errors, ("body", StreamBlockValidationError(block_errors=by_block))] if by_block else errors
