"""The order of what was found, as SQL."""

from directory.places.geo import EARTH_RADIUS_KM
from search.query import SearchQuery
from search.words import is_question

# How near something online counts among what is near a place, from 0 to 1.
ONLINE_NEARNESS = 0.3
LEAST_SCALE_KM = 10.0
# Whoever fits the words stands above what they sell, which says the same of itself.
OFFER_AFTER = 0.85
# A question is answered by reading first.
ANSWER_FIRST = 2.0


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
    words = f"({rank}) * {_by_kind(query)}" if rank else ""
    return " * ".join(filter(None, (words, near, "(1.0 + 0.5 * d.quality)")))


def best(query: SearchQuery) -> tuple[str, str]:
    """The function that gives the best of several `expression`s, and the way to sort them, best first.

    What has no value comes last.
    """
    least = query.sort in ("soonest", "price")
    return ("MIN", "ASC NULLS LAST") if least else ("MAX", "DESC NULLS LAST")


def _by_kind(query: SearchQuery) -> str:
    answer = f"WHEN d.kind = 'article' THEN {ANSWER_FIRST} " if is_question(query.text) else ""
    return f"CASE WHEN d.kind = 'package' THEN {OFFER_AFTER} {answer}ELSE 1.0 END"


def _decay(nearness: str, radius_km: float) -> str:
    """1 at the place itself, a half at a third of the radius. Of unit vectors at a small distance d (in radians)
    1 - dot is d * d / 2, so this is 1 / (1 + (d / scale)**2): no function that SQLite might lack."""
    scale = max(radius_km / 3, LEAST_SCALE_KM) / EARTH_RADIUS_KM
    return f"COALESCE(1.0 / (1.0 + (1.0 - {nearness}) * {2 / scale**2:.6f}), {ONLINE_NEARNESS})"
