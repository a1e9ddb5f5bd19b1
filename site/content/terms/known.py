"""The terms visitors may read, as a matcher that each process keeps until a term changes."""

import time
from dataclasses import dataclass

from content import freshness
from content.models import GlossaryTerm
from content.terms.matching import Explained, Matcher


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    until: float
    matcher: Matcher


_kept: _Kept | None = None


def matcher() -> Matcher:
    """The present matcher: one query, and none for ten minutes where nothing changed."""
    global _kept
    version, now = freshness.version(), time.monotonic()
    if _kept is None or _kept.version != version or _kept.until < now:
        _kept = _Kept(version, now + freshness.SECONDS, Matcher(_terms()))
    return _kept.matcher


def forget() -> None:
    """Ask the database next time."""
    global _kept
    _kept = None


def explained(term: GlossaryTerm) -> Explained:
    """What is told of a term in passing; its `current` is loaded."""
    today = term.today.term if term.today else ""
    return Explained(term.pk, term.term, term.slug, term.short, tuple(term.forms), today)


def _terms() -> list[Explained]:
    return [explained(term) for term in GlossaryTerm.objects.listed().select_related("current")]
