"""From a SearchQuery to what Elasticsearch is asked.

What is the same for every facet (place, dates, price, words) is the query; what was ticked is the
`post_filter`, and each count has all ticks but its own.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from directory.places.geo import EVERYWHERE_KM
from search.database.pages import MORE_SHOWN
from search.elastic import order, words
from search.elastic.mapping import DEEPEST, TRAVELS
from search.facets import FACETS
from search.query import SearchQuery
from search.settings_tree import SettingsTree

Clause = dict[str, Any]

# More than there are kinds, settings, formats or languages: every value comes, so every count is exact on any
# number of shards.
MOST_VALUES = 1_000
# Up to here different folds are counted exactly (the most that Elasticsearch allows), beyond it within a percent.
# Only folds that can hold several documents are counted so.
EXACT_FOLDS = 40_000
# Towns with their travel radius that are looked at for pins.
MOST_PINS = 5_000

_FIELDS = {"kind": "kind", "setting": "settings_counted", "format": "formats", "language": "languages"}
# What is told of a document under a hit.
_UNDER = [f"shown.{name}" for name in ("title", "url", "price_from", "currency")]
_ALL: Clause = {"match_all": {}}


@dataclass(frozen=True)
class Question:
    """One query in one minute: `now` decides what is visible and who accepts clients. In the index things appear and
    go at whole minutes, so that the same search is the same question for a minute, and Elasticsearch knows its answer
    until the index changes.

    Each question is the body of a request.
    """

    query: SearchQuery
    tree: SettingsTree
    now: dt.datetime

    @cached_property
    def _minute(self) -> dt.datetime:
        return self.now.replace(second=0, microsecond=0)

    def counts(self) -> dict[str, Any]:
        """Total and all counts, without a hit: a question of its own, since Elasticsearch counts on several cores
        only where nothing is scored or collapsed."""
        return {
            "size": 0,
            "query": self._found(scored=False),
            "post_filter": self._narrowed,
            "track_total_hits": True,
            "aggs": self._counts(),
        }

    def hits(self, page: int) -> dict[str, Any]:
        """The hits of a page: the best document of each fold."""
        size = self.query.page_size
        return {
            "from": min((page - 1) * size, DEEPEST - size),
            "size": size,
            "query": self._found(scored=True),
            "post_filter": self._narrowed,
            "sort": order.sort(self.query),
            "collapse": {"field": "fold"},
            "_source": {"includes": ["shown"], "excludes": [] if self.query.terms else ["shown.body"]},
            "track_total_hits": False,
        }

    def more(self, folds: Sequence[str]) -> dict[str, Any]:
        """How many documents each of these folds holds, and the first of them, the hit itself before the others.

        One question for all: `inner_hits` would ask the whole query once for each hit.
        """
        first = {
            "size": 1 + MORE_SHOWN,
            "sort": order.sort(self.query),
            "_source": {"includes": _UNDER},
        }
        members = {
            "terms": {"field": "fold", "size": len(folds)},
            "aggs": {"first": {"top_hits": first}},
        }
        # One clause for each: of `terms` Lucene does not know how few they are, and would start with the words.
        these = any_of([{"term": {"fold": fold}} for fold in folds])
        narrowed = [these, *self._ticked.values(), *self._comparable]
        return {
            "size": 0,
            "track_total_hits": False,
            "query": self._found(scored=True, narrowed=narrowed),
            "aggs": {"folds": members},
        }

    def total(self) -> dict[str, Any]:
        """Only how many documents match, ticks and all."""
        return {"size": 0, "track_total_hits": True, "query": self._matching()}

    def pins(self) -> dict[str, Any]:
        """The towns of all documents that match, with how many are there."""
        pins = {"terms": {"field": "pins", "size": MOST_PINS}}
        return {"size": 0, "track_total_hits": False, "query": self._matching(), "aggs": {"pins": pins}}

    def _matching(self) -> Clause:
        return self._found(scored=False, narrowed=[*self._ticked.values(), *self._comparable])

    def _found(self, *, scored: bool, narrowed: Sequence[Clause] = ()) -> Clause:
        """Everything but what was ticked; within `narrowed`."""
        query = self.query
        asked = (
            words.query(query.terms, least=query.least_words, shares=query.shares, finders=query.finders)
            if query.terms
            else None
        )
        filters = [*narrowed, *self._where(), *self._priced(), *self._dated()]
        scores = scored and order.is_scored(query)
        if asked and not scores:
            filters.append(asked)
        found: Clause = {"bool": {"filter": filters, "must_not": self._hidden()}}
        if asked and scores:
            found["bool"]["must"] = [asked]
        return order.scored(found, query) if scores else found

    def _hidden(self) -> list[Clause]:
        """What is gone, not to be seen yet, or no longer."""
        now = self._minute.isoformat()
        return [
            {"term": {"gone": True}},
            {"range": {"visible_from": {"gt": now}}},
            {"range": {"visible_until": {"lte": now}}},
        ]

    def _where(self) -> list[Clause]:
        """By the circle asked for or as far as the trainer travels; else a country; else what is online."""
        query = self.query
        online = [{"term": {"online": True}}] if query.online else []
        if query.point is not None:
            return [any_of([*_circles(*query.point, query.radius_km), *online])]
        if query.country:
            return [any_of([{"term": {"countries": query.country}}, *online])]
        return list(online)

    def _priced(self) -> list[Clause]:
        """What costs nothing is below every price. Other currencies stay, to be counted as left out."""
        query = self.query
        if query.price_max is None:
            return []
        currency = {"term": {"currency": query.currency}}
        affordable = all_of(
            [
                {"range": {"price_from": {"lte": query.price_max}}},
                any_of([currency, {"term": {"price_from": 0}}]),
            ]
        )
        other = {"bool": {"filter": [{"exists": {"field": "currency"}}], "must_not": [currency]}}
        return [any_of([affordable, other])]

    def _dated(self) -> list[Clause]:
        """Whole days in the site's time zone."""
        zone = ZoneInfo(settings.TIME_ZONE)
        filters: list[Clause] = []
        if self.query.from_ is not None:
            start = dt.datetime.combine(self.query.from_, dt.time(), zone)
            filters.append({"range": {"over_at": {"gte": start.isoformat()}}})
        if self.query.to is not None:
            end = dt.datetime.combine(self.query.to + dt.timedelta(days=1), dt.time(), zone)
            filters.append({"range": {"starts_at": {"lt": end.isoformat()}}})
        return filters

    @property
    def _narrowed(self) -> Clause:
        """What all ticks leave."""
        return all_of([*self._ticked.values(), *self._comparable])

    @cached_property
    def _comparable(self) -> list[Clause]:
        """Where prices are compared: what has one in the query's currency, or none, or costs nothing."""
        if self.query.price_max is None and self.query.sort != "price":
            return []
        priceless = {"bool": {"must_not": [{"exists": {"field": "price_from"}}]}}
        currency = {"term": {"currency": self.query.currency}}
        return [any_of([priceless, {"term": {"price_from": 0}}, currency])]

    @cached_property
    def _ticked(self) -> dict[str, Clause]:
        """The filter of each facet that has a choice. A parent setting means its children too. As long as no language
        is chosen, the reader's stands in for it."""
        query = self.query
        chosen: dict[str, Clause] = {
            "kind": {"terms": {"kind": list(query.kinds)}},
            "setting": {"terms": {"settings": self._settings()}},
            "format": {"terms": {"formats": list(query.formats)}},
            "language": {"terms": {"languages": list(query.languages)}},
            "accepting": self._accepting,
        }
        ticked = {name: chosen[name] for name in FACETS if query.chosen(name)}
        if query.reading_in:
            ticked["language"] = {"bool": {"must_not": [{"term": {"translated_into": query.reading_in}}]}}
        return ticked

    def _settings(self) -> list[str]:
        """Known ones alone: nothing is in a setting that is none."""
        return sorted(
            slug for slug in self.tree.with_descendants(self.query.settings) if slug in self.tree.names
        )

    @property
    def _accepting(self) -> Clause:
        return {"range": {"accepting_until": {"gte": self.now.date().isoformat()}}}

    def _counts(self) -> dict[str, Clause]:
        """Under `matching` what all ticks leave, and the facets without a tick of their own, which see the same."""
        folds = {"cardinality": {"field": "fold", "precision_threshold": EXACT_FOLDS}}
        ticked = [name for name in FACETS if name in self._ticked]
        matching = {
            "dated": {"filter": {"exists": {"field": "starts_at"}}},
            "folded": {"filter": {"term": {"alone": False}}, "aggs": {"folds": folds}},
            **{name: self._values(name) for name in FACETS if name not in ticked},
        }
        counts = {name: self._without(name) for name in ticked}
        counts["matching"] = {"filter": self._narrowed, "aggs": matching}
        if self._comparable:
            counts["left_out"] = {"filter": {"bool": {"must_not": self._comparable}}}
        return counts

    def _without(self, facet: str) -> Clause:
        """A facet with all ticks but its own."""
        others = [clause for name, clause in self._ticked.items() if name != facet]
        return {"filter": all_of([*others, *self._comparable]), "aggs": {facet: self._values(facet)}}

    def _values(self, facet: str) -> Clause:
        if facet == "accepting":
            return {"filter": self._accepting}
        return {"terms": {"field": _FIELDS[facet], "size": MOST_VALUES}}


def all_of(clauses: Sequence[Clause]) -> Clause:
    """What meets all of these; everything where there are none."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"filter": list(clauses)}} if clauses else _ALL


def any_of(clauses: Sequence[Clause]) -> Clause:
    """What meets one of these."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _circles(lat: float, lon: float, radius_km: float) -> Iterable[Clause]:
    if radius_km >= EVERYWHERE_KM:
        return [{"exists": {"field": "at"}}]
    fields = {"at": radius_km, **{f"at_{km}": km for km in TRAVELS if km > radius_km}}
    return [
        {"geo_distance": {"distance": f"{km}km", field: {"lat": lat, "lon": lon}}}
        for field, km in fields.items()
    ]
