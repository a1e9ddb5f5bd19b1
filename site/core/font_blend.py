"""Makes one variable font of two static weights: a page then loads one file where it would load two.

The two must have the same glyphs in the same order. Where their outlines do not correspond point by point (a few
glyphs had overlaps removed in one weight alone), segments of no length are put in, so that they do.
"""

from itertools import pairwise
from math import dist
from typing import Any, NamedTuple

from fontTools import varLib
from fontTools.cu2qu import curves_to_quadratic
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# How far a quadratic curve may leave the cubic one it replaces, in thousandths of an em.
TOLERANCE = 1.0

Point = tuple[float, float]


class Segment(NamedTuple):
    """One cubic piece of a contour; a line has its control points at the thirds."""

    start: Point
    first: Point
    second: Point
    end: Point
    straight: bool


Contour = list[Segment]


def blend(light: TTFont, bold: TTFont, *, weights: tuple[int, int]) -> TTFont:
    """A font with quadratic outlines whose axis `wght` runs from the light one's weight to the bold one's."""
    if light.getGlyphOrder() != bold.getGlyphOrder():
        raise ValueError("The two weights have different glyphs.")
    _make_quadratic(light, bold)
    space = DesignSpaceDocument()
    space.addAxis(
        AxisDescriptor(tag="wght", name="Weight", minimum=weights[0], default=weights[0], maximum=weights[1])
    )
    for font, weight in zip((light, bold), weights, strict=True):
        space.addSource(SourceDescriptor(font=font, location={"Weight": weight}, name=str(weight)))
    variable: TTFont = varLib.build(space, exclude=["MVAR", "STAT"])[0]
    return variable


def _make_quadratic(light: TTFont, bold: TTFont) -> None:
    """Replace the cubic outlines of both by quadratic ones with the same points in the same order."""
    outlines = [font.getGlyphSet() for font in (light, bold)]
    drawn: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    error = TOLERANCE * light["head"].unitsPerEm / 1000
    for name in light.getGlyphOrder():
        contours = [_contours(glyphs, name) for glyphs in outlines]
        pens = (TTGlyphPen(None), TTGlyphPen(None))
        for one, other in zip(*contours, strict=True):
            _draw(pens, *_matched(one, other), error=error)
        for glyphs, pen in zip(drawn, pens, strict=True):
            # Without dropping what is implied: that may differ between the two.
            glyphs[name] = pen.glyph(dropImpliedOnCurves=False)
    for font, glyphs in zip((light, bold), drawn, strict=True):
        _set_outlines(font, glyphs)


def _contours(glyphs: Any, name: str) -> list[Contour]:
    """The glyph's contours, the closing lines included."""
    pen = RecordingPen()
    glyphs[name].draw(pen)
    contours: list[Contour] = []
    begin = at = (0.0, 0.0)
    for verb, points in pen.value:
        if verb == "moveTo":
            begin = at = points[0]
            contours.append([])
        elif verb == "curveTo":
            contours[-1].append(Segment(at, points[0], points[1], points[2], straight=False))
            at = points[-1]
        else:
            end = points[0] if points else begin
            if end != at:
                contours[-1].append(Segment(at, *_thirds(at, end), end, straight=True))
            at = end
    return contours


def _thirds(start: Point, end: Point) -> tuple[Point, Point]:
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    return (x + dx / 3, y + dy / 3), (x + 2 * dx / 3, y + 2 * dy / 3)


def _matched(one: Contour, other: Contour) -> tuple[Contour, Contour]:
    """Both contours with as many segments as each other, those that belong together at the same place."""
    if [s.straight for s in one] == [s.straight for s in other]:
        return one, other
    one, other = _from_the_left(one), _from_the_left(other)
    pairs = _walk(one, other)
    return _stretched(one, [i for i, _ in pairs]), _stretched(other, [j for _, j in pairs])


def _from_the_left(contour: Contour) -> Contour:
    """Begin where the contour is furthest left: the two weights may begin at different corners."""
    at = min(range(len(contour)), key=lambda number: contour[number].start)
    return contour[at:] + contour[:at]


def _walk(one: Contour, other: Contour) -> list[tuple[int, int]]:
    """Which segments go together: the way through both whose ends lie closest (dynamic time warping)."""
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {(0, 0): (0.0, [])}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            before = [best[at] for at in ((i - 1, j - 1), (i - 1, j), (i, j - 1)) if at in best]
            cost, way = min(before, key=lambda found: found[0])
            best[i, j] = cost + dist(one[i - 1].end, other[j - 1].end), [*way, (i - 1, j - 1)]
    return best[len(one), len(other)][1]


def _stretched(contour: Contour, way: list[int]) -> Contour:
    """The segments in this order; one that is named again stays where it has ended."""
    kept = [contour[way[0]]]
    for before, number in pairwise(way):
        segment = contour[number]
        kept.append(_still(segment.end) if number == before else segment)
    return kept


def _still(at: Point) -> Segment:
    return Segment(at, at, at, at, straight=False)


def _draw(pens: tuple[TTGlyphPen, TTGlyphPen], one: Contour, other: Contour, *, error: float) -> None:
    for pen, contour in zip(pens, (one, other), strict=True):
        pen.moveTo(contour[0].start)
    for pair in zip(one, other, strict=True):
        if all(segment.straight for segment in pair):
            for pen, segment in zip(pens, pair, strict=True):
                pen.lineTo(segment.end)
            continue
        splines = curves_to_quadratic([segment[:4] for segment in pair], [error, error])
        for pen, spline in zip(pens, splines, strict=True):
            pen.qCurveTo(*spline[1:])
    for pen in pens:
        pen.closePath()


def _set_outlines(font: TTFont, glyphs: dict[str, Any]) -> None:
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = glyphs, font.getGlyphOrder()
    for name, glyph in glyphs.items():
        glyph.recalcBounds(font["glyf"])
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    # Fields of the table's second version; nothing here is hinted, so all of them are as low as they may be.
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(maxp, field, 0)
    maxp.maxZones, maxp.maxStackElements, maxp.maxSizeOfInstructions, maxp.maxComponentElements = 1, 0, 0, 0
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"
