"""From rows to what Elasticsearch keeps of them.

A rebuild makes a million of these: rows are read as plain values, lists as the text they are stored as, each of
which is parsed once.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from search import settings_tree
from search.database.ordering import browsed
from search.elastic.mapping import TRAVELS
from search.models import SearchDocument, SearchPlace
from search.settings_tree import SettingsTree
from search.texts import folded

CHUNK = 500

_LISTS = ("settings", "topics", "languages", "formats", "facts")
_SHOWN_AS_IT_IS = (
    "title",
    "url",
    "by",
    "picture",
    "summary",
    "body",
    "price_from",
    "price_to",
    "currency",
    "online",
)
_SHOWN_AS_TEXT = ("uid", "trainer_uid", "group_uid", "starts_at", "ends_at", "accepting_until")
_OTHERS = (
    "pk",
    "kind",
    "version",
    "quality",
    "countries",
    "translated_into",
    "visible_from",
    "visible_until",
)
_READ = (*_OTHERS, *_SHOWN_AS_IT_IS, *_SHOWN_AS_TEXT)
_AS_TEXT = {f"{name}_text": Cast(name, TextField()) for name in _LISTS}
Row = dict[str, Any]
"""The columns of a SearchDocument by name; do not change the lists in it."""


class Place(NamedTuple):
    """What is read of a SearchPlace and its point."""

    place_id: int
    label: str
    lat: float
    lon: float
    travel_km: int


_PLACE = ("place_id", "label", "point__lat", "point__lon", "travel_km")


class Source(NamedTuple):
    """A document of the index. `version` is the row's: an older one never takes a newer one's place."""

    id: str
    version: int
    body: dict[str, Any]


def source_id(kind: str, uid: UUID) -> str:
    """The key of a document in the index: `"trainer:6f1c..."`."""
    return f"{kind}:{uid}"


def tombstone(kind: str, uid: UUID, version: int) -> Source:
    """What stands in for a document that is gone, so that no older write brings it back."""
    return Source(source_id(kind, uid), version, {"gone": True, "version": version})


def sources(keys: Iterable[int]) -> Iterator[Source]:
    """Yield the documents of these primary keys of SearchDocument, in their order; those that are no more
    are left out.

    Reads `CHUNK` at a time with three statements, and one for the settings: memory does not grow with the
    number of keys.
    """
    tree = settings_tree.load()
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        yield from _chunk(chunk, tree)


def _chunk(keys: Sequence[int], tree: SettingsTree) -> Iterator[Source]:
    rows = _rows(keys)
    places: dict[int, list[Place]] = {}
    found = SearchPlace.objects.filter(document__in=keys).order_by("pk")
    for document, *told in found.values_list("document_id", *_PLACE):
        places.setdefault(document, []).append(Place(*told))
    pages = _trainer_pages(rows.values())
    for key in keys:
        if row := rows.get(key):
            body = _body(row, places.get(key, ()), tree, pages.get(row["trainer_uid"], ""))
            yield Source(source_id(row["kind"], row["uid"]), row["version"], body)


def _rows(keys: Sequence[int]) -> dict[int, Row]:
    """The rows of these keys, by key."""
    found = SearchDocument.objects.filter(pk__in=keys).values_list(*_READ, *_AS_TEXT.values())
    names = (*_READ, *_LISTS)
    rows = {}
    for values in found:
        row = dict(zip(names, values, strict=True))
        for name in _LISTS:
            row[name] = _parsed(row[name])
        rows[row["pk"]] = row
    return rows


@lru_cache(maxsize=10_000)
def _parsed(stored: str) -> list[Any]:
    """A list as it is stored: most documents share theirs with others."""
    parsed: list[Any] = json.loads(stored)
    return parsed


def _trainer_pages(rows: Iterable[Row]) -> dict[UUID | None, str]:
    """Where all of a trainer's packages stand: the rooms write packages anew when their trainer changes."""
    uids = {row["trainer_uid"] for row in rows if row["trainer_uid"]}
    return dict(SearchDocument.objects.filter(kind="trainer", uid__in=uids).values_list("uid", "url"))


