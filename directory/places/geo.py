"""Distances on a sphere. Latitudes and longitudes in degrees, lengths in kilometres.

A point is kept as a unit vector beside its degrees: the circle of a search is then one dot product,
`x*x0 + y*y0 + z*z0 >= cos_of(km)`, which every database computes and no index needs to know.
"""

from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, IUGG
EVERYWHERE_KM = 20_000  # no two points are farther apart than 20,015 km

_ROUNDING = 1e-12  # of a dot product of unit vectors: 9 m at distance nought


class Box(NamedTuple):
    """Degrees, edges included, `south <= north` and `west <= east`."""

    south: float
    north: float
    west: float
    east: float


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """Return the point as (x, y, z) of length 1; z towards the north pole, x towards (0, 0)."""
    phi, lam = radians(lat), radians(lon)
    return cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in km (haversine formula: exact for near points too)."""
    rise = sin(radians(other_lat - lat) / 2) ** 2
    turn = sin(radians(other_lon - lon) / 2) ** 2
    half_chord = rise + cos(radians(lat)) * cos(radians(other_lat)) * turn
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def cos_of(km: float) -> float:
    """Return the least dot product of two unit vectors that are `km` or less apart.

    A hair below the true cosine, so that a point is within 0 km of itself; below -1 from
    `EVERYWHERE_KM` on, so that nothing is left out by rounding.
    """
    if km >= EVERYWHERE_KM:
        return -1.1
    return cos(max(0.0, km) / EARTH_RADIUS_KM) - _ROUNDING


def bounding_boxes(lat: float, lon: float, km: float) -> list[Box]:
    """Return the boxes that together hold every point within `km` of (lat, lon), and little more.

    One box as a rule; two where the circle crosses the antimeridian; all longitudes where it holds a
    pole. From `EVERYWHERE_KM` on one box of the whole earth.
    """
    if km >= EVERYWHERE_KM:
        return [Box(-90.0, 90.0, -180.0, 180.0)]
    angle = max(0.0, km) / EARTH_RADIUS_KM + 1e-9
    south, north = lat - degrees(angle), lat + degrees(angle)
    if south <= -90 or north >= 90 or angle >= pi / 2:
        return [Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)]
    reach = degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))
    west, east = lon - reach, lon + reach
    if west < -180:
        return [Box(south, north, west + 360, 180.0), Box(south, north, -180.0, east)]
    if east > 180:
        return [Box(south, north, west, 180.0), Box(south, north, -180.0, east - 360)]
    return [Box(south, north, west, east)]
