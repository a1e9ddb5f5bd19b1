from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from core.font_blend import blend

# The same bowl and stem; in the bold one the overlap was removed, which leaves a corner more, and it is drawn
# from another point.
LIGHT = [("M", (100, 0)), ("L", (300, 0)), ("L", (300, 700)), ("C", (300, 700), (100, 600), (100, 0))]
BOLD = [
    ("M", (320, 0)),
    ("L", (320, 690)),
    ("L", (316, 700)),
    ("C", (310, 700), (80, 600), (80, 0)),
    ("L", (320, 0)),
]


def _font(drawing: list[Any], width: int, *, names: tuple[str, ...] = (".notdef", "A")) -> TTFont:
    pen = T2CharStringPen(width, None)
    for kind, *points in drawing:
        {"M": pen.moveTo, "L": pen.lineTo, "C": pen.curveTo}[kind](*points)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({65 + n: name for n, name in enumerate(names[1:])})
    shape = pen.getCharString()
    builder.setupCFF("Test", {}, dict.fromkeys(names, shape), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def _corners(font: TTFont) -> set[tuple[int, int]]:
    pen = RecordingPen()
    glyphs = font.getGlyphSet()
    glyphs["A"].draw(pen)
    return {points[-1] for _, points in pen.value if points}


def test_blend_keeps_both_ends_and_what_lies_between() -> None:
    variable = blend(_font(LIGHT, 400), _font(BOLD, 440), weights=(500, 600))

    ends = {
        weight: instantiateVariableFont(variable, {"wght": weight}, inplace=False)
        for weight in (500, 550, 600)
    }
    assert {weight: font["hmtx"]["A"][0] for weight, font in ends.items()} == {500: 400, 550: 420, 600: 440}
    assert _corners(ends[500]) == {(100, 0), (300, 0), (300, 700)}
    assert _corners(ends[600]) == {(80, 0), (320, 0), (320, 690), (316, 700)}


def test_blend_refuses_weights_with_different_glyphs() -> None:
    with pytest.raises(ValueError, match="different glyphs"):
        blend(_font(LIGHT, 400), _font(BOLD, 440, names=(".notdef", "B")), weights=(500, 600))
