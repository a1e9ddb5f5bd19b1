"""A page taken apart for the checks: the blocks of its body, and the values in them, however deep."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.rich_text import RichText

from content.checks.finding import Finding, Severity
from content.plain_text import without_tags

_CITATION = re.compile(r"\s?\[\d{1,2}\]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value with the block that holds it; `name` is its field in the block above."""

    name: str
    block: Any
    value: Any

    @property
    def markup(self) -> str:
        """Rich text as stored, else nothing."""
        return self.value.source if isinstance(self.value, RichText) else ""

    @property
    def lines(self) -> list[str]:
        """Paragraphs and list items as plain text; none where the value is no text."""
        if isinstance(self.value, RichText):
            return without_tags(self.value.source).splitlines()
        is_text = isinstance(self.block, (blocks.CharBlock, blocks.TextBlock))
        return [self.value] if is_text and self.value and self.value.strip() else []


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: the block `block_id` of the body, or the field `field` as a whole. `name` is what an
    editor calls it, as in “Paragraph 3 (“The drug round is late…”)”."""

    kind: str
    name: str
    leaves: tuple[Leaf, ...]
    field: str = "body"
    block_id: str = ""

    @property
    def lines(self) -> list[str]:
        """All text in it."""
        return [line for leaf in self.leaves for line in leaf.lines]

    def finding(self, words: str, severity: Severity = Severity.BLOCKS) -> Finding:
        """What a check has to say of it."""
        return Finding(words=words, severity=severity, field=self.field, block_id=self.block_id)


def of_page(page: Any) -> list[Part]:
    """Title, introduction and the blocks of the body, those of them the page has."""
    fields = [("title", _("The title")), ("intro", _("The introduction"))]
    texts = [
        Part(field, name, (Leaf(field, blocks.CharBlock(), getattr(page, field)),), field=field)
        for field, name in fields
        if getattr(page, field, "")
    ]
    return texts + of_body(page)


def of_body(page: Any) -> list[Part]:
    """The blocks of the body, in their order."""
    seen: Counter[str] = Counter()
    parts = []
    for child in getattr(page, "body", None) or ():
        seen[child.block_type] += 1
        leaves = tuple(_leaves(child.block_type, child.block, child.value))
        name = _name(str(child.block.label), seen[child.block_type], leaves)
        parts.append(Part(child.block_type, name, leaves, block_id=child.id or ""))
    return parts


def _name(label: str, number: int, leaves: tuple[Leaf, ...]) -> str:
    """As in “Paragraph 3 (“The drug round is late…”)”."""
    first = next((line for leaf in leaves for line in leaf.lines), "")
    opening = Truncator(_CITATION.sub("", first)).words(5, truncate="…")
    return f"{label} {number} (“{opening}”)" if opening else f"{label} {number}"


def _leaves(name: str, block: Any, value: Any) -> Iterator[Leaf]:
    if isinstance(block, blocks.BaseStructBlock):
        for field, child in block.child_blocks.items():
            yield from _leaves(field, child, value.get(field))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _leaves(name, block.child_block, item)
    elif isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from _leaves(child.block_type, child.block, child.value)
    else:
        yield Leaf(name, block, value)
