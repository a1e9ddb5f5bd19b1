"""The order of what was found, and which documents stand under one hit."""

from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from directory.places.geo import EARTH_RADIUS_KM
from search.query import SearchQuery

if TYPE_CHECKING:
    from search.database.candidates import Candidate

# How near something online counts among what is near a place, from 0 to 1.
ONLINE_NEARNESS = 0.3
LEAST_SCALE_KM = 10.0
# Whoever fits the words stands above what they sell, which says the same in fewer words.
PERSON_FIRST = 1.2
_FEW = 2_000

Key = Callable[["Candidate"], Any]


def expression(query: SearchQuery, *, nearness: str, rank: str) -> str:
    """SQL for what to sort by: larger is better, but for `soonest` and `price`, where the least comes first.

    Relevance is words times nearness times quality: each can weaken a hit, none can carry it alone.
    `nearness` and `rank` are SQL too, empty where no place and no words are asked for.
    """
    if query.sort == "soonest":
        return "d.starts_at"
    if query.sort == "price":
        return "d.price_from"
    if query.sort == "distance" and nearness:
        return nearness
    near = f"(1.0 + 2.0 * {_decay(nearness, query.radius_km)})" if nearness else ""
    words = f"({rank}) * {_person_first()}" if rank else ""
    return " * ".join(filter(None, (words, near, "(1.0 + 0.5 * d.quality)")))


def _person_first() -> str:
    """From the signature, which begins with the kind: the narrow index has it."""
    return f"CASE WHEN SUBSTR(d.signature, 1, 8) = 'trainer|' THEN {PERSON_FIRST} ELSE 1.0 END"


def _decay(nearness: str, radius_km: float) -> str:
    """1 at the place itself, a half at a third of the radius. Of unit vectors at a small distance d (in radians)
    1 - dot is d * d / 2, so this is 1 / (1 + (d / scale)**2): no function that SQLite might lack."""
    scale = max(radius_km / 3, LEAST_SCALE_KM) / EARTH_RADIUS_KM
    return f"COALESCE(1.0 / (1.0 + (1.0 - {nearness}) * {2 / scale**2:.6f}), {ONLINE_NEARNESS})"


def page_of(rows: Sequence["Candidate"], query: SearchQuery, *, first: int, last: int) -> list[list[int]]:
    """Return folds `first` up to `last` as lists of document ids, best first, and so within each fold.

    A fold stands where its best document stands. Sorts no more than it must: pages are near the front.
    """
    key = _key(query)
    order = _front(rows, key, last)[first:last]
    members: dict[str, list[Candidate]] = {fold: [] for fold in order}
    for row in rows:
        if row[3] in members:
            members[row[3]].append(row)
    return [[row[0] for row in sorted(fold, key=key)] for fold in members.values()]


def _front(rows: Sequence["Candidate"], key: Key, wanted: int) -> list[str]:
    """The first `wanted` folds, in their order."""
    looked_at = 4 * wanted
    while len(rows) > max(_FEW, 4 * looked_at):
        folds = dict.fromkeys(row[3] for row in nsmallest(looked_at, rows, key))
        if len(folds) >= wanted:
            return list(folds)
        looked_at *= 4
    return list(dict.fromkeys(row[3] for row in sorted(rows, key=key)))


def _key(query: SearchQuery) -> Key:
    """Smallest first; what has no value comes last, equal ones in the order they were made."""
    if query.sort in ("soonest", "price"):
        return lambda row: (row[4] is None, row[4] or 0, row[0])
    if query.sort == "distance" and query.point is not None:
        return lambda row: (row[4] is None, -(row[4] or 0.0), row[0])
    return lambda row: (-row[4], row[0])
