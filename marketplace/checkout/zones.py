"""Whose clock a page shows: the zone in the address, else the signed-in person's, else the trainer's."""

import datetime as dt
import zoneinfo
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.when import city

# One town for each clock people are likely to live by; `?zone=` takes any IANA name besides.
COMMON = (
    *("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Denver"),
    *("America/Mexico_City", "America/Chicago", "America/Bogota", "America/New_York", "America/Toronto"),
    *("America/Halifax", "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires"),
    *("America/St_Johns", "Atlantic/Azores", "Atlantic/Reykjavik", "Europe/London", "Europe/Dublin"),
    *("Europe/Lisbon", "Africa/Lagos", "Europe/Madrid", "Europe/Paris", "Europe/Brussels"),
    *("Europe/Amsterdam", "Europe/Berlin", "Europe/Zurich", "Europe/Rome", "Europe/Vienna"),
    *("Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Prague", "Europe/Warsaw"),
    *("Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Africa/Cairo"),
    *("Africa/Johannesburg", "Asia/Jerusalem", "Europe/Istanbul", "Africa/Nairobi", "Asia/Riyadh"),
    *("Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore", "Asia/Hong_Kong", "Australia/Perth", "Asia/Tokyo"),
    *("Asia/Seoul", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Australia/Lord_Howe"),
    *("Pacific/Auckland", "UTC"),
)


class Clock(NamedTuple):
    """An IANA zone, and whether the visitor said so (in the address or by signing in)."""

    zone: str
    known: bool


def visitors_clock(request: HttpRequest, asked: str, fallback: str) -> Clock:
    """The visitor's clock: `asked` if it was (already validated), else the person's own, else `fallback`."""
    if asked:
        return Clock(asked, True)
    if request.user.is_authenticated:
        return Clock(request.user.time_zone, True)
    return Clock(fallback, False)


def choices(now: dt.datetime, *shown: str) -> list[tuple[str, str]]:
    """Zones to choose from, west to east, as ("Europe/Berlin", "Berlin, UTC+1"); `shown` are always there."""
    rows = [(zone, now.astimezone(zoneinfo.ZoneInfo(zone))) for zone in {*COMMON, *shown}]
    rows.sort(key=lambda row: (row[1].utcoffset() or dt.timedelta(), city(row[0])))
    return [(zone, f"{city(zone)}, {_offset(local)}") for zone, local in rows]


def _offset(local: dt.datetime) -> str:
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return _("UTC")
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
