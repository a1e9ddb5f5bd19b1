"""Taking a typed place apart: "Taunton, Somerset", "Newport near Telford", "Paris Texas"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import FloatField, Value

from directory.places.counties import county_town
from directory.places.countries import ALIASES, PARTS
from directory.places.models import CachedGeocode, Country
from directory.places.names import NEAR, name_key
from directory.places.regions import regions_called

_NEAR = re.compile(r"[\s,]+(?:near|by|nr\.?|close to|bei)\s+", re.IGNORECASE)
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


class Geocoded(NamedTuple):
    """What an online geocoder answered before. `country_code` is empty where it was asked for no country."""

    country_code: str
    label: str
    key: str
    lat: float
    lon: float


class Known(NamedTuple):
    """`by_name`: folded name > ISO code, `english`: ISO code > English name, of what is a country. `geocoded`: what
    a geocoder said of the whole."""

    by_name: dict[str, str]
    english: dict[str, str]
    geocoded: Geocoded | None = None


def known_countries(names: Iterable[str], *, key: str = "", home: str = "") -> Known:
    """Return what of `names` is a country, and with `key` what a geocoder said of it for the country `home` or any.

    One query. Other names ("UK") and parts ("Scotland") count; a two-letter code does for itself.
    """
    asked = {name: ALIASES.get(name) or PARTS.get(name) for name in names}
    codes = {code for code in asked.values() if code} | {name.upper() for name in asked if len(name) == 2}
    rows = Country.objects.filter(code__in=codes) | Country.objects.filter(name_folded__in=asked)
    nowhere = Value(None, output_field=FloatField())
    told = rows.order_by().values_list("code", "name", "name_folded", nowhere, nowhere)
    if key:
        told = told.union(_geocoded(key, home), all=True)
    by_name: dict[str, str] = {name: code for name, code in asked.items() if code}
    english: dict[str, str] = {}
    geocoded: list[Geocoded] = []
    for row in told:
        if row[3] is not None:
            geocoded.append(Geocoded(*row))
            continue
        code, name, folded = row[:3]
        english[code] = name
        by_name[folded] = code
        if code.lower() in asked:
            by_name.setdefault(code.lower(), code)
    # The answer for the country preferred comes before the one for any.
    return Known(by_name, english, max(geocoded, key=lambda row: row.country_code, default=None))


def _geocoded(key: str, home: str) -> Any:
    rows = CachedGeocode.objects.filter(query_folded=key, country_code__in=(home, ""))
    return rows.order_by().values_list("country_code", "label", "query_folded", "lat", "lon")


def _without_near(segment: str) -> str:
    key = name_key(segment)
    for word in ("near", *NEAR.values()):
        key = key.removeprefix(f"{word} ")
    return key


def _tails(key: str, countries: dict[str, str]) -> list[Reading]:
    """Readings whose last words are a country, region or county said without a comma."""
    words = key.split()
    found = []
    for count in range(1, min(_WORDS_OF_A_TAIL, len(words) - 1) + 1):
        tail = " ".join(words[-count:])
        if tail in countries or regions_called(tail) or county_town(tail):
            found.append(Reading(" ".join(words[:-count]), (tail,)))
    return found
