"""The order of what was found, and which documents stand under one hit."""

from collections.abc import Callable, Iterable
from math import acos, exp
from typing import Any

from directory.places.geo import EARTH_RADIUS_KM
from search.database.candidates import Candidate
from search.query import SearchQuery

# How near something online counts among what is near a place: as if it were this share of the way out.
ONLINE_NEARNESS = 0.3
LEAST_SCALE_KM = 10.0

Key = Callable[[Candidate], Any]


def folded(rows: Iterable[Candidate], query: SearchQuery) -> list[list[int]]:
    """Return document ids, best first; those of one fold stand together where the best of them stands."""
    folds: dict[str, list[int]] = {}
    for row in sorted(rows, key=_key(query)):
        folds.setdefault(row[3], []).append(row[0])
    return list(folds.values())


def _key(query: SearchQuery) -> Key:
    """What to sort by, smallest first. Equal ones come by quality, then in the order they were made."""
    if query.sort == "soonest":
        return lambda row: (row[9] is None, row[9] or "", -row[4], row[0])
    if query.sort == "price":
        return lambda row: (row[8] is None, row[8] or 0, -row[4], row[0])
    if query.sort == "distance" and query.point is not None:
        return lambda row: (row[6] is None, -(row[6] or 0.0), -row[4], row[0])
    relevance = _relevance(query)
    return lambda row: (-relevance(row), row[0])


def _relevance(query: SearchQuery) -> Callable[[Candidate], float]:
    """Words times nearness times quality: each can weaken a hit, none can carry it alone."""
    scale = max(query.radius_km / 2, LEAST_SCALE_KM)
    by_words, by_place = bool(query.terms), query.point is not None

    def score(row: Candidate) -> float:
        words = row[7] if by_words else 1.0
        near = 1.0
        if by_place:
            near = 1.0 + 2.0 * (_decay(row[6], scale) if row[6] is not None else ONLINE_NEARNESS)
        return words * near * (1.0 + 0.5 * row[4])

    return score


def _decay(nearness: float, scale: float) -> float:
    """1 at the place itself, 0.37 at `scale` km."""
    return exp(-acos(min(1.0, max(-1.0, nearness))) * EARTH_RADIUS_KM / scale)
