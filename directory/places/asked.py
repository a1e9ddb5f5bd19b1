"""Taking a typed place apart: "Taunton, Somerset", "Newport near Telford", "Paris Texas"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from directory.places.counties import county_town
from directory.places.countries import ALIASES, PARTS
from directory.places.models import Country
from directory.places.names import name_key
from directory.places.regions import regions_called

_NEAR = re.compile(r"[\s,]+(?:near|by|nr\.?|close to)\s+", re.IGNORECASE)
_SEGMENTS = 6
_WORDS_OF_A_TAIL = 3


@dataclass(frozen=True)
class Reading:
    """One way to read a text: the folded name of the place, and what is said to tell it apart."""

    head: str
    qualifiers: tuple[str, ...] = ()


def readings(text: str, countries: dict[str, str]) -> list[Reading]:
    """Return the ways to read `text`, the most literal first. `countries`: folded name > ISO code."""
    found = [Reading(name_key(text))]
    segments = [segment for segment in text.split(",")[:_SEGMENTS] if name_key(segment)]
    for count in range(len(segments) - 1, 0, -1):
        tail = tuple(_without_near(segment) for segment in segments[count:])
        found.append(Reading(name_key(" ".join(segments[:count])), tail))
    if near := _NEAR.split(text, maxsplit=1)[1:]:
        parts = tuple(name_key(part) for part in near[0].split(","))
        found.append(Reading(name_key(_NEAR.split(text, maxsplit=1)[0]), parts))
    if len(segments) == 1:
        found.extend(_tails(found[0].head, countries))
    clean = (Reading(one.head, tuple(filter(None, one.qualifiers))) for one in found)
    return [one for one in dict.fromkeys(clean) if one.head]


def country_names_in(text: str) -> set[str]:
    """Return every folded stretch of `text` that could be the name of a country: whole, segment, tail."""
    words = name_key(text).split()
    tails = (" ".join(words[-count:]) for count in range(1, _WORDS_OF_A_TAIL + 1) if count <= len(words))
    return {name_key(text), *map(name_key, text.split(",")[:_SEGMENTS]), *tails} - {""}


def known_countries(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return (folded name > ISO code, ISO code > English name) for what of `names` is a country.

    One query. Other names ("UK") and parts ("Scotland") count; a two-letter code does for itself.
    """
    asked = {name: ALIASES.get(name) or PARTS.get(name) for name in names}
    codes = {code for code in asked.values() if code} | {name.upper() for name in asked if len(name) == 2}
    rows = Country.objects.filter(code__in=codes) | Country.objects.filter(name_folded__in=asked)
    by_name: dict[str, str] = {name: code for name, code in asked.items() if code}
    english: dict[str, str] = {}
    for row in rows:
        english[row.code] = row.name
        by_name[row.name_folded] = row.code
        if row.code.lower() in asked:
            by_name.setdefault(row.code.lower(), row.code)
    return by_name, english


def _without_near(segment: str) -> str:
    key = name_key(segment)
    return key.removeprefix("near ") if key.startswith("near ") else key


def _tails(key: str, countries: dict[str, str]) -> list[Reading]:
    """Readings whose last words are a country, region or county said without a comma."""
    words = key.split()
    found = []
    for count in range(1, min(_WORDS_OF_A_TAIL, len(words) - 1) + 1):
        tail = " ".join(words[-count:])
        if tail in countries or regions_called(tail) or county_town(tail):
            found.append(Reading(" ".join(words[:-count]), (tail,)))
    return found
