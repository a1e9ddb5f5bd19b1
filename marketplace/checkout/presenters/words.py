"""Terms of an offer in words."""

from django.conf import settings
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from core import when
from directory.trainers.models import Format, TrainerPlace
from marketplace.offerings.models import PackageVersion
from marketplace.orders.terms_words import cancellation_words, given_back

ONLINE = "online"
SOMEWHERE = "in_person"


def paragraphs(text: str) -> list[str]:
    """A text cut at its empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def languages(codes: list[str]) -> str:
    """ISO 639-1 codes by name: "English, Welsh"; a code nobody knows stays."""
    return ", ".join(_language(code) for code in codes)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def formats(names: list[str]) -> str:
    """Values of Format in words: "Online, In person"."""
    known = dict(Format.choices)
    return ", ".join(str(known.get(name, name)) for name in names)


def sessions(version: PackageVersion) -> str:
    """ "4 sessions of 50 minutes"."""
    length = when.duration(version.minutes)
    return ngettext("%(n)d session of %(length)s", "%(n)d sessions of %(length)s", version.sessions) % {
        "n": version.sessions,
        "length": length,
    }


def times(version: PackageVersion) -> str:
    """ "4 × 50 minutes"."""
    return f"{version.sessions} × {when.duration(version.minutes)}"


def validity(version: PackageVersion) -> str:
    """How long sessions may be used, in round words: 183 days are 6 months."""
    days = version.validity_days
    months = round(days / 30.44)
    if months >= 2 and abs(days - months * 30.44) <= 3:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    if days % 7 == 0:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def travel(place: TrainerPlace) -> str:
    """ "Taunton, travels 50 km" or "Taunton"."""
    if not place.travel_km:
        return place.place.name
    km = when.distance(place.travel_km, settings.DISTANCE_UNIT)
    return _("%(town)s, travels %(km)s") % {"town": place.place.name, "km": km}


def ways(version: PackageVersion) -> list[tuple[str, str]]:
    """How a session may be met, as choices: "online", or the label of a place."""
    found = [(ONLINE, _("Online"))] if version.online else []
    if version.in_person:
        towns = [place.name for place in version.places.all()]
        found += [(town, _("In person, in %(town)s") % {"town": town}) for town in towns]
        if not towns:
            found.append((SOMEWHERE, _("In person, where you and your trainer agree")))
    return found or [(ONLINE, _("Online"))]


def where(*, online: bool, place_label: str) -> str:
    """Where a booked session is met."""
    if online:
        return _("Online")
    return _("In person, in %(town)s") % {"town": place_label} if place_label else _("In person")


def tiers(version: PackageVersion) -> list[dict[str, object]]:
    """The cancellation rule, line by line, for the component `_terms`; the trainer's own duty last."""
    rows: list[dict[str, object]] = [
        {"title": text, "back": given_back(points), "share": points // 100}
        for text, points in cancellation_words(version)
    ]
    rows.append(
        {
            "title": _("If your trainer cancels"),
            "text": _("You choose: a new time, or all the money for that session."),
            "back": _("all of it"),
            "share": 100,
        }
    )
    return rows
