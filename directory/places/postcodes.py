"""Postcodes: ZIP codes of the United States by package, British ones by outcode or post town."""

import re
from functools import cache

from django.utils.translation import gettext as _

from directory.places.models import Outcode, Place
from directory.places.postcode_areas import COUNTRIES, POST_TOWNS, STAND_INS
from directory.places.resolution import Resolution

_ZIP = re.compile(r"([0-9]{5})(?:-[0-9]{4})?(?:,? *(?:USA?|United States))?", re.IGNORECASE)
_BRITISH = re.compile(r"([A-Z]{1,2})([0-9][A-Z0-9]?) ?([0-9][A-Z]{2})?(?:,? *(?:UK|GB))?", re.IGNORECASE)


def resolve_postcode(text: str, *, country: str) -> Resolution | None:
    """Return where a postcode lies, or None when `text` is none that is known here.

    `country` (ISO code) decides what five digits or "TA1" mean; a full British postcode, or a country
    said after the code, speaks for itself. One query at most for an imported outcode, two otherwise.
    """
    if (zip_code := _ZIP.fullmatch(text)) and (country == "US" or text[-1].isalpha()):
        return _us_zip(zip_code[1])
    british = _BRITISH.fullmatch(text)
    if british and british[1].upper() in POST_TOWNS and (country in _BRITISH_COUNTRIES or british[3]):
        return _british(area=british[1].upper(), outcode=f"{british[1]}{british[2]}".upper())
    return None


_BRITISH_COUNTRIES = {"GB", *COUNTRIES.values()}


@cache
def _us_zip(code: str) -> Resolution | None:
    import zipcodes  # noqa: PLC0415  (a second and 40 MiB, only for sites that meet a ZIP code)

    found = zipcodes.matching(code)  # type: ignore[no-untyped-call]  # typed package, untyped function
    if not found or not found[0]["lat"]:
        return None
    label = f"{code} ({found[0]['city']}, {found[0]['state']})"
    lat, lon = float(found[0]["lat"]), float(found[0]["long"])
    return Resolution("point", label, lat, lon, country_code="US")


def _british(*, area: str, outcode: str) -> Resolution | None:
    known = Outcode.objects.filter(code=outcode).first()
    if known:
        label = f"{known.code} ({known.post_town})" if known.post_town else known.code
        return Resolution("point", label, known.lat, known.lon, country_code=known.country_code)
    place = post_town(area)
    if place is None:
        return None
    return Resolution(
        "point",
        f"{outcode} ({place.name})",
        place.lat,
        place.lon,
        place_id=place.pk,
        country_code=place.country_code,
        approximate=True,
        notice=_(
            "We know the postcode area %(area)s, not each postcode in it, so distances are measured from "
            "%(town)s. You could type a town for a closer match."
        )
        % {"area": area, "town": place.name},
    )


def post_town(area: str) -> Place | None:
    """Return the place after which a postcode area ("TA") is named, if the gazetteer has it."""
    town = STAND_INS.get(area) or POST_TOWNS[area]
    country = COUNTRIES.get(area, "GB")
    return Place.objects.called([town]).filter(country_code=country).main_name_first(town).first()
