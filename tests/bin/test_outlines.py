"""Outlines for the map: what is cut and kept of TopoJSON, and what lies in static/map/."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bin.scripts import ROOT, load

outlines = load("outlines")
FILES = ROOT / "static" / "map"
SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
MOST_OF_ALL = 2_500_000  # bytes in the tree
MOST_OF_ONE = 140_000  # bytes, before compression


def test_arcs_are_unpacked_and_go_on_past_the_antimeridian() -> None:
    arc = [[179, 10], [2, 0], [-2, 1]]

    assert outlines.unpacked(arc, [1, 1], [0, 0]) == [(179, 10), (181, 10), (179, 11)]
    assert outlines.unpacked([[359, 0], [-358, 0]], [1, 1], [-180, 0]) == [(179, 0), (181, 0)]


def test_a_ring_over_the_antimeridian_is_cut_in_two() -> None:
    ring = [(175, 0), (185, 0), (185, 5), (175, 5)]

    parts = list(outlines.within_the_world(ring))

    assert sorted((min(p)[0], max(p)[0]) for p in parts) == [(-180, -175), (175, 180)]


def test_a_ring_round_the_earth_is_closed_over_the_pole() -> None:
    ring = [(-180.0, -70.0), (0.0, -65.0), (180.0, -70.0)]

    (part,) = outlines.within_the_world(ring)

    assert {(180.0, -90.0), (-180.0, -90.0)} <= set(part)


@pytest.mark.parametrize(("low", "high", "area"), [(1, 3, 8), (-1, 9, 16), (0, 4, 16), (-3, 0, 0), (2, 9, 8)])
def test_rings_are_clipped(low: int, high: int, area: float) -> None:
    for axis in (0, 1):
        assert abs(outlines.area(outlines.clip_ring(SQUARE, axis, low, high) or [(0, 0)])) == area


def test_lines_are_clipped_into_their_parts() -> None:
    line = [(-2, 0), (2, 0), (2, 8), (-2, 8)]

    assert list(outlines.clip_line(line, 0, 0, 5)) == [[(0, 0), (2, 0), (2, 8), (0, 8)]]
    assert list(outlines.clip_line(line, 0, -5, 0)) == [[(-2, 0), (0, 0)], [(0, 8), (-2, 8)]]


def test_a_simpler_line_strays_no_farther_than_it_may() -> None:
    wave = [(x / 10, (x % 2) / 100) for x in range(50)]

    assert outlines.simplified(wave, 0.02) == [wave[0], wave[-1]]
    assert outlines.simplified(wave, 0.001) == wave
    ring = [(0, 0), (1, 0.001), (2, 0), (2, 2), (0, 2), (0, 0)]
    assert outlines.simplified(ring, 0.01) == [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]


def test_numbers_are_steps_from_point_to_point() -> None:
    assert outlines.steps([(1.0, 51.0), (1.5, 51.25), (1.5, 51.2501), (1.0, 51.0)], (0, 50), 0.25) == [
        *(4, 4),
        *(2, 1),
        *(-2, -1),
    ]
    assert outlines.steps([(1, 1), (2, 1), (1, 1)], (0, 0), 1, closed=True) == [1, 1, 1, 0]


def test_each_cell_of_the_index_has_its_file_and_no_other() -> None:
    index = json.loads((FILES / "index.json").read_text())
    rows = index["rows"]
    named = {f"{r}-{c}" for r, row in enumerate(rows) for c, mark in enumerate(row) if mark == "+"}

    assert (len(rows), {len(row) for row in rows}) == (180 // index["cell"], {360 // index["cell"]})
    assert {file.stem for file in FILES.glob("*.json")} == named | {"index", "world"}
    assert re.fullmatch(r"[.#+]+", "".join(rows))


@pytest.mark.parametrize(
    ("lat", "lon", "land"), [(51.0, -3.1, True), (47.0, -8.0, False), (65.5, 0.0, False)]
)
def test_land_is_where_it_is(lat: float, lon: float, land: bool) -> None:
    row, column = int((lat + 90) // 10), int((lon + 180) // 10)
    marks = json.loads((FILES / "index.json").read_text())["rows"]
    rings = rings_of(FILES / f"{row}-{column}.json", -90 + 10 * row, -180 + 10 * column)

    assert marks[row][column] == "+"
    assert inside(rings, lat, lon) is land
    assert inside(rings_of(FILES / "world.json", -90, -180), lat, lon) is land


def test_files_are_small() -> None:
    sizes = [file.stat().st_size for file in FILES.glob("*.json")]

    assert sum(sizes) <= MOST_OF_ALL
    assert max(sizes) <= MOST_OF_ONE


def rings_of(file: Path, south: float, west: float) -> list[list[tuple[float, float]]]:
    told = json.loads(file.read_text())
    rings = []
    for flat in told["land"]:
        x = y = 0
        ring = []
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((west + x * told["unit"], south + y * told["unit"]))
        rings.append(ring)
    return rings


def inside(rings: list[list[tuple[float, float]]], lat: float, lon: float) -> bool:
    """By the even-odd rule."""
    crossed = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                crossed += 1
    return crossed % 2 == 1
