"""The SQL of a query, in pieces: the fixed part (words, place, price, dates), and what facets choose."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from core import clock
from directory.places.geo import bounding_boxes, cos_of, unit_vector
from search import fulltext, signature
from search.database import ordering
from search.models import MAX_TRAVEL_KM
from search.query import SearchQuery
from search.settings_tree import SettingsTree

_SEEN = "(SELECT DISTINCT g FROM groups) seen CROSS JOIN search_searchsignature s"
_DOT = "x * %s + y * %s + z * %s"
_ANYBODY = 2.0  # more than any `reach`, which is a cosine


@dataclass
class Statement:
    """Pieces of SQL with their parameters, in the order in which they stand in the text.

    `tables` are named queries in front; `nearness` and `rank` are empty where no place and no words are asked for.
    """

    tables: list[str] = field(default_factory=list)
    table_values: list[Any] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    source_values: list[Any] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    where_values: list[Any] = field(default_factory=list)
    nearness: str = ""
    rank: str = ""

    def table(self, name: str, text: str, values: Sequence[Any] = (), *, kept: bool = True) -> None:
        """Put a query in front, under a name; computed once and kept, or only as far as it is read."""
        self.tables.append(f"{name} AS {'' if kept else 'NOT '}MATERIALIZED ({text})")
        self.table_values += values

    def only(self, condition: str, *values: Any) -> None:
        self.where.append(f"({condition})")
        self.where_values += values

    def select(self, columns: str, values: Sequence[Any] = ()) -> tuple[str, list[Any]]:
        """What it finds of the documents `d`, without the tables in front."""
        text = f"SELECT {columns} FROM {' '.join(self.sources)} WHERE {' AND '.join(self.where)}"  # noqa: S608  (pieces of our own; what came in is a parameter)
        return text, [*values, *self.source_values, *self.where_values]

    def send(self, text: str, values: Sequence[Any] = ()) -> list[Any]:
        """Send a query that reads the tables in front."""
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(self.tables)} {text}", [*self.table_values, *values])
            return list(cursor.fetchall())


def passing(
    query: SearchQuery, tree: SettingsTree, *, ordered: bool = True, kept: bool = True
) -> tuple[Statement, str]:
    """Return a statement with three tables in front, and the name of the last.

    `found`, what words, place, price and dates leave: id, g (key of the signature), a (accepts clients today),
    c (its price can be compared with the query's currency; both 0 or 1), fold, o (search/database/ordering.py).
    `groups`, the same counted (n) by g, a and c. The last holds of `found` what all facets choose.
    Without `kept` they are computed only as far as they are read.
    """
    s = _fixed(query, ranked=ordered)
    order = ordering.expression(query, nearness=s.nearness, rank=s.rank) if ordered else "0"
    same, currencies = _comparable(query)
    columns = (
        f"d.id, d.signature_key AS g, CASE WHEN d.accepting_until >= %s THEN 1 ELSE 0 END AS a, {same} AS c, "
        f"d.fold_key AS fold, {order} AS o"
    )
    today = connection.ops.adapt_datefield_value(clock.now().date())
    s.table("found", *s.select(columns, [today, *currencies]), kept=kept)
    s.table("groups", "SELECT g, a, c, COUNT(*) AS n FROM found GROUP BY g, a, c")
    chosen, read = _chosen(query, tree), _not_translated(query, kept=kept)
    narrowed = [*chosen.where, *(["c = 1"] if currencies else []), *(["a = 1"] if query.accepting else [])]
    conditions = [*narrowed, *read.where]
    if not conditions:
        return s, "found"
    # A copy is worth its while where it is much smaller than `found`.
    s.table(
        "passing",
        f"SELECT * FROM found WHERE {' AND '.join(conditions)}",  # noqa: S608  (pieces of our own)
        [*chosen.where_values, *read.where_values],
        kept=bool(narrowed),
    )
    return s, "passing"


def towns_around(query: SearchQuery, lat: float, lon: float) -> tuple[str, list[Any]]:
    """The points that a search near one may reach, as SQL: `key`, `dot` (the cosine of the angle) and `within`.

    A place matches where its `reach` is at most `within`: anybody as near as was asked, beyond that who travels so
    far. The box is for the index, the dot product for the circle.
    """
    farthest = max(query.radius_km, MAX_TRAVEL_KM)
    boxes = bounding_boxes(lat, lon, farthest)
    box = " OR ".join(["(lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s)"] * len(boxes))
    edges = [edge for b in boxes for edge in (b.south, b.north, b.west, b.east)]
    inside = f"SELECT key, {_DOT} AS dot FROM search_searchpoint WHERE {box}"  # noqa: S608  (pieces of our own)
    return (
        f"SELECT key, dot, CASE WHEN dot >= %s THEN {_ANYBODY} ELSE dot END AS within "  # noqa: S608  (pieces of our own)
        f"FROM ({inside}) AS boxed WHERE dot >= %s",
        [cos_of(query.radius_km), *unit_vector(lat, lon), *edges, cos_of(farthest)],
    )


def _fixed(query: SearchQuery, *, ranked: bool) -> Statement:
    """All documents that words, place, price and dates leave, facets aside."""
    s = Statement()
    if query.terms:
        _by_words(s, query, ranked=ranked)
    if query.point is not None:
        _by_point(s, query, *query.point)
    else:
        _by_country(s, query)
    _by_price(s, query)
    _by_dates(s, query)
    now = _instant(clock.now())
    s.only("d.visible_from IS NULL OR d.visible_from <= %s", now)
    s.only("d.visible_until IS NULL OR d.visible_until > %s", now)
    return s


def _chosen(query: SearchQuery, tree: SettingsTree) -> Statement:
    """Conditions on `found`: its signature has what the facets choose. Each signature is looked at once."""
    texts = Statement()
    at = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
    for where, wanted in (
        ("= 1", [signature.beginning(kind) for kind in query.kinds]),
        ("> 0", [signature.value(signature.FORMAT, name) for name in query.formats]),
        ("> 0", [signature.value(signature.LANGUAGE, code) for code in query.languages]),
        (
            "> 0",
            [
                signature.value(signature.SETTING, slug)
                for slug in sorted(tree.with_descendants(query.settings))
            ],
        ),
    ):
        if wanted:
            texts.only(" OR ".join([f"{at}(s.text, %s) {where}"] * len(wanted)), *wanted)
    chosen = Statement()
    if texts.where:
        chosen.only(
            f"g IN (SELECT s.key FROM {_SEEN} WHERE s.key = seen.g AND {' AND '.join(texts.where)})",  # noqa: S608  (pieces of our own)
            *texts.where_values,
        )
    return chosen


def _not_translated(query: SearchQuery, *, kept: bool) -> Statement:
    """A condition on `found`: it is not there in the reader's language too. Hardly any signature is, so those are
    named that are; where the first document is enough, among all signatures rather than those found."""
    s = Statement()
    if query.reading_in:
        at = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
        among = f"{_SEEN} WHERE s.key = seen.g AND" if kept else "search_searchsignature s WHERE"
        translated = signature.value(signature.TRANSLATED, query.reading_in)
        s.only(f"g NOT IN (SELECT s.key FROM {among} {at}(s.text, %s) > 0)", translated)  # noqa: S608  (pieces of our own)
    return s


def _comparable(query: SearchQuery) -> tuple[str, list[str]]:
    """Whether a price can be compared: 0 or 1, and its parameters; none where nothing is compared."""
    if query.price_max is None and query.sort != "price":
        return "1", []
    return "CASE WHEN COALESCE(d.price_from, 0) = 0 OR d.currency = %s THEN 1 ELSE 0 END", [query.currency]


def _documents() -> str:
    """SQLite reads the wide row unless it is told to use the index that has all we need."""
    hint = " INDEXED BY search_document_narrow" if connection.vendor == "sqlite" else ""
    return f"search_searchdocument d{hint}"


def _by_words(s: Statement, query: SearchQuery, *, ranked: bool) -> None:
    """The full-text table leads, the others are looked up: the other way round takes seconds on SQLite."""
    match = fulltext.match(
        query.terms,
        least=query.least_words,
        shares=query.shares,
        finders=query.finders,
        ranked=ranked,
    )
    s.sources.append(match.source)
    s.source_values += match.source_values
    s.only(match.where, *match.where_values)
    s.rank = match.rank


def _by_point(s: Statement, query: SearchQuery, lat: float, lon: float) -> None:
    """With what is online, all documents are looked at; else those near lead."""
    s.table("towns", *towns_around(query, lat, lon))
    s.table(
        "near",
        "SELECT p.document_id, MAX(towns.dot) AS nearness FROM towns CROSS JOIN search_searchplace p "
        "WHERE p.point_id = towns.key AND p.reach <= towns.within GROUP BY p.document_id",
    )
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


def _join_documents(s: Statement) -> None:
    if s.sources:
        s.sources.append(f"CROSS JOIN {_documents()}")
        s.only(f"d.id = {fulltext.key()}")
    else:
        s.sources.append(_documents())


def _by_country(s: Statement, query: SearchQuery) -> None:
    """A whole country, or nowhere; without a place, "online" keeps only what is online."""
    _join_documents(s)
    if query.country:
        online = " OR d.online" if query.online else ""
        s.only(f"d.countries LIKE %s{online}", f"%|{query.country}|%")
    elif query.online:
        s.only("d.online")


def _by_price(s: Statement, query: SearchQuery) -> None:
    """What costs nothing is below every price. Other currencies stay here, to be counted as left out."""
    if query.price_max is None:
        return
    s.only(
        "d.price_from <= %s AND (d.currency = %s OR d.price_from = 0) OR d.currency NOT IN (%s, '')",
        query.price_max,
        query.currency,
        query.currency,
    )


def _by_dates(s: Statement, query: SearchQuery) -> None:
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
