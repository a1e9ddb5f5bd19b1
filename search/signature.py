"""The part of a document that facets count, as one short text: equal texts are counted once."""

from collections.abc import Iterable
from typing import NamedTuple


class Signature(NamedTuple):
    """Kind and the values of the facets; none of them holds a bar or a comma."""

    kind: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    settings: tuple[str, ...]
    dated: bool
    """Whether it has a start."""


def write(
    kind: str,
    formats: Iterable[str],
    languages: Iterable[str],
    settings: Iterable[str],
    *,
    dated: bool = False,
) -> str:
    """Return the text kept with the document: `"trainer|in_person,online|cy,en|probation|"`."""
    parts = (",".join(sorted(set(values))) for values in (formats, languages, settings))
    return "|".join((kind, *parts, "dated" if dated else ""))


def read(text: str) -> Signature:
    """The inverse of `write`."""
    kind, *parts, dated = text.split("|")
    formats, languages, settings = (tuple(part.split(",")) if part else () for part in parts)
    return Signature(kind, formats, languages, settings, bool(dated))
