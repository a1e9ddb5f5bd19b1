"""The order of headings, which screen readers use as a table of contents (WCAG 2.2, 1.3.1)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from content.checks import parts
from content.checks.finding import Finding, Severity

FIRST = 2  # the page's title is the only heading of the first level


def check(page: Any) -> Iterator[Finding]:
    """A level that is skipped, and two headings that are called alike."""
    above, known = FIRST - 1, set()
    for part in parts.of_body(page):
        if part.kind != "heading":
            continue
        values = {leaf.name: leaf.value for leaf in part.leaves}
        level = int(str(values["level"] or "h2")[1:])
        if level > above + 1:
            yield _remark(part, _("%(place)s is part of a section, and no section heading stands above it."))
        if values["text"] in known:
            yield _remark(
                part, _("%(place)s is called like a heading above it. Links can lead to the first only.")
            )
        above = level
        known.add(values["text"])


def _remark(part: parts.Part, words: str) -> Finding:
    return part.finding(words % {"place": part.name}, Severity.WARNS)
