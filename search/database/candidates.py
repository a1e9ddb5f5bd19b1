"""One SQL statement that finds all documents of the fixed part of a query: words, place, price, dates.

What facets filter is left to search/database/counting.py, since each facet is counted without its own filter.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from core import clock
from directory.places.geo import bounding_boxes, cos_of, unit_vector
from search import fulltext
from search.database import ordering
from search.models import MAX_TRAVEL_KM
from search.query import SearchQuery


class Candidate(NamedTuple):
    """`accepting`: takes clients today. `comparable`: its price can be compared with the query's currency.
    `order` is what is sorted by (search/database/ordering.py)."""

    id: int
    signature: str
    accepting: bool
    fold: str
    order: Any
    comparable: bool


@dataclass
class _Statement:
    """Pieces of SQL with their parameters, in the order in which they stand in the text."""

    near: str = ""
    near_values: list[Any] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    source_values: list[Any] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    where_values: list[Any] = field(default_factory=list)
    nearness: str = ""
    rank: str = ""

    def only(self, condition: str, *values: Any) -> None:
        self.where.append(f"({condition})")
        self.where_values += values


def find(query: SearchQuery) -> list[Candidate]:
    """All documents that the fixed part of the query leaves, in no order. One query."""
    statement, values = _sql(query, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()  # type: ignore[no-any-return]  # plain tuples, read by Candidate's order


def _sql(query: SearchQuery, now: dt.datetime) -> tuple[str, list[Any]]:
    s = _Statement()
    if query.terms:
        _by_words(s, query)
    if query.point is not None:
        _by_point(s, query, *query.point)
    else:
        _by_country(s, query)
    _by_price(s, query)
    _by_dates(s, query)
    s.only("d.visible_from IS NULL OR d.visible_from <= %s", _instant(now))
    s.only("d.visible_until IS NULL OR d.visible_until > %s", _instant(now))
    order = ordering.expression(query, nearness=s.nearness, rank=s.rank)
    comparable, currencies = _comparable(query)
    columns = f"d.id, d.signature, COALESCE(d.accepting_until >= %s, FALSE), d.fold, {order}, {comparable}"
    text = f"{s.near} SELECT {columns} FROM {' '.join(s.sources)} WHERE {' AND '.join(s.where)}"  # noqa: S608  (pieces of our own; what came in is a parameter)
    today = connection.ops.adapt_datefield_value(now.date())
    return text, [*s.near_values, today, *currencies, *s.source_values, *s.where_values]


def _documents() -> str:
    """SQLite reads the wide row unless it is told to use the index that has all we need."""
    hint = " INDEXED BY search_document_narrow" if connection.vendor == "sqlite" else ""
    return f"search_searchdocument d{hint}"


def _by_words(s: _Statement, query: SearchQuery) -> None:
    """The full-text table leads, the others are looked up: the other way round takes seconds on SQLite."""
    match = fulltext.match(query.terms, any_word=query.any_word)
    s.sources.append(match.source)
    s.source_values += match.source_values
    s.only(match.where, *match.where_values)
    s.rank = match.rank


def _by_point(s: _Statement, query: SearchQuery, lat: float, lon: float) -> None:
    """By the box on the index, then by the circle: as far as was asked, or as far as the trainer travels."""
    boxes = bounding_boxes(lat, lon, max(query.radius_km, MAX_TRAVEL_KM))
    box = " OR ".join(["(lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s)"] * len(boxes))
    least = "MIN" if connection.vendor == "sqlite" else "LEAST"
    dot = "x * %s + y * %s + z * %s"
    s.near = (
        f"WITH near AS MATERIALIZED (SELECT document_id, MAX({dot}) AS nearness FROM search_searchplace "  # noqa: S608  (pieces of our own)
        f"WHERE ({box}) AND {dot} >= {least}(%s, reach) GROUP BY document_id)"
    )
    vector = unit_vector(lat, lon)
    edges = [edge for b in boxes for edge in (b.south, b.north, b.west, b.east)]
    s.near_values = [*vector, *edges, *vector, cos_of(query.radius_km)]
    s.nearness = "near.nearness"
    if query.online:
        _join_documents(s)
        s.sources.append("LEFT JOIN near ON near.document_id = d.id")
        s.only("near.document_id IS NOT NULL OR d.online")
        return
    if s.sources:
        s.sources.append("CROSS JOIN near")
        s.only(f"near.document_id = {fulltext.key()}")
    else:
        s.sources.append("near")
    s.sources.append(f"CROSS JOIN {_documents()}")
    s.only("d.id = near.document_id")


def _join_documents(s: _Statement) -> None:
    if s.sources:
        s.sources.append(f"CROSS JOIN {_documents()}")
        s.only(f"d.id = {fulltext.key()}")
    else:
        s.sources.append(_documents())


def _by_country(s: _Statement, query: SearchQuery) -> None:
    """A whole country, or nowhere; without a place, "online" keeps only what is online."""
    _join_documents(s)
    if query.country:
        online = " OR d.online" if query.online else ""
        s.only(f"d.countries LIKE %s{online}", f"%|{query.country}|%")
    elif query.online:
        s.only("d.online")


def _comparable(query: SearchQuery) -> tuple[str, list[str]]:
    if query.price_max is None and query.sort != "price":
        return "1", []
    return "COALESCE(d.price_from, 0) = 0 OR d.currency = %s", [query.currency]


def _by_price(s: _Statement, query: SearchQuery) -> None:
    """What costs nothing is below every price. Other currencies stay here, to be counted as left out."""
    if query.price_max is None:
        return
    s.only(
        "d.price_from <= %s AND (d.currency = %s OR d.price_from = 0) OR d.currency NOT IN (%s, '')",
        query.price_max,
        query.currency,
        query.currency,
    )


def _by_dates(s: _Statement, query: SearchQuery) -> None:
    """Whole days in the site's time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    if query.from_ is not None:
        start = dt.datetime.combine(query.from_, dt.time(), zone)
        s.only("COALESCE(d.ends_at, d.starts_at) >= %s", _instant(start))
    if query.to is not None:
        end = dt.datetime.combine(query.to + dt.timedelta(days=1), dt.time(), zone)
        s.only("d.starts_at < %s", _instant(end))


def _instant(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment.astimezone(dt.UTC))
