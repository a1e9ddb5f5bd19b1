"""From rows to what Elasticsearch keeps of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from search import settings_tree
from search.elastic.mapping import TRAVELS
from search.models import SearchDocument, SearchPlace
from search.settings_tree import SettingsTree
from search.texts import folded

CHUNK = 500

_SHOWN = (
    "title",
    "url",
    "by",
    "picture",
    "summary",
    "settings",
    "topics",
    "languages",
    "formats",
    "price_from",
    "price_to",
    "currency",
    "online",
    "facts",
)
_SHOWN_AS_TEXT = ("uid", "trainer_uid", "group_uid", "starts_at", "ends_at", "accepting_until")


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
    documents = SearchDocument.objects.in_bulk(keys)
    places: dict[int, list[SearchPlace]] = {}
    for place in SearchPlace.objects.filter(document__in=documents).order_by("pk"):
        places.setdefault(place.document_id, []).append(place)
    pages = _trainer_pages(documents.values())
    for key in keys:
        if document := documents.get(key):
            yield source_of(
                document, places.get(key, []), tree, trainer_url=pages.get(document.trainer_uid, "")
            )


def source_of(
    document: SearchDocument, places: Sequence[SearchPlace], tree: SettingsTree, *, trainer_url: str = ""
) -> Source:
    """The document of the index made of a row and its places. `trainer_url`: the page of the trainer it is of."""
    body = _body(document, places, tree)
    body["shown"]["trainer_url"] = trainer_url
    return Source(source_id(document.kind, document.uid), document.version, body)


def _trainer_pages(documents: Iterable[SearchDocument]) -> dict[UUID | None, str]:
    """Where all of a trainer's packages stand: the rooms write packages anew when their trainer changes."""
    uids = {document.trainer_uid for document in documents if document.trainer_uid}
    return dict(SearchDocument.objects.filter(kind="trainer", uid__in=uids).values_list("uid", "url"))


def _body(document: SearchDocument, places: Sequence[SearchPlace], tree: SettingsTree) -> dict[str, Any]:
    """Empty values are left out: what is not there is not found either."""
    fields = {
        "gone": False,
        "version": document.version,
        "made": document.pk,
        "words": _words(document, places, tree),
        "kind": document.kind,
        "settings": document.settings,
        "settings_counted": sorted(tree.with_ancestors(document.settings)),
        "formats": document.formats,
        "languages": document.languages,
        "countries": [code for code in document.countries.split("|") if code],
        "fold": source_id(document.kind, document.trainer_uid or document.uid),
        "alone": document.trainer_uid in (None, document.uid),
        "quality": document.quality,
        "online": document.online,
        "accepting_until": _text(document.accepting_until),
        "visible_from": _text(document.visible_from),
        "visible_until": _text(document.visible_until),
        "starts_at": _text(document.starts_at),
        "over_at": _text(document.ends_at or document.starts_at),
        "price_from": document.price_from,
        "currency": document.currency,
        **_points(places),
        "pins": sorted({pin_key(place) for place in places}),
        "shown": _shown(document, places),
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _words(document: SearchDocument, places: Sequence[SearchPlace], tree: SettingsTree) -> dict[str, str]:
    return folded(
        kind=document.kind,
        title=document.title,
        by=document.by,
        settings=document.settings,
        topics=document.topics,
        places=[place.label for place in places],
        languages=document.languages,
        summary=document.summary,
        body=document.body,
        tree=tree,
    )._asdict()


def _points(places: Sequence[SearchPlace]) -> dict[str, list[dict[str, float]]]:
    """All places in `at`, and again those whose trainer travels, by how far. Farther than one of TRAVELS and
    not as far as the next counts as the one: nobody is promised who does not come."""
    points: dict[str, list[dict[str, float]]] = {}
    for place in places:
        point = {"lat": place.lat, "lon": place.lon}
        points.setdefault("at", []).append(point)
        if travels := travelled(place.travel_km):
            points.setdefault(f"at_{travels}", []).append(point)
    return points


def travelled(km: int) -> int:
    """The farthest of TRAVELS within `km`, or 0."""
    return max((travel for travel in TRAVELS if travel <= km), default=0)


def pin_key(place: SearchPlace) -> str:
    """All that a pin on the map needs, so that counting them tells it: `"7|25|51.01494|-3.10293|Taunton"`."""
    return f"{place.place_id}|{travelled(place.travel_km)}|{place.lat!r}|{place.lon!r}|{place.label}"


def _shown(document: SearchDocument, places: Sequence[SearchPlace]) -> dict[str, Any]:
    """What a hit shows, never searched: with it no answer needs the database."""
    return {
        **{name: getattr(document, name) for name in _SHOWN},
        **{name: _text(getattr(document, name)) for name in _SHOWN_AS_TEXT},
        "kind": document.kind,
        "body": document.body,
        "places": [[place.place_id, place.label, place.lat, place.lon, place.travel_km] for place in places],
    }


def _text(value: Any) -> str | None:
    """Dates and moments as ISO 8601 (moments come from the database aware, in UTC)."""
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
