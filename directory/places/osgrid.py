"""Eastings and northings of the British National Grid as latitude and longitude.

Source of the formulas and constants: Ordnance Survey, "A guide to coordinate systems in Great Britain",
annexes B and C. The Helmert transformation is good to about 5 m.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

_AIRY = (6377563.396, 6356256.909)  # semi-axes in metres, OSGB36
_WGS84 = (6378137.0, 6356752.3142)
_SCALE, _LAT0, _LON0 = 0.9996012717, radians(49), radians(-2)
_EAST0, _NORTH0 = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)  # metres, OSGB36 to WGS84
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_GROWTH = -20.4894e-6


def lat_lon(easting: float, northing: float) -> tuple[float, float]:
    """Return (lat, lon) in degrees, WGS84, of a grid reference in metres."""
    lat, lon = _unprojected(easting, northing)
    return _degrees(*_shifted(*_cartesian(lat, lon)))


def _arc(lat: float) -> float:
    """The developed arc of the meridian from the true origin, metres (annex C, C3)."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = lat - _LAT0, lat + _LAT0
    first = (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
    second = (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
    third = (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
    fourth = 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    return b * _SCALE * (first - second + third - fourth)


def _unprojected(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians on the Airy ellipsoid."""
    a, b = _AIRY
    lat = _LAT0
    for _ in range(12):
        rest = northing - _NORTH0 - _arc(lat)
        lat += rest / (a * _SCALE)
        if abs(rest) < 1e-5:
            break
    e2 = 1 - (b / a) ** 2
    nu = a * _SCALE / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * _SCALE * (1 - e2) * (1 - e2 * sin(lat) ** 2) ** -1.5
    eta2, t, east = nu / rho - 1, tan(lat), easting - _EAST0
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    x = 1 / (cos(lat) * nu)
    xi = 1 / (6 * cos(lat) * nu**3) * (nu / rho + 2 * t**2)
    xii = 1 / (120 * cos(lat) * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    return (
        lat - vii * east**2 + viii * east**4 - ix * east**6,
        _LON0 + x * east - xi * east**3 + xii * east**5,
    )


def _cartesian(lat: float, lon: float) -> tuple[float, float, float]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    return nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - e2) * sin(lat)


def _shifted(x: float, y: float, z: float) -> tuple[float, float, float]:
    grown, (rx, ry, rz) = 1 + _GROWTH, _TURN
    return (
        _SHIFT[0] + grown * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + grown * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + grown * z,
    )


def _degrees(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - e2))
    for _ in range(5):
        nu = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * nu * sin(lat), flat)
    return degrees(lat), degrees(atan2(y, x))
