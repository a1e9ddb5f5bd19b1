"""What the map beside the results is told: this page's towns with their numbers, and where to ask for the rest."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from search.addresses import pins_address
from search.forms import unit_km
from search.query import SearchQuery
from search.result import SearchHit


def numbers(hits: Iterable[SearchHit]) -> dict[int, int]:
    """The number of each town of these hits, by its key, in the order of the list: 1, 2, 3."""
    towns = dict.fromkeys(hit.place_id for hit in hits if hit.place_id is not None and hit.at)
    return {town: number for number, town in enumerate(towns, start=1)}


def context(query: SearchQuery, hits: Iterable[SearchHit]) -> dict[str, Any] | None:
    """What templates/search/_map.html needs; None where there is nothing to put on a map."""
    listed = list(hits)
    if query.point is None and not numbers(listed):
        return None
    return {
        "data": {
            "towns": _towns(listed),
            "centre": query.point,
            "km": query.radius_km,
            "pins": pins_address(query),
        },
        "unit_km": f"{unit_km():.6f}",
        "tiles": settings.MAP_TILES_URL,
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }


def _towns(hits: list[SearchHit]) -> list[dict[str, Any]]:
    """Towns, never addresses, and no finer than a hundred metres."""
    numbered = numbers(hits)
    first = {hit.place_id: hit for hit in reversed(hits)}
    return [
        {
            "id": town,
            "number": number,
            "label": hit.place,
            "lat": round(hit.at[0], 3),
            "lon": round(hit.at[1], 3),
        }
        for town, number in numbered.items()
        if (hit := first[town]).at
    ]
