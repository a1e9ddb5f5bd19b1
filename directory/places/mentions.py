"""A place at the end of other words: "probation taunton", "youth work near Newport"."""

import re
from typing import NamedTuple

from django.conf import settings

from core.text import fold
from directory.places.asked import Reading
from directory.places.matching import choose
from directory.places.models import Place
from directory.places.names import name_key
from directory.places.resolution import Resolution

_WORDS_OF_A_NAME = 4
_FEWEST_LETTERS = 3
_BIG = 100_000
"""A town abroad of so many inhabitants is thought of without its country."""
_LEADING = frozenset(("near", "in", "around", "at", "by"))
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Mention(NamedTuple):
    """`before`: the other words as typed, empty where there are none. `name`: the place as typed, which resolves to
    `place`."""

    before: str
    name: str
    place: Resolution


def mentioned_at_end(text: str, *, country: str | None = None) -> Mention | None:
    """Return the place whose name the last words of `text` are, the longest name first; one query.

    Exact names only. A town of `country` (the site's own when not given) or a large one is enough by itself; a
    small one abroad must follow "near", "in", "around", "at" or "by".
    """
    home = (country or settings.SITE_COUNTRY).upper()
    spans = [match.span() for match in _WORD.finditer(text)]
    begins = [start for start, _ in spans[-_WORDS_OF_A_NAME:]]
    tails = {name_key(text[start:]): start for start in begins}
    ways = [Reading(key) for key in tails if len(key) >= _FEWEST_LETTERS]
    choice = choose("", ways, home=home, countries={}) if ways else None
    if choice is None or choice.county:
        return None
    place = choice.place
    borne = [key for key in tails if key in _names_of(place)]
    if not borne:
        return None
    start = tails[borne[0]]
    before, led = _without_leading(text[:start])
    if not (led or place.country_code == home or place.population >= _BIG):
        return None
    found = Resolution(
        "point", place.label, place.lat, place.lon, place_id=place.pk, country_code=place.country_code
    )
    return Mention(before, text[start:].strip(" ,.;?!"), found)


def _names_of(place: Place) -> set[str]:
    """The names it was asked for and found under: its own, or the alternate one of the query."""
    return {place.name_folded, str(vars(place).get("found_as") or "")}


def _without_leading(before: str) -> tuple[str, bool]:
    """The words before the name without a last "near", and whether there was one."""
    words = before.split()
    led = bool(words) and fold(words[-1]) in _LEADING
    return " ".join(words[:-1] if led else words).rstrip(" ,;"), led
