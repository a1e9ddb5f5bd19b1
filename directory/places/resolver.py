"""From what a person types to a point on the earth.

The order, each step asked only when those before found nothing: "lat,lon" > "online" or a country >
postcode > what an online geocoder answered before > a place of that name > a name that begins so > a
name spelt alike > a sentence that says we do not know it. Nothing here calls the network.
"""

import re
import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from core import languages
from directory.places.asked import Reading, country_names_in, known_countries, readings
from directory.places.countries import PARTS
from directory.places.country_names import country_in
from directory.places.guessing import beginning_with, spelt_like
from directory.places.matching import Choice, alternatives, choose
from directory.places.models import Place
from directory.places.names import NAME_LENGTH, name_key
from directory.places.postcodes import resolve_postcode
from directory.places.regions import regions_called
from directory.places.resolution import Alternative, Resolution

ONLINE_WORDS = frozenset(("online", "on line", "remote", "remotely", "virtual", "video", "video call"))
NEAREST_KM = 30  # as far as a point is called after a place

_DEGREES = r"([+-]?[0-9]{1,6}(?:\.[0-9]{0,20})?) *°?"
_LAT_LON = re.compile(rf" *{_DEGREES} *[,;] *{_DEGREES} *")
_QUOTED = 60
_REGION_LETTERS = 4  # "DE" alone is too little to say Delaware


def resolve(text: str, *, country: str | None = None) -> Resolution:
    """Return where `text` points to; see `Resolution`. Never raises, whatever is typed.

    `country` is the ISO code of the country preferred for ambiguous names and for postcodes, the site's
    own (`SITE_COUNTRY`) when not given. A place of a known name costs two queries, a postcode's three at most.
    """
    home = (country or settings.SITE_COUNTRY).upper()
    asked = _cleaned(text)
    if not asked:
        return Resolution("nowhere")
    if len(asked) > NAME_LENGTH:
        return _unknown(
            asked, _("That is rather long for a place. You could type just the town or a postcode.")
        )
    if pair := _LAT_LON.fullmatch(asked):
        return _at(float(pair[1]), float(pair[2]))
    key = name_key(asked)
    if not key:
        return _unknown(asked)
    if key in ONLINE_WORDS:
        return Resolution("online", _("Online"))
    return _named(asked, key, home)


def _named(asked: str, key: str, home: str) -> Resolution:
    if postcode := resolve_postcode(asked, country=home):
        return postcode
    countries, english, geocoded = known_countries(country_names_in(asked), key=key, home=home)
    if key in countries and len(key) > 2 or key in {"uk", "us"}:
        return _country(asked, key, countries[key], english)
    if geocoded:
        code = geocoded.country_code or None
        return Resolution("point", geocoded.label, geocoded.lat, geocoded.lon, country_code=code)
    ways = readings(asked, countries)
    if choice := choose(asked, ways, home=home, countries=countries):
        return _chosen(asked, choice)
    if len(key) >= _REGION_LETTERS and (regions := regions_called(key)):
        return _whole_country(asked, regions[0].country_code)
    return _guessed(asked, ways[-1] if len(ways) > 1 else ways[0], home, countries)


def _guessed(asked: str, way: Reading, home: str, countries: Mapping[str, str]) -> Resolution:
    said = next((countries[name] for name in way.qualifiers if name in countries), None)
    places = beginning_with(way.head, home=home, only=said) or spelt_like(way.head, home=home, only=said)
    if not places:
        return _unknown(asked)
    notice = _("Shown for %(place)s; you typed “%(asked)s”.")
    return _point(
        places[0],
        notice=notice % {"place": places[0].label, "asked": _quoted(asked)},
        others=alternatives(Choice(places[0], tuple(places[1:]))),
    )


def _chosen(asked: str, choice: Choice) -> Resolution:
    place, others = choice.place, alternatives(choice)
    if choice.county:
        notice = _("Shown for %(place)s and around it; you typed “%(asked)s”.")
        words = {"place": place.label, "asked": _quoted(asked)}
        return _point(place, notice=notice % words, others=others, approximate=True)
    if choice.unmet:
        notice = _("We do not know “%(asked)s” as you typed it, so this is shown for %(place)s.")
        return _point(place, notice=notice % {"asked": _quoted(asked), "place": place.label}, others=others)
    return _point(place, others=others)


def _point(
    place: Place, *, notice: str = "", others: tuple[Alternative, ...] = (), approximate: bool = False
) -> Resolution:
    return Resolution(
        "point",
        place.label,
        place.lat,
        place.lon,
        place_id=place.pk,
        country_code=place.country_code,
        approximate=approximate,
        alternatives=others,
        notice=notice,
    )


def _at(lat: float, lon: float) -> Resolution:
    """A point, called after the nearest place where one is near by."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        notice = _(
            "Latitude runs from -90 to 90 and longitude from -180 to 180, in this order. "
            "You could also type a town or a postcode."
        )
        return Resolution("unknown", f"{lat:g}, {lon:g}", notice=notice)
    near = Place.objects.within(lat=lat, lon=lon, km=NEAREST_KM).nearest_first(lat=lat, lon=lon).first()
    label = _("a point near %(place)s") % {"place": near.label} if near else f"{lat:.3f}, {lon:.3f}"
    return Resolution("point", label, lat, lon, country_code=near.country_code if near else None)


def _country(asked: str, key: str, code: str, english: Mapping[str, str]) -> Resolution:
    """A country, or the whole of it for one of its nations; a town of that name is offered beside it."""
    if key in PARTS:
        return _whole_country(asked, code, english)
    towns = Place.objects.called([key]).filter(name_folded=key).home_first(code)[:3]
    offered = tuple(Alternative(town.label, town.label) for town in towns if town.label != town.name)
    return Resolution("country", _country_name(code, english), country_code=code, alternatives=offered)


def _country_name(code: str, english: Mapping[str, str]) -> str:
    return country_in(languages.active(), code, english.get(code, code))


def _whole_country(asked: str, code: str, english: Mapping[str, str] | None = None) -> Resolution:
    name = _country_name(code, english or known_countries([code.lower()]).english)
    notice = _(
        "Shown for the country as a whole (%(country)s); you typed “%(asked)s”. "
        "A town might bring you closer."
    )
    words = {"country": name, "asked": _quoted(asked)}
    return Resolution("country", name, country_code=code, approximate=True, notice=notice % words)


def _unknown(asked: str, notice: str = "") -> Resolution:
    sentence = _(
        "We do not know a place called “%(asked)s”. You could try the next larger town, a postcode, "
        "or look for what is offered online."
    )
    return Resolution("unknown", _quoted(asked), notice=notice or sentence % {"asked": _quoted(asked)})


def _cleaned(text: str) -> str:
    """`text` on one line without what cannot be seen (NUL, direction marks); at most a little too long."""
    kept = (" " if char.isspace() else char for char in text[: 4 * NAME_LENGTH])
    return " ".join("".join(char for char in kept if unicodedata.category(char)[0] != "C").split())


def _quoted(asked: str) -> str:
    return asked if len(asked) <= _QUOTED else asked[:_QUOTED].rstrip() + "…"
