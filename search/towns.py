"""Towns to write on the map: the largest within what is shown."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from directory.places.models import Place

MOST = 40
# A view of so many square degrees shows no smaller town: what is far away is drawn with few names.
_LEAST = ((900.0, 500_000), (100.0, 100_000), (20.0, 20_000))


@dataclass(frozen=True, slots=True)
class View:
    """A part of the map in degrees, `west <= east`, within the earth."""

    west: float
    south: float
    east: float
    north: float

    @property
    def size(self) -> float:
        return (self.east - self.west) * (self.north - self.south)


def view_of(text: str) -> View | None:
    """Read "west,south,east,north"; None when it is not that."""
    parts = text.split(",")[:5]
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        return None
    if not all(map(isfinite, (west, south, east, north))) or west > east or south > north:
        return None
    return View(max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))


def largest(view: View) -> list[dict[str, Any]]:
    """Return name, lat, lon of the largest towns of a view, the largest first. One statement."""
    places = Place.objects.filter(
        lat__range=(view.south, view.north), lon__range=(view.west, view.east), population__gte=_least(view)
    )
    rows = places.biggest_first().values_list("name", "lat", "lon")[:MOST]
    return [{"name": name, "lat": round(lat, 3), "lon": round(lon, 3)} for name, lat, lon in rows]


def _least(view: View) -> int:
    return next((people for size, people in _LEAST if view.size >= size), 0)
