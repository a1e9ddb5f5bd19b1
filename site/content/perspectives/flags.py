"""What a moderator should look at in a member's words: while anything is flagged, they are held."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.models import Flag, Perspective
from content.perspectives import advertising, identifying, likeness

TRUSTED_FROM = 2
"""With so many published perspectives a member's next one is not held for being new."""
MOST = 12
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A kind of `Flag`, and the words that raised it, or the perspective it is like.

    Of the other perspective no word is copied: it may be reworded, or its author erased.
    """

    kind: str
    words: str = ""
    like: Perspective | None = None


def look(perspective: Perspective) -> list[Finding]:
    """Everything found in the words of a perspective that need not be saved; twelve at most."""
    found = {(finding.kind, finding.words): finding for finding in _found(perspective)}
    return list(found.values())[:MOST]


def _found(perspective: Perspective) -> Iterator[Finding]:
    if _is_new(perspective):
        yield Finding(kind=Flag.Kind.FIRST)
    other = likeness.nearest(perspective)
    if other is not None:
        yield Finding(kind=Flag.Kind.DUPLICATE, like=other)
    text = f"{perspective.words}\n{perspective.shown_name}"
    for words in identifying.passages(text, language=perspective.language):
        yield Finding(kind=Flag.Kind.IDENTIFYING, words=_short(words))
    for words in advertising.passages(text):
        yield Finding(kind=Flag.Kind.SPAM, words=_short(words))


def _is_new(perspective: Perspective) -> bool:
    """Whether fewer than two others of this member are published."""
    own = Perspective.objects.published().filter(author_id=perspective.author_id)
    return own.exclude(pk=perspective.pk).count() < TRUSTED_FROM


def _short(words: str) -> str:
    """In one line that a flag can keep."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
