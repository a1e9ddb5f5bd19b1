"""Reading open files of British postcodes into `Outcode`: the middle of each outcode's postcodes.

Two layouts are known, told apart by the first row:

- **ONSPD** (Office for National Statistics) and files like it, with a header: the postcode in `pcds`,
  `pcd`, `pcd2` or `postcode`; `lat` and `long` (or `latitude` and `longitude`). Terminated postcodes
  bear 99.999999 and are left out.
- **Code-Point Open** (Ordnance Survey), without a header: postcode, quality, easting, northing, ...
  Quality 90 means no coordinates. Great Britain only. Its many files may be joined into one.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from directory.places.errors import UnreadablePostcodeFile
from directory.places.models import Outcode
from directory.places.osgrid import lat_lon
from directory.places.postcode_areas import COUNTRIES, POST_TOWNS

Point = tuple[str, float, float]  # postcode, latitude, longitude
_POSTCODE_COLUMNS = ("pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode")
_NO_COORDINATES = "90"
_INWARD = 3  # characters of the second half of a postcode


def import_outcodes(file: TextIO) -> int:
    """Bring the outcodes of `file` up to date and return how many they are. Others stay.

    Raises `UnreadablePostcodeFile` when the file has neither layout or holds no postcode.
    """
    sums: dict[str, tuple[int, float, float]] = {}
    for postcode, lat, lon in _points(file):
        outcode = postcode.replace(" ", "")[:-_INWARD].upper()
        count, lats, lons = sums.get(outcode, (0, 0.0, 0.0))
        sums[outcode] = (count + 1, lats + lat, lons + lon)
    if not sums:
        raise UnreadablePostcodeFile
    rows = [_outcode(code, lats / count, lons / count) for code, (count, lats, lons) in sums.items() if code]
    Outcode.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["country_code", "lat", "lon", "post_town"],
    )
    return len(rows)


def _outcode(code: str, lat: float, lon: float) -> Outcode:
    area = code[:2] if code[1:2].isalpha() else code[:1]
    country = COUNTRIES.get(area, "GB")
    return Outcode(code=code, country_code=country, lat=lat, lon=lon, post_town=POST_TOWNS.get(area, ""))


def _points(file: TextIO) -> Iterator[Point]:
    rows = csv.reader(file)
    try:
        first = next(rows, [])
        header = [name.strip().lower().lstrip("\ufeff") for name in first]
        if any(name in header for name in _POSTCODE_COLUMNS):
            yield from _onspd(header, rows)
        else:
            yield from _code_point([first, *rows])
    except (ValueError, IndexError, csv.Error) as error:
        raise UnreadablePostcodeFile from error


def _onspd(header: list[str], rows: Iterable[list[str]]) -> Iterator[Point]:
    postcode = next(header.index(name) for name in _POSTCODE_COLUMNS if name in header)
    lat = header.index("lat" if "lat" in header else "latitude")
    lon = header.index("long" if "long" in header else "longitude")
    for row in rows:
        if row[lat] and float(row[lat]) <= 90:
            yield row[postcode], float(row[lat]), float(row[lon])


def _code_point(rows: Iterable[list[str]]) -> Iterator[Point]:
    for postcode, quality, easting, northing, *_ in rows:
        if quality != _NO_COORDINATES:
            yield (postcode, *lat_lon(float(easting), float(northing)))