def _body(row: Row, places: Sequence[Place], tree: SettingsTree, trainer_url: str) -> dict[str, Any]:
    """Empty values are left out: what is not there is not found either."""
    shown = _shown(row, places)
    fields = {
        "gone": False,
        "version": row["version"],
        "made": row["pk"],
        "words": _words(row, places, tree),
        "kind": row["kind"],
        "settings": row["settings"],
        "settings_counted": sorted(tree.with_ancestors(row["settings"])),
        "formats": row["formats"],
        "languages": row["languages"],
        "countries": _codes(row["countries"]),
        "translated_into": _codes(row["translated_into"]),
        "fold": source_id(row["kind"], row["trainer_uid"] or row["uid"]),
        "alone": row["trainer_uid"] in (None, row["uid"]),
        "quality": row["quality"],
        "browsed": browsed(row["kind"], row["quality"]),
        "online": row["online"],
        "accepting_until": shown["accepting_until"],
        "visible_from": _text(_minute(row["visible_from"], up=True)),
        "visible_until": _text(_minute(row["visible_until"])),
        "starts_at": shown["starts_at"],
        "over_at": shown["ends_at"] or shown["starts_at"],
        "price_from": row["price_from"],
        "currency": row["currency"],
        **_points(places),
        "pins": sorted({pin_key(place) for place in places}),
    }
    body = {name: value for name, value in fields.items() if value not in (None, "", [])}
    body["shown"] = {**shown, "trainer_url": trainer_url}
    return body


def _words(row: Row, places: Sequence[Place], tree: SettingsTree) -> dict[str, str]:
    return folded(
        kind=row["kind"],
        title=row["title"],
        by=row["by"],
        settings=row["settings"],
        topics=row["topics"],
        places=[place.label for place in places],
        languages=row["languages"],
        summary=row["summary"],
        body=row["body"],
        tree=tree,
    )._asdict()


def _codes(stored: str) -> list[str]:
    """What stands between bars: "|GB|IE|"."""
    return [code for code in stored.split("|") if code]


def _points(places: Sequence[Place]) -> dict[str, list[dict[str, float]]]:
    """All places in `at`, and again those whose trainer travels, by how far. Farther than one of TRAVELS and
    not as far as the next counts as the one: nobody is promised who does not come."""
    points: dict[str, list[dict[str, float]]] = {}
    for place in places:
        point = {"lat": place.lat, "lon": place.lon}
        points.setdefault("at", []).append(point)
        if travels := travelled(place.travel_km):
            points.setdefault(f"at_{travels}", []).append(point)
    return points


@lru_cache(maxsize=1_000)
def travelled(km: int) -> int:
    """The farthest of TRAVELS within `km`, or 0."""
    return max((travel for travel in TRAVELS if travel <= km), default=0)


def pin_key(place: Place) -> str:
    """All that a pin on the map needs, so that counting them tells it: `"7|25|51.01494|-3.10293|Taunton"`."""
    return f"{place.place_id}|{travelled(place.travel_km)}|{place.lat!r}|{place.lon!r}|{place.label}"


def _shown(row: Mapping[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """What a hit shows, never searched: with it no answer needs the database."""
    return {
        "kind": row["kind"],
        **{name: row[name] for name in _SHOWN_AS_IT_IS},
        **{name: row[name] for name in _LISTS},
        **{name: _text(row[name]) for name in _SHOWN_AS_TEXT},
        "places": places,
    }


def _minute(moment: dt.datetime | None, *, up: bool = False) -> dt.datetime | None:
    """The whole minute before, or after: nothing is seen too early or too long. Editors choose whole minutes."""
    if moment is None:
        return None
    before = moment.replace(second=0, microsecond=0)
    return before + dt.timedelta(minutes=1) if up and before < moment else before


def _text(value: Any) -> str | None:
    """Dates and moments as ISO 8601 (moments come from the database aware, in UTC)."""
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
