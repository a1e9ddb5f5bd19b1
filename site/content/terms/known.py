"""The terms visitors may read, as a matcher that each process keeps until a term changes.

Where nothing changed at all, nothing is asked; where anything did, or where there is no cache to say so, one short
query tells whether it was a term.
"""

import datetime as dt
import time
from dataclasses import dataclass, replace

from django.db.models import Count, Max

from content import freshness
from content.models import GlossaryTerm
from content.terms.matching import Explained, Matcher

Stamp = tuple[int, dt.datetime | None]
"""How many terms there are, and when one was last published."""


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    until: float
    stamp: Stamp
    matcher: Matcher


_kept: _Kept | None = None


def matcher() -> Matcher:
    """The present matcher: one query at most where no term changed, and none where nothing did."""
    global _kept
    kept, version, now = _kept, freshness.version(), time.monotonic()
    if kept is None or kept.version != version or kept.until < now:
        until = now + freshness.SECONDS
        if kept is not None and kept.stamp == _stamp():
            kept = replace(kept, version=version, until=until)
        else:
            terms = _terms()
            published = [term.last_published_at for term in terms if term.last_published_at]
            stamp = len(terms), max(published, default=None)
            kept = _Kept(version, until, stamp, Matcher(map(explained, terms)))
        _kept = kept
    return kept.matcher


def forget() -> None:
    """Ask the database next time."""
    global _kept
    _kept = None


def explained(term: GlossaryTerm) -> Explained:
    """What is told of a term in passing; its `current` is loaded."""
    today = term.today.term if term.today else ""
    return Explained(term.pk, term.term, term.slug, term.short, tuple(term.forms), today)


def _stamp() -> Stamp:
    """It differs as soon as a term is published, changed, taken back or deleted."""
    listed = GlossaryTerm.objects.listed().order_by()
    found = listed.aggregate(number=Count("pk"), last=Max("last_published_at"))
    return found["number"], found["last"]


def _terms() -> list[GlossaryTerm]:
    return list(GlossaryTerm.objects.listed().select_related("current").defer("text", "current__text"))
