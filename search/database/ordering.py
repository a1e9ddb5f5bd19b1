"""The order of what was found, as SQL."""

from core import findable
from core.findable import Kind
from core.text import searchable_words
from directory.places.geo import EARTH_RADIUS_KM
from search.query import SearchQuery
from search.words import is_question, looked_for

# How near something online counts among what is near a place, from 0 to 1.
ONLINE_NEARNESS = 0.3
LEAST_SCALE_KM = 10.0
# Whoever fits the words stands above what they sell, which says the same of itself.
OFFER_AFTER = 0.85
# A question is answered by reading first.
ANSWER_FIRST = 2.0
# Who says "trainer" or "group" looks for one: what else has the words comes after.
NAMED_FIRST = 1.5
# Whoever looks round without words or a place sees who and what is there before what there is to read.
READING_AFTER = 0.5


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
    round_about = "" if words or near else _reading_after()
    return " * ".join(filter(None, (words, near, "(1.0 + 0.5 * d.quality)", round_about)))


def best(query: SearchQuery) -> tuple[str, str]:
    """The function that gives the best of several `expression`s, and the way to sort them, best first.

    What has no value comes last.
    """
    least = query.sort in ("soonest", "price")
    return ("MIN", "ASC NULLS LAST") if least else ("MAX", "DESC NULLS LAST")


def _by_kind(query: SearchQuery) -> str:
    answer = f"WHEN d.kind = 'article' THEN {ANSWER_FIRST} " if is_question(query.text) else ""
    named = "".join(f"WHEN d.kind = '{kind}' THEN {NAMED_FIRST} " for kind in kinds_named(query))
    return f"CASE WHEN d.kind = 'package' THEN {OFFER_AFTER} {answer}{named}ELSE 1.0 END"


def kinds_named(query: SearchQuery) -> list[str]:
    """The kinds of things that the text says it looks for, of those that are `sought`: by their names in the language
    of now, or by words that the synonyms know for them ("book")."""
    words = looked_for(query.text)
    words |= {
        word for term in query.terms if term.forms[0] in words for form in term.forms for word in form.split()
    }
    sought = (kind for kind in findable.kinds().values() if kind.sought)
    return [kind.name for kind in sought if words & _names_of(kind)] if words else []


def _names_of(kind: Kind) -> frozenset[str]:
    """The last word of what one and what several are called: "group" and "groups"."""
    said = (searchable_words(str(label)) for label in (kind.label, kind.plural))
    return frozenset(words[-1] for words in said if words)


def browsed(kind: str, quality: float) -> float:
    """The place of a document where nothing is asked: the more, the earlier. As `expression` has it."""
    known = findable.kind(kind)
    return (1.0 + 0.5 * quality) * (READING_AFTER if known and known.reading else 1.0)


def _reading_after() -> str:
    names = ", ".join(f"'{name}'" for name, kind in findable.kinds().items() if kind.reading)
    return f"CASE WHEN d.kind IN ({names}) THEN {READING_AFTER} ELSE 1.0 END" if names else ""


def _decay(nearness: str, radius_km: float) -> str:
    """1 at the place itself, a half at a third of the radius. Of unit vectors at a small distance d (in radians)
    1 - dot is d * d / 2, so this is 1 / (1 + (d / scale)**2): no function that SQLite might lack."""
    scale = max(radius_km / 3, LEAST_SCALE_KM) / EARTH_RADIUS_KM
    return f"COALESCE(1.0 / (1.0 + (1.0 - {nearness}) * {2 / scale**2:.6f}), {ONLINE_NEARNESS})"
