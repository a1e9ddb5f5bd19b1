"""The points where documents are. A million documents stand at some ten thousand towns, so a search computes which
towns its circle holds before it looks at any document."""

from collections.abc import Iterable

from core.findable import At, Findable
from directory.places.geo import unit_vector
from search import signature
from search.models import SearchPoint


def key(lat: float, lon: float) -> int:
    """The number of a point in degrees: the same for the same point, everywhere and always."""
    return signature.key(f"{lat!r},{lon!r}")


def keep(things: Iterable[Findable]) -> None:
    """Write the points of these things that are not there yet: in the order of their keys, so that two writers never
    wait for one another."""
    found: dict[int, At] = {key(at.lat, at.lon): at for thing in things for at in thing.places}
    SearchPoint.objects.bulk_create(
        [_point(number, found[number]) for number in sorted(found)], ignore_conflicts=True
    )


def _point(number: int, at: At) -> SearchPoint:
    x, y, z = unit_vector(at.lat, at.lon)
    return SearchPoint(key=number, lat=at.lat, lon=at.lon, x=x, y=y, z=z)
