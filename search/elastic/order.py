"""The order of what was found: the same formula as search/database/ordering.py, said in Elasticsearch's words."""

from math import cos, degrees, radians, sin
from typing import Any

from directory.places.geo import EARTH_RADIUS_KM, EVERYWHERE_KM
from search.database.ordering import (
    ANSWER_FIRST,
    LEAST_SCALE_KM,
    NAMED_FIRST,
    OFFER_AFTER,
    ONLINE_NEARNESS,
    kinds_named,
)
from search.elastic.mapping import TRAVELS
from search.query import SearchQuery
from search.words import is_question

# Equal ones stand in the order in which they were made.
_MADE = {"made": "asc"}
_QUALITY = "(1.0 + 0.5 * doc['quality'].value)"

# Of two points at an angle t this is sin(t / 2) squared (half a haversine chord): no arc sine is needed to
# compare, and places are exact to the centimetre. Places in degrees, `c` the cosine of the first latitude.
_CHORD = """
double chord(GeoPoint p, double lat, double lon, double c) {
  double half = 0.008726646259971648;
  double up = Math.sin((p.getLat() - lat) * half);
  double along = Math.sin((p.getLon() - lon) * half);
  return up * up + c * Math.cos(p.getLat() * 2 * half) * along * along;
}
double lat = params.lat; double lon = params.lon; double c = params.c;
double best = 2.0; double limit; double rise;
"""
# What lies farther north or south than the circle reaches needs no trigonometry: most of what is online.
_NEAREST_OF = """
limit = params.{field}; rise = params.{field}_rise;
for (GeoPoint p : doc['{field}']) {{
  if (Math.abs(p.getLat() - lat) > rise) {{ continue; }}
  double a = chord(p, lat, lon, c);
  if (a <= limit && a < best) {{ best = a; }}
}}
"""
_DECAY = "double near = best > 1.5 ? params.online : 1.0 / (1.0 + best * params.k);"


def is_scored(query: SearchQuery) -> bool:
    """Whether the order needs a score: dates, prices and what nobody asked for are sorted by as they are."""
    if query.sort in ("soonest", "price") or _by_distance(query):
        return False
    return bool(query.terms) or query.point is not None


def sort(query: SearchQuery) -> list[Any]:
    """What to sort by. What has no value comes last, equal ones in the order they were made."""
    if query.sort == "soonest":
        return [{"starts_at": {"order": "asc", "missing": "_last"}}, _MADE]
    if query.sort == "price":
        return [{"price_from": {"order": "asc", "missing": "_last"}}, _MADE]
    if _by_distance(query):
        script = {"source": f"{_nearest(query)} return best;", "params": _limits(query)}
        return [{"_script": {"type": "number", "script": script, "order": "asc"}}, _MADE]
    return [{"_score": "desc"} if is_scored(query) else {"browsed": "desc"}, _MADE]


def scored(found: dict[str, Any], query: SearchQuery) -> dict[str, Any]:
    """Words times nearness times quality: each can weaken a hit, none can carry it alone."""
    functions: list[dict[str, Any]] = [{"script_score": {"script": _script(query)}}]
    if query.terms:
        functions.append({"filter": {"term": {"kind": "package"}}, "weight": OFFER_AFTER})
    if is_question(query.text):
        functions.append({"filter": {"term": {"kind": "article"}}, "weight": ANSWER_FIRST})
    if query.terms and (named := kinds_named(query)):
        functions.append({"filter": {"terms": {"kind": named}}, "weight": NAMED_FIRST})
    return {
        "function_score": {
            "query": found,
            "functions": functions,
            "score_mode": "multiply",
            "boost_mode": "multiply" if query.terms else "replace",
        }
    }


def _by_distance(query: SearchQuery) -> bool:
    return query.sort == "distance" and query.point is not None


def _script(query: SearchQuery) -> dict[str, Any]:
    if query.point is None:
        return {"source": f"return {_QUALITY};"}
    scale = max(query.radius_km / 3, LEAST_SCALE_KM) / EARTH_RADIUS_KM
    return {
        "source": f"{_nearest(query)}{_DECAY} return (1.0 + 2.0 * near) * {_QUALITY};",
        "params": {**_limits(query), "k": 4 / scale**2, "online": ONLINE_NEARNESS},
    }


def _nearest(query: SearchQuery) -> str:
    """The chord to the nearest place by which the document matches; 2 where it has none."""
    return _CHORD + "".join(_NEAREST_OF.format(field=field) for field in _reach(query))


def _limits(query: SearchQuery) -> dict[str, float]:
    lat, lon = query.point or (0.0, 0.0)
    limits = {field: _chord(km) for field, km in _reach(query).items()}
    rises = {f"{field}_rise": degrees(km / EARTH_RADIUS_KM) + 1e-6 for field, km in _reach(query).items()}
    return {"lat": lat, "lon": lon, "c": cos(radians(lat)), **limits, **rises}


def _reach(query: SearchQuery) -> dict[str, float]:
    """The fields of places with how far each of them reaches, in km."""
    return {"at": query.radius_km, **{f"at_{km}": float(km) for km in TRAVELS if km > query.radius_km}}


def _chord(km: float) -> float:
    """A hair more, so that rounding leaves out no place that the circle holds."""
    if km >= EVERYWHERE_KM:
        return 1.1
    return float(sin(km / EARTH_RADIUS_KM / 2) ** 2 * (1 + 1e-6) + 1e-14)
