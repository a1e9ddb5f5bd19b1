#!/usr/bin/env python3
"""Make static/map/: the outlines of land and the borders of countries, cut into cells.

Run once by hand, and again when Natural Earth changes: `bin/outlines.py`. The source is npm's package
`world-atlas` (Natural Earth, public domain, as TopoJSON), which `npm pack` fetches into a temporary folder; or give
the folder of an unpacked one as argument.

What is written: `world.json` for views of whole countries (1:50 million), `<row>-<column>.json` for near views
(1:10 million, cells of CELL degrees, row 0 in the south, column 0 in the west), and `index.json`, which says of each
cell whether it is sea ("."), land without an edge ("#") or has a file ("+").

A file holds `land`, rings to fill by the even-odd rule, and `borders`, lines. Each is a flat list of whole numbers:
x, y of the first point, then the steps to the next, in `unit`s of a degree from the cell's south-west corner (the
world's file: from -180, -90). Where a ring follows a cell's edge it is cut, not coast.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from shell import ROOT, say

Point = tuple[float, float]
Line = list[Point]

TARGET = ROOT / "static" / "map"
CELL = 10
NEAR, NEAR_UNIT = 0.004, 0.001  # degrees by which a line may stray, and the step, in the cells
FAR, FAR_UNIT = 0.06, 0.02  # and in the world's file


def main() -> None:
    if len(sys.argv) > 1:
        make(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        make(fetch(Path(folder)))


def fetch(folder: Path) -> Path:
    """Fetch and unpack the package."""
    subprocess.run(["npm", "pack", "--silent", "world-atlas@2"], cwd=folder, check=True)  # noqa: S607  (npm from the path)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def make(source: Path) -> None:
    """Write all files of TARGET."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.json"):
        old.unlink()
    far = Atlas(source / "countries-50m.json", FAR)
    write("world", far.rings(), far.borders(), (-180, -90), FAR_UNIT)
    near = Atlas(source / "countries-10m.json", NEAR)
    rows = list(write_cells(near))
    index = {"cell": CELL, "rows": rows}
    (TARGET / "index.json").write_text(json.dumps(index, separators=(",", ":")) + "\n")
    files = list(TARGET.glob("*.json"))
    say(f"{len(files)} files, {sum(file.stat().st_size for file in files) / 1024:.0f} KiB")


