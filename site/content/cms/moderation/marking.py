"""A member's words with those marked that a moderator should look at."""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.models import Flag, Perspective

ON_THE_PAGE = (Flag.Kind.IDENTIFYING, Flag.Kind.SPAM)
PARTS = ("said", "happened", "changed")


def flagged(perspective: Perspective) -> list[str]:
    """The words of its flags that stand in the text."""
    return [flag.words for flag in perspective.flags.all() if flag.kind in ON_THE_PAGE and flag.words]


def marked_parts(perspective: Perspective) -> list[tuple[str, SafeString]]:
    """The field and its words, escaped and marked; those that were left empty are not there."""
    wanted = flagged(perspective)
    texts = [(name, str(getattr(perspective, name))) for name in PARTS]
    return [(name, marked(text, wanted)) for name, text in texts if text]


def marked(text: str, wanted: Iterable[str]) -> SafeString:
    """The text, escaped, with each of these in <mark>, whatever its case and line breaks; the longest wins."""
    pieces = sorted({words.rstrip("…").strip() for words in wanted} - {""}, key=len, reverse=True)
    if not pieces:
        return format_html("{}", text)
    pattern = "|".join(r"\s+".join(map(re.escape, words.split())) for words in pieces)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )
