"""Invented data for the styleguide."""

import datetime as dt
import re
from typing import Any

from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from content.blocks import FigureBlock
from content.library_blocks import ActivityCardBlock, ResourceCardBlock
from content.video import EmbedBlock
from core.drawings import source
from core.me import Link
from core.money import Money
from dev.forms import SampleForm
from directory.library.models import Activity, Resource

ZONE = "Europe/Berlin"
START = dt.datetime(2026, 3, 19, 9, 15, tzinfo=dt.UTC)
DRAWINGS = (
    *("bench", "ward", "cups", "door", "letter", "string-loose", "string-knot", "bench-empty", "rings"),
    *("rope", "apple", "whistle", "glasses", "chairs", "boats"),
)
COLOURS = (
    ("paper", "the page"),
    ("raised", "what you can act in"),
    ("sunk", "bands, receipts"),
    ("line", "hairlines"),
    ("line-firm", "edges of controls"),
    ("ink", "text"),
    ("ink-soft", "second text"),
    ("spruce", "links, selection"),
    ("spruce-tint", "selected, calm notice"),
    ("panel", "people are talking"),
    ("panel-2", "lines on the panel"),
    ("warm", "main action, here"),
    ("warm-down", "main action, pressed"),
    ("on-warm", "text on the main action"),
    ("warm-tint", "marked, referral"),
    ("warm-ink", "section names, numbers"),
    ("bad", "a mistake"),
    ("bad-tint", "its ground"),
    ("wait", "waiting"),
    ("wait-tint", "its ground"),
    ("land", "map"),
    ("sea", "map"),
    ("focus", "focus ring"),
)
SIZES = (
    ("t5", "h1 of an opening", "Listening is a skill."),
    ("t4", "h1, a voice at large", "Two sides of the same sentence"),
    ("t3", "h2, totals", "What you can book"),
    ("t2", "h3, lead, voice", "Two hours a month"),
    ("t1", "h4, reading text, prices", "Four sessions over six months"),
)


def everything() -> dict[str, Any]:
    """The styleguide's context."""
    return {
        "zone": ZONE,
        "start": START,
        "price": Money(38000, "GBP"),
        "icons": re.findall(r'id="i-([a-z]+)"', source("sprite.svg")),
        "drawings": DRAWINGS,
        "colours": COLOURS,
        "sizes": SIZES,
        "faces": [f"face-{number}" for number in range(1, 41)],
        "form": SampleForm(prefix="calm", initial={"name": "Ilka Sorrendahl", "brought": "q"}),
        "wrong": _wrong_form(),
        "trail": [
            Link("Trainers", "#trainers"),
            Link("Probation near Taunton", "#found"),
            Link("Nerys Callow", ""),
        ],
        "tabs": _tabs(),
        "facts": [{"icon": "pin", "text": "Bridgwater, 14 km"}, {"icon": "clock", "text": "18:30 to 20:30"}],
        "hits": _hits(),
        "ways": [Link("Within 40 km, 2 groups", "#wider"), Link("Online, 5 trainers", "#online")],
        "lines": _lines(),
        "tiers": _tiers(),
        "ahead": _ahead(),
        "days": _days(),
        "options": _options(),
        "map": _map(),
        "radii": [{"value": 10, "label": "10 km"}, {"value": 40, "label": "40 km"}],
        "columns": [{"label": "Session"}, {"label": "With"}, {"label": "Price", "numeric": True}, _HIDDEN],
        "rows": _rows(),
        "blocks": _blocks(),
    }


def _blocks() -> list[SafeString]:
    """What stands in a text from elsewhere."""
    film = {
        "address": "https://vimeo.com/76979871",
        "title": "Two minutes in a waiting room",
        "description": "A nurse and a man of sixty sit side by side. She asks what he makes of it, and waits.",
    }
    figure = {
        "drawing": "boats",
        "image": None,
        "alt": "Two paper boats",
        "caption": "One wind, two boats.",
        "description": RichText("<p>Rings spread from both and meet in the middle.</p>"),
    }
    activity = Activity(
        title="Echo Ladder", slug="echo-ladder", minutes=15, skill="reflections", published_at=START
    )
    resource = Resource(
        title="A Guide to Listening", slug="guide", kind="guide", by="Somebody", published_at=START
    )
    embed = EmbedBlock()
    return [
        embed.render(embed.to_python(film)),
        FigureBlock().render(figure),
        ActivityCardBlock().render({"activity": activity, "why": "It needs two people."}),
        ResourceCardBlock().render({"resource": resource, "why": "Short, and free to read."}),
    ]


def _map() -> dict[str, Any]:
    towns = (("Taunton", 51.015, -3.103), ("Bridgwater", 51.128, -3.004), ("Wellington", 50.978, -3.225))
    return {
        "data": {
            "towns": [
                {"id": number, "number": number, "label": name, "lat": lat, "lon": lon}
                for number, (name, lat, lon) in enumerate(towns, start=1)
            ],
            "centre": towns[0][1:],
            "km": 40,
            "pins": "/search/pins/?near=51.01,-3.1",
        },
        "unit_km": "1",
    }


_HIDDEN = {"label": "Open", "hidden": True}


def _wrong_form() -> SampleForm:
    return SampleForm({"wrong-name": "Ilka Sorrendahl", "wrong-mail": "ilka.mail.example"}, prefix="wrong")


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": "Everything", "url": "#all", "count": 32, "current": True},
        {"label": "Trainers", "url": "#trainers", "count": 6, "current": False},
        {"label": "Groups", "url": "#groups", "count": 0, "current": False},
    ]


