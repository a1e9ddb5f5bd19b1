"""Blocks of a body for tests, as a StreamField stores them, each with an id of its own."""

import uuid
from typing import Any

from content.models import ArticlePage
from content.planting import stream


def block(kind: str, value: Any) -> dict[str, Any]:
    """A block that knows its id before it is stored."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def text(markup: str) -> dict[str, Any]:
    """Running text."""
    return block("paragraph", markup)


def heading(words: str, level: str = "h2") -> dict[str, Any]:
    """A heading."""
    return block("heading", {"text": words, "level": level})


def sources(*names: str) -> dict[str, Any]:
    """The references."""
    return block("references", {"title": "Sources", "sources": [f"<p>{name}</p>" for name in names]})


def unsaved(*blocks: dict[str, Any], **fields: Any) -> ArticlePage:
    """An article that was never saved, with this body."""
    return ArticlePage(**{"title": "Title", "intro": "Introduction.", "body": stream(list(blocks))} | fields)
