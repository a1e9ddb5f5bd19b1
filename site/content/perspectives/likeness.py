"""Telling when a perspective says almost what another one says."""

from itertools import pairwise

from django.db.models import Exists, OuterRef, Q
from rapidfuzz import fuzz, process

from content.models import Perspective, Report
from core.text import searchable_words

ALIKE = 85.0
"""Of 100: words that differ by some letters or one sentence are above this, two accounts of one theme far below."""
PAIRS_SHARED = 0.6
FEWEST_PAIRS = 8
COMPARED = 600


def nearest(perspective: Perspective) -> Perspective | None:
    """The perspective under the same question, or of the same member anywhere, that is much like this one."""
    others = {row.pk: row for row in _others(perspective)}
    same = (row for row in others.values() if row.fingerprint and row.fingerprint == perspective.fingerprint)
    exactly = next(same, None)
    if exactly is not None:
        return exactly
    folded = {pk: " ".join(searchable_words(row.words)) for pk, row in others.items()}
    own = " ".join(searchable_words(perspective.words))
    best = process.extractOne(own, folded, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is not None:
        return others[best[2]]
    pairs = _pairs(own)
    return next((others[pk] for pk, text in folded.items() if _contained(pairs, _pairs(text))), None)


def _others(perspective: Perspective) -> list[Perspective]:
    """The newest that are shown, held or left out; one query.

    Their author's own are among them when they took them back after a report or a decision: sending the same again is
    no way past a moderator.
    """
    beside = Q(question_id=perspective.question_id)
    if perspective.author_id:
        beside |= Q(author_id=perspective.author_id)
    settled = Exists(Report.objects.filter(perspective=OuterRef("pk")))
    doubted = Q(author_id=perspective.author_id) & (~Q(reason="") | settled)
    there = ~Q(state=Perspective.State.WITHDRAWN) | doubted
    rows = Perspective.objects.filter(beside).filter(there)
    return list(rows.exclude(pk=perspective.pk).order_by("-sent_at", "-pk")[:COMPARED])


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(text.split()))


def _contained(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    """Whether most neighbouring words of the shorter text stand in the longer one, too."""
    fewer = min(len(one), len(other))
    return fewer >= FEWEST_PAIRS and len(one & other) / fewer >= PAIRS_SHARED
