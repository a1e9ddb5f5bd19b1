"""From what Elasticsearch answers to what every engine answers."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from core.money import Money
from directory.places.geo import distance_km
from search.elastic.source import travelled
from search.facets import FACETS
from search.highlight import passage
from search.query import SearchQuery
from search.result import Folded, Pin, SearchHit

Answer = Mapping[str, Any]
T = TypeVar("T")


class Counted(NamedTuple):
    """`total` documents in `folds`; `left_out` for their currency."""

    facets: dict[str, dict[str, int]]
    total: int
    folds: int
    left_out: int
    dated: int


class _Place(NamedTuple):
    place_id: int
    label: str
    lat: float
    lon: float
    travel_km: int


def counted(answer: Answer) -> Counted:
    """All the numbers of an answer to `Question.counts`."""
    counts, total = answer["aggregations"], total_of(answer)
    matching = counts["matching"]
    folded = matching["folded"]
    return Counted(
        facets={name: _values(counts.get(name, matching)[name]) for name in FACETS},
        total=total,
        folds=total - folded["doc_count"] + folded["folds"]["value"],
        left_out=counts["left_out"]["doc_count"] if "left_out" in counts else 0,
        dated=matching["dated"]["doc_count"],
    )


def total_of(answer: Answer) -> int:
    """How many documents match."""
    return int(answer["hits"]["total"]["value"])


def folds_of(answer: Answer) -> list[str]:
    """The folds on a page that may hold more than their hit."""
    return [_fold(hit) for hit in answer["hits"]["hits"] if _fold(hit) != hit["_id"]]


def members_of(answer: Answer) -> dict[str, Answer]:
    """By fold what `Question.more` was told: how many there are, and the first of them."""
    return {bucket["key"]: bucket for bucket in answer["aggregations"]["folds"]["buckets"]}


def hits_of(answer: Answer, query: SearchQuery, members: Mapping[str, Answer]) -> tuple[SearchHit, ...]:
    """The hits of a page, in their order, each with those that stand under it."""
    return tuple(_hit(found, query, members.get(_fold(found))) for found in answer["hits"]["hits"])


def _fold(hit: Answer) -> str:
    return str(hit["fields"]["fold"][0])


def pins_of(answer: Answer, query: SearchQuery, *, most: int) -> tuple[Pin, ...]:
    """The towns, those with most documents first. Near a point only those within the radius, or from which
    somebody travels that far: a document found by one of its places has others elsewhere."""
    pins: dict[int, Pin] = {}
    for bucket in answer["aggregations"]["pins"]["buckets"]:
        key, travel, lat, lon, label = bucket["key"].split("|", 4)
        pin = Pin(int(key), label, float(lat), float(lon), bucket["doc_count"])
        if _within_reach(pin, int(travel), query):
            known = pins.setdefault(pin.place_id, Pin(pin.place_id, label, pin.lat, pin.lon, 0))
            pins[pin.place_id] = Pin(
                pin.place_id, label, known.lat, known.lon, known.documents + pin.documents
            )
    ordered = sorted(pins.values(), key=lambda pin: (-pin.documents, pin.place_id))
    return tuple(ordered[:most])


def _within_reach(pin: Pin, travel_km: int, query: SearchQuery) -> bool:
    if query.point is None:
        return True
    return distance_km(*query.point, pin.lat, pin.lon) <= max(query.radius_km, travelled(travel_km))


def _values(count: Answer) -> dict[str, int]:
    """Of a facet with values, or of one that is either so or not."""
    if "buckets" not in count:
        return {"1": count["doc_count"]}
    return {bucket["key"]: bucket["doc_count"] for bucket in count["buckets"]}


def _hit(found: Answer, query: SearchQuery, members: Answer | None) -> SearchHit:
    shown = found["_source"]["shown"]
    places = [_Place(*place) for place in shown["places"]]
    nearest, km = _nearest(places, query)
    more_by = members["doc_count"] - 1 if members else 0
    under = members["first"]["hits"]["hits"] if members else []
    return SearchHit(
        kind=shown["kind"],
        uid=UUID(shown["uid"]),
        title=shown["title"],
        url=shown["url"],
        summary=shown["summary"],
        by=shown["by"],
        picture=shown["picture"],
        trainer_uid=_read(UUID, shown["trainer_uid"]),
        group_uid=_read(UUID, shown["group_uid"]),
        settings=tuple(shown["settings"]),
        topics=tuple(shown["topics"]),
        languages=tuple(shown["languages"]),
        formats=tuple(shown["formats"]),
        price=_money(shown["price_from"], shown["currency"]),
        price_to=_money(shown["price_to"], shown["currency"]),
        starts_at=_read(dt.datetime.fromisoformat, shown["starts_at"]),
        ends_at=_read(dt.datetime.fromisoformat, shown["ends_at"]),
        online=shown["online"],
        accepting_until=_read(dt.date.fromisoformat, shown["accepting_until"]),
        facts={str(key): str(told) for key, told in shown["facts"]},
        place=nearest.label if nearest else "",
        place_id=nearest.place_id if nearest else None,
        at=(nearest.lat, nearest.lon) if nearest else None,
        places=len(places),
        travel_km=nearest.travel_km if nearest else 0,
        distance_km=km,
        highlight=passage(query.terms, shown["summary"], shown.get("body", "")),
        more_by=more_by,
        more=tuple(_folded(other["_source"]["shown"]) for other in under if other["_id"] != found["_id"]),
        more_url=shown["trainer_url"] if more_by else "",
    )


def _folded(shown: Answer) -> Folded:
    return Folded(
        title=shown["title"], url=shown["url"], price=_money(shown["price_from"], shown["currency"])
    )


def _nearest(places: Sequence[_Place], query: SearchQuery) -> tuple[_Place | None, float | None]:
    """The nearest place, or the first where no point was asked for."""
    if not places:
        return None, None
    if query.point is None:
        return places[0], None
    lat, lon = query.point
    km, number = min((distance_km(lat, lon, at.lat, at.lon), number) for number, at in enumerate(places))
    return places[number], km


def _money(amount: int | None, currency: str) -> Money | None:
    return Money(amount, currency) if amount is not None and currency else None


def _read(reader: Callable[[str], T], text: str | None) -> T | None:
    return None if text is None else reader(text)