def write_cells(atlas: "Atlas") -> Iterator[str]:
    """Write a file for each cell with an edge in it; the index's rows, from the south."""
    rings, borders = atlas.rings(), atlas.borders()
    for row in range(180 // CELL):
        south = -90 + row * CELL
        band = [cut for ring in rings if len(cut := clip_ring(ring, 1, south, south + CELL)) > 2]
        lines = [cut for line in borders for cut in clip_line(line, 1, south, south + CELL)]
        marks = ""
        for column in range(360 // CELL):
            west = -180 + column * CELL
            land = [cut for ring in band if len(cut := clip_ring(ring, 0, west, west + CELL)) > 2]
            inner = [cut for line in lines for cut in clip_line(line, 0, west, west + CELL)]
            if not land:
                marks += "."
            elif not inner and len(land) == 1 and is_whole(land[0], (west, south)):
                marks += "#"
            else:
                marks += "+"
                write(f"{row}-{column}", land, inner, (west, south), NEAR_UNIT)
        yield marks


class Atlas:
    """The arcs of a TopoJSON file, simplified, and what is made of them."""

    def __init__(self, file: Path, tolerance: float) -> None:
        topology = json.loads(file.read_text())
        self.countries = topology["objects"]["countries"]["geometries"]
        self.land = topology["objects"]["land"]["geometries"]
        transform = topology["transform"]
        self.arcs = [
            simplified(unpacked(arc, transform["scale"], transform["translate"]), tolerance)
            for arc in topology["arcs"]
        ]
        self.least = tolerance * tolerance

    def rings(self) -> list[Line]:
        """The edges of land; islands smaller than the tolerance are left out."""
        joined = (self._joined(ring) for geometry in self.land for ring in rings_of(geometry))
        rings = (part for ring in joined for part in within_the_world(ring))
        return [ring for ring in rings if len(ring) > 3 and abs(area(ring)) > self.least]

    def borders(self) -> list[Line]:
        """The arcs that two countries share. None of them crosses the antimeridian."""
        uses = Counter(
            arc if arc >= 0 else ~arc
            for country in self.countries
            for ring in rings_of(country)
            for arc in ring
        )
        return [self.arcs[arc] for arc, times in uses.items() if times > 1]

    def _joined(self, ring: Iterable[int]) -> Line:
        points: Line = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            if not points:
                points = list(arc)
                continue
            turns = round((points[-1][0] - arc[0][0]) / 360) * 360
            points += [(x + turns, y) for x, y in arc[1:]]
        return points


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a TopoJSON geometry, as lists of arcs."""
    polygons = geometry.get("arcs", [])
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        yield from polygon


def within_the_world(ring: Line) -> Iterator[Line]:
    """The parts of a ring between -180 and 180; one that goes round the earth is closed over the south pole."""
    if abs(ring[-1][0] - ring[0][0]) > 180:
        ring = [*ring, (ring[-1][0], -90.0), (ring[0][0], -90.0)]
    for turns in (-360, 0, 360):
        turned = [(x + turns, y) for x, y in ring]
        if len(part := clip_ring(turned, 0, -180, 180)) > 2:
            yield part


def unpacked(arc: list[list[int]], scale: list[float], translate: list[float]) -> Line:
    """An arc in degrees: TopoJSON keeps steps of a grid. It goes on past 180 where it crosses the antimeridian."""
    x = y = turns = 0
    points: Line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        lon, lat = x * scale[0] + translate[0] + turns, y * scale[1] + translate[1]
        if points and abs(lon - points[-1][0]) > 180:
            turn = 360 if lon < points[-1][0] else -360
            lon, turns = lon + turn, turns + turn
        points.append((lon, lat))
    return points


def simplified(points: Line, tolerance: float) -> Line:
    """Douglas and Peucker: no point left out lies farther than `tolerance` from the line. Ends stay."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    open_ = [(0, len(points) - 1)]
    if points[0] == points[-1]:  # a ring: split it at the point farthest from its beginning
        middle = max(range(len(points)), key=lambda i: distance(points[i], points[0], points[0]))
        keep.add(middle)
        open_ = [(0, middle), (middle, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: distance(points[i], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > tolerance * tolerance:
            keep.add(far)
            open_ += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """The square of the distance of a point from a segment, in degrees."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    if dx or dy:
        along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
        ax, ay = ax + along * dx, ay + along * dy
    return (x - ax) ** 2 + (y - ay) ** 2


def area(ring: Line) -> float:
    """The signed area of a ring, in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def clip_ring(ring: Line, axis: int, low: float, high: float) -> Line:
    """The part of a ring between two values of x (axis 0) or y (axis 1): Sutherland and Hodgman."""
    values = [point[axis] for point in ring]
    if min(values) >= low and max(values) <= high:
        return ring
    if max(values) <= low or min(values) >= high:
        return []
    ring = _clipped(ring, axis, low, lambda value: value >= low)
    return _clipped(ring, axis, high, lambda value: value <= high)


def _clipped(ring: Line, axis: int, edge: float, inside: Callable[[float], bool]) -> Line:
    kept: Line = []
    for start, end in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
        if inside(start[axis]) != inside(end[axis]):
            kept.append(crossing(start, end, axis, edge))
        if inside(end[axis]):
            kept.append(end)
    return kept


def clip_line(line: Line, axis: int, low: float, high: float) -> Iterator[Line]:
    """The parts of a line between two values of x (axis 0) or y (axis 1)."""
    part: Line = []
    for start, end in zip(line, line[1:], strict=False):
        cuts = sorted(
            (crossing(start, end, axis, edge) for edge in (low, high) if between(edge, start, end, axis)),
            key=lambda point, start=start: abs(point[axis] - start[axis]),  # type: ignore[misc]  # bound at once
        )
        for a, b in zip([start, *cuts], [*cuts, end], strict=True):
            if low <= (a[axis] + b[axis]) / 2 <= high:
                part = part or [a]
                part.append(b)
            elif part:
                yield part
                part = []
    if part:
        yield part


def between(edge: float, start: Point, end: Point, axis: int) -> bool:
    return min(start[axis], end[axis]) < edge < max(start[axis], end[axis])


def crossing(start: Point, end: Point, axis: int, edge: float) -> Point:
    share = (edge - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)


def is_whole(ring: Line, corner: Point) -> bool:
    """Whether a cell is land from edge to edge."""
    return abs(abs(area(ring)) - CELL * CELL) < 1e-6 and {corner} <= set(ring)


def write(name: str, rings: list[Line], borders: list[Line], corner: Point, unit: float) -> None:
    """Write one file."""
    land = [flat for ring in rings if len(flat := steps(ring, corner, unit, closed=True)) > 6]
    lines = [flat for line in borders if len(flat := steps(line, corner, unit)) > 2]
    body = json.dumps({"unit": unit, "land": land, "borders": lines}, separators=(",", ":"))
    (TARGET / f"{name}.json").write_text(body + "\n")


def steps(line: Line, corner: Point, unit: float, *, closed: bool = False) -> list[int]:
    """A line as in the files. A closed one does not repeat its first point."""
    points = [(round((x - corner[0]) / unit), round((y - corner[1]) / unit)) for x, y in line]
    if closed and points[0] == points[-1]:
        points.pop()
    flat: list[int] = []
    before = (0, 0)
    for point in points:
        if not flat or point != before:
            flat += [point[0] - before[0], point[1] - before[1]]
            before = point
    return flat


if __name__ == "__main__":
    main()
