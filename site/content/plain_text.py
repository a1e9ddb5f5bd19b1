"""The words of a body, without its markup."""

import html
import re
from typing import Any

from wagtail.rich_text import RichText

_BREAK = re.compile(r"</(?:p|li|h\d|ul|ol)>|<br\s*/?>")
_ITEM = re.compile(r"<li[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
WORDS_A_MINUTE = 200


def without_tags(markup: str) -> str:
    """Markup as lines of text, list items with a dash."""
    text = _TAG.sub("", _BREAK.sub("\n", _ITEM.sub("- ", markup)))
    return "\n".join(line.strip() for line in html.unescape(text).splitlines() if line.strip())


def as_text(body: Any) -> str:
    """The whole of a StreamField as plain text, a blank line between its blocks."""
    return "\n\n".join(filter(None, (_block_text(child.block_type, child.value) for child in body)))


def word_count(text: str) -> int:
    """Words as people count them: "ward-round" is one."""
    return len(_WORD.findall(text))


def reading_minutes(text: str) -> int:
    """Whole minutes at 200 words a minute, one at least."""
    return max(1, round(word_count(text) / WORDS_A_MINUTE))


def _block_text(kind: str, value: Any) -> str:
    if isinstance(value, RichText):
        return without_tags(value.source)
    if kind == "heading":
        return str(value["text"])
    if kind == "image":
        return str(value["caption"])
    if kind == "conversation":
        said = [f"{turn['who']}: {turn['text']}" for turn in value["turns"]]
        return "\n".join(filter(None, [value["title"], value["scene"], *said]))
    if kind == "references":
        sources = [without_tags(source.source) for source in value["sources"]]
        return "\n".join([value["title"], *(f"{n}. {text}" for n, text in enumerate(sources, 1))])
    if kind in {"resource_card", "activity_card"}:
        return str(value["why"])  # the page's own words: the entry is found by itself
    fields = ("title", "caption", "text", "description", "by")
    parts = [value.get(name) for name in fields]
    return "\n".join(
        without_tags(part.source) if isinstance(part, RichText) else part for part in parts if part
    )