def _hits() -> list[dict[str, Any]]:
    place = {"number": 1, "text": "Taunton, 2 km; travels 50 km"}
    return [
        {
            "url": "#trainer",
            "title": "Nerys Callow",
            "kind": "Trainer",
            "kind_icon": "person",
            "kind_note": "MINT membership verified",
            "summary": SafeString(
                "Nineteen years in <mark>probation</mark>, now training the people who do it."
            ),
            "portrait": "nerys",
            "facts": [place, {"icon": "screen", "text": "Online"}, {"text": "English, Welsh"}],
            "state": "Accepting clients",
            "note": "confirmed 4 March",
        },
        {
            "url": "#full",
            "title": "Tomasz Werle",
            "kind": "Trainer",
            "kind_icon": "person",
            "summary": "Group work in courts and residential treatment; slow, dry, patient.",
            "portrait": "tomasz",
            "state": "Not now",
            "state_kind": "off",
        },
        {
            "url": "#group",
            "title": "Quantock Listening Group",
            "kind": "Practice group",
            "kind_icon": "group",
            "kind_note": "open to join",
            "summary": "Meets on the second Thursday. Probation, housing and community treatment.",
            "taken": 9,
            "places": 12,
            "facts": [{"number": 2, "text": "Bridgwater, 14 km"}],
            "price_note": "Free",
            "seats_text": "3 of 12 places free",
        },
        {
            "url": "#session",
            "title": "Real-plays in threes, with Pebble Sort",
            "kind": "Group session",
            "kind_icon": "cal",
            "starts": START,
            "zone": ZONE,
            "summary": "Sorting change talk from sustain talk, then practice on things that are yours.",
        },
        {
            "url": "#package",
            "title": "Keeping it going: four sessions over six months",
            "kind": "Coaching package",
            "kind_icon": "steps",
            "kind_note": "with Nerys Callow",
            "summary": "One to one. Bring a recording or a worry.",
            "sessions": 4,
            "minutes": 50,
            "facts": [place, {"icon": "clock", "text": "4 × 50 min"}],
            "price": "£380",
            "price_note": "in all",
        },
        {
            "url": "#article",
            "title": "Youth Justice: Choice Inside Limits",
            "kind": "Article",
            "kind_icon": "page",
            "kind_note": "7 minutes",
            "summary": "The order is fixed. How somebody meets it is not.",
            "note": "Checked 11 January",
        },
    ]


def _lines() -> list[dict[str, Any]]:
    session = SafeString("<b>Thursday 19 March, 10:15</b>, Berlin")
    return [
        {"label": "First session", "value": session, "long": True},
        {"label": "Sessions, £95 each", "value": "£380"},
        {"label": "Taxes and fees", "value": "included"},
    ]


def _tiers() -> list[dict[str, Any]]:
    return [
        {
            "title": "Until Tuesday 17 March, 10:15",
            "text": "Move or cancel.",
            "back": "£380 back",
            "share": 100,
        },
        {
            "title": "Then until Wednesday 18 March, 10:15",
            "text": "Half of this session comes back.",
            "back": "£332.50 back",
            "share": 87,
        },
        {"title": "In the last 24 hours", "back": "£285 back", "share": 75},
    ]


def _ahead() -> list[dict[str, Any]]:
    return [
        {"title": "You confirmed the payment", "text": "14:06", "state": "done"},
        {"title": "The bank tells us", "text": "Usually within a minute.", "state": "now"},
        {"title": "Your booking is confirmed", "text": "By mail, too."},
    ]


def _days() -> list[dict[str, Any]]:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    times = {
        1: ("09:00", "10:15", "16:30"),
        2: ("18:00", "19:15"),
        3: ("09:00", "10:15", "11:30"),
        4: ("13:00",),
    }
    return [
        {
            "weekday": name,
            "number": 16 + offset,
            "label": f"{name} {16 + offset} March",
            "note": "day off" if offset > 4 else "",
            "slots": [
                {
                    "value": f"{offset}-{time}",
                    "time": time,
                    "other": f"{int(time[:2]) - 1:02}{time[2:]}",
                    "other_zone": "London",
                }
                for time in times.get(offset, ())
            ],
        }
        for offset, name in enumerate(names)
    ]


def _options() -> list[dict[str, Any]]:
    return [
        {"value": "justice", "label": "Justice, all", "count": 41, "checked": False},
        {"value": "probation", "label": "Probation", "count": 32, "checked": True, "inner": True},
        {"value": "prison", "label": "Prison", "count": 0, "checked": False, "inner": True},
    ]


def _rows() -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": "Today, 09:15", "small": "online, 50 min"},
            {"text": "Ilka S.", "small": "Berlin, 10:15 there", "label": "With"},
            {"text": "£380", "label": "Price", "numeric": True},
            {"act": True, "text": "Open", "url": "#open", "hint": "the booking of Ilka S."},
        ],
        [
            {"text": "Today, 14:00", "small": "Taunton, 50 min"},
            {"text": "P. Marlowe-Finch", "label": "With"},
            {"text": "£105", "label": "Price", "numeric": True},
            {"act": True, "text": "Open", "url": "#open-2", "hint": "the booking of P. Marlowe-Finch"},
        ],
    ]
