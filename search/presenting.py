"""Hits in the words and pictures of the page: each becomes what `components/_hit.html` takes.

A kind that is not named here is shown by what every hit has.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, findable, languages
from core.when import distance, duration, spoken
from search.facets import language_name
from search.result import SearchHit

Shown = dict[str, Any]
_ICONS = {
    "trainer": "person",
    "package": "steps",
    "group": "group",
    "article": "page",
    "question": "question",
    "term": "book",
    "news": "bell",
}


def shown(hit: SearchHit, *, number: int = 0) -> Shown:
    """The hit as the component takes it. `number` is that of its town on the map; 0 where it has none."""
    kind = findable.kind(hit.kind)
    common: Shown = {
        "url": languages.localised(hit.url),
        "title": hit.title,
        "summary": hit.highlight or hit.summary,
        "kind": str(kind.label) if kind else hit.kind,
        "kind_icon": _ICONS.get(hit.kind, "page"),
        "facts": [],
    }
    made = {**common, **_PRESENTERS.get(hit.kind, _anything)(hit)}
    return {**made, "town": hit.place_id, "facts": _numbered(made["facts"], number)} if number else made


def _numbered(facts: list[Shown], number: int) -> list[Shown]:
    """The town with its number on the map in place of the sign."""
    return [{**fact, "number": number} if fact["icon"] == "pin" else fact for fact in facts]


def _trainer(hit: SearchHit) -> Shown:
    until = hit.facts.get("verified_until", "")
    verified = hit.facts.get("verified", "") if until >= _today().isoformat() else ""
    return {
        **_face(hit),
        **_accepting(hit),
        "kind_note": _(verified) if verified else "",
        "facts": [*_where(hit), *_languages(hit)],
    }


def _package(hit: SearchHit) -> Shown:
    minutes, sessions = hit.facts.get("minutes", ""), hit.facts.get("sessions", "")
    drawn = {"sessions": int(sessions), "minutes": int(minutes)} if sessions and minutes else _face(hit)
    return {
        **drawn,
        **_price(hit),
        "kind_note": _("with %(name)s") % {"name": hit.by} if hit.by else "",
        "facts": [*_where(hit), *_length(hit), *_more(hit)],
    }


def _group(hit: SearchHit) -> Shown:
    members, capacity = int(hit.facts.get("members", 0)), int(hit.facts.get("capacity", 0))
    words = {"members": members, "capacity": capacity}
    return {
        "taken": min(members, capacity),
        "places": capacity,
        "kind_note": _(joining) if (joining := hit.facts.get("joining", "")) else "",
        "price": _("Free"),
        "note": _("%(members)d of %(capacity)d members") % words if capacity else "",
        "facts": [*_where(hit), *_words(hit, "clock", "rhythm")],
    }


def _article(hit: SearchHit) -> Shown:
    minutes = hit.facts.get("reading_minutes", "")
    return {
        "kind_note": duration(int(minutes)) if minutes else "",
        "facts": [{"icon": "person", "text": hit.by}] if hit.by else [],
    }


def _term(hit: SearchHit) -> Shown:
    today = hit.facts.get("today", "")
    return {"facts": [{"icon": "", "text": _("Today: %(term)s") % {"term": today}}] if today else []}


def _news(hit: SearchHit) -> Shown:
    day = hit.facts.get("published_on", "")
    return {"kind_note": date_format(dt.date.fromisoformat(day), _("j F Y")) if day else ""}


def _anything(hit: SearchHit) -> Shown:
    kind = findable.kind(hit.kind)
    told = kind.told(hit.facts) if kind else findable.as_they_are(hit.facts)
    stub = {"starts": hit.starts_at, "zone": timezone.get_current_timezone_name()} if hit.starts_at else {}
    return {
        **stub,
        **_price(hit),
        "kind_note": hit.by,
        "facts": [*_where(hit), *({"icon": "", "text": words} for words in told), *_more(hit)],
    }


_PRESENTERS: dict[str, Callable[[SearchHit], Shown]] = {
    "trainer": _trainer,
    "package": _package,
    "group": _group,
    "article": _article,
    "term": _term,
    "news": _news,
}


def _face(hit: SearchHit) -> Shown:
    """A photo's address, or the seed of a drawn portrait."""
    return {"photo_url": hit.picture} if "/" in hit.picture else {"portrait": hit.picture or hit.title}


def _where(hit: SearchHit) -> list[Shown]:
    """ "Taunton, 2 km; travels 50 km", "Taunton and 2 other places", and "Online"."""
    facts = []
    if hit.place:
        facts.append({"icon": "pin", "text": _place(hit)})
    if hit.online:
        facts.append({"icon": "screen", "text": _("Online")})
    return facts


def _place(hit: SearchHit) -> str:
    town = hit.place.split(",")[0]
    if hit.distance_km is None:
        others = hit.places - 1
        if not others:
            return town
        words = ngettext("%(town)s and %(n)d other place", "%(town)s and %(n)d other places", others)
        return words % {"town": town, "n": others}
    away = distance(hit.distance_km, settings.DISTANCE_UNIT)
    if not hit.travel_km:
        return _("%(town)s, %(away)s") % {"town": town, "away": away}
    far = distance(hit.travel_km, settings.DISTANCE_UNIT)
    return _("%(town)s, %(away)s; travels %(far)s") % {"town": town, "away": away, "far": far}


def _languages(hit: SearchHit) -> list[Shown]:
    return [{"icon": "", "text": ", ".join(map(language_name, hit.languages))}] if hit.languages else []


def _words(hit: SearchHit, icon: str, key: str) -> list[Shown]:
    return [{"icon": icon, "text": hit.facts[key]}] if hit.facts.get(key) else []


def _length(hit: SearchHit) -> list[Shown]:
    """ "4 sessions of 50 minutes"."""
    minutes, sessions = hit.facts.get("minutes", ""), hit.facts.get("sessions", "")
    if not (minutes and sessions):
        return _words(hit, "clock", "length")
    words = ngettext("%(n)d session of %(length)s", "%(n)d sessions of %(length)s", int(sessions))
    return [{"icon": "clock", "text": words % {"n": int(sessions), "length": duration(int(minutes))}}]


def _accepting(hit: SearchHit) -> Shown:
    """Compared with today, whatever was true when the document was written."""
    if hit.accepting_until is None or hit.accepting_until < _today():
        return {}
    confirmed = hit.facts.get("accepting_confirmed_on", "")
    note = _("confirmed on %(day)s") % {"day": _day(confirmed)} if confirmed else ""
    return {"state": _("Accepting clients"), "state_kind": "", "note": note}


def _day(day: str) -> str:
    noon = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), dt.UTC)
    return spoken(noon, "UTC", "day")


def _price(hit: SearchHit) -> Shown:
    if hit.price is None:
        return {}
    if not hit.price:
        return {"price": _("Free")}
    return {"price": hit.price.format(), "price_note": _("in all")}


def _more(hit: SearchHit) -> list[Shown]:
    """ "3 more by Nerys Callow", a link to where they stand."""
    if not hit.more_by:
        return []
    words = ngettext("%(n)d more by %(name)s", "%(n)d more by %(name)s", hit.more_by)
    text: str | SafeString = words % {"n": hit.more_by, "name": hit.by}
    if hit.more_url:
        text = format_html('<a href="{}">{}</a>', languages.localised(hit.more_url), text)
    return [{"icon": "steps", "text": text}]


def _today() -> dt.date:
    return clock.now().date()
