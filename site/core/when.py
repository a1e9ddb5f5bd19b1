"""Instants, durations and distances in the words of the site."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from core import clock

# Django date formats, the catalogues have those of other languages; where the year is not this one, it is added.
FORMS = {
    "long": _("l j F{year}, H:i"),
    "short": _("D j F{year}, H:i"),
    "date": _("l j F{year}"),
    "day": _("j F{year}"),
    "dated": _("j F Y"),
    "time": "H:i",
    "weekday": "D",
    "number": "j",
    "month": "F",
}
MILE_IN_KM = 1.609344


def spoken(instant: dt.datetime, zone: str, form: str = "long") -> str:
    """An aware instant as read in the IANA `zone`: "Thursday 19 March, 10:15". See FORMS for `form`."""
    local = instant.astimezone(ZoneInfo(zone))
    this_year = local.year == clock.now().astimezone(ZoneInfo(zone)).year
    return date_format(local, gettext(FORMS[form]).format(year="" if this_year else " Y"), use_l10n=False)


def city(zone: str) -> str:
    """The town an IANA zone is named for: "America/New_York" is "New York"; UTC stays."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def duration(minutes: int) -> str:
    """Minutes in words: 50 is "50 minutes", 120 "2 hours", 90 "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(parts)


def distance(km: float, unit: str = "km") -> str:
    """Kilometres in the site's `unit` ("km" or "mi"): "14 km", "9 miles", "under 1 km"."""
    if unit == "mi":
        miles = km / MILE_IN_KM
        if miles < 1:
            return gettext("under a mile")
        return ngettext("%(n)d mile", "%(n)d miles", round(miles)) % {"n": round(miles)}
    return gettext("under 1 km") if km < 1 else gettext("%(n)d km") % {"n": round(km)}
