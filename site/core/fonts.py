"""Builds the web fonts from the installed `font-*` packages; run at set-up, the results are not committed.

The families get names of their own: the licence (SIL Open Font License 1.1) reserves "Source" for unchanged
files. The licence texts are written beside the fonts.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib.metadata import files
from pathlib import Path
from typing import NamedTuple

import font_hanken_grotesk
import font_source_serif_pro
from fontTools import subset
from fontTools.ttLib import TTFont

from core.font_blend import blend

SERIF = Path(font_source_serif_pro.font_directory)
SANS = Path(font_hanken_grotesk.font_directory)


class Face(NamedTuple):
    """One web font: the file it is cut from, the family it is served as, and the bold it is blended with."""

    source: Path
    family: str
    bold: Path | None = None
    weights: tuple[int, int] = (500, 600)


# The two weights of the sans are one file: a first view loads three fonts at most. Medium serves as the text
# weight: Regular looks thin at 15 px.
FACES = {
    "serif-600": Face(SERIF / "SourceSerifPro-Semibold.otf", "Commons Serif"),
    "serif-400i": Face(SERIF / "SourceSerifPro-It.otf", "Commons Serif"),
    "sans": Face(SANS / "HankenGrotesk-Medium.otf", "Commons Sans", bold=SANS / "HankenGrotesk-SemiBold.otf"),
}
# Latin, Latin-1, Latin Extended-A, Romanian comma letters, punctuation, euro, arrows, minus.
UNICODES = (
    "20-7E,A0-17F,218-21B,2010-2015,2018-201E,2020-2022,2026,2030,2032-2033,2039-203A,20AC,2190-2193,2212"
)
# OpenType name table: family, unique id, full name, PostScript name, typographic family.
FAMILY_NAMES = {1, 3, 4, 6, 16}
POSTSCRIPT_NAME = 6
# OpenType name table: copyright and licence description, which every font carries itself.
COPYRIGHT, LICENCE, LICENCE_URL = 0, 13, 14
LICENCE_TITLE = "SIL OPEN FONT LICENSE Version 1.1"


def make(folder: Path, *, force: bool = False) -> Iterator[tuple[str, int]]:
    """Write the web fonts and their licence into `folder`; yields (file name, bytes) of what was written.

    A font newer than its source is left as it is, unless `force`. Fonts that pages no longer use are taken away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in set(folder.glob("*.woff2")) - {folder / f"{name}.woff2" for name in FACES}:
        old.unlink()
    for name, face in FACES.items():
        target = folder / f"{name}.woff2"
        if not force and target.exists() and target.stat().st_mtime >= face.source.stat().st_mtime:
            continue
        _cut(face, name, target)
        yield target.name, target.stat().st_size
    licence = folder / "OFL.txt"
    if force or not licence.exists():
        licence.write_text(licence_text(), encoding="utf-8")
        yield licence.name, licence.stat().st_size


def licence_text() -> str:
    """The licence of both families, out of the installed packages, with each family's copyright line."""
    notices = [_notice(face) for face in (FACES["serif-600"], FACES["sans"])]
    texts = (path.read_text(encoding="utf-8") for path in _licence_files())
    terms = next((text[text.find(LICENCE_TITLE) :] for text in texts if LICENCE_TITLE in text), "")
    return "\n\n".join([*notices, terms]).strip() + "\n"


def _licence_files() -> Iterator[Path]:
    for package in ("font-hanken-grotesk", "font-source-serif-pro"):
        for file in files(package) or []:
            if file.name in {"OFL.txt", "LICENSE.txt", "LICENSE"}:
                yield Path(str(file.locate()))


def _notice(face: Face) -> str:
    with TTFont(face.source) as font:
        names = [font["name"].getDebugName(number) for number in (COPYRIGHT, LICENCE, LICENCE_URL)]
    return "\n".join(
        [
            f"{face.family}, cut from {face.source.name}:",
            *(name.split("\n\n")[0].split("\r\n\r\n")[0] for name in names if name),
        ]
    )


def _cut(face: Face, name: str, target: Path) -> None:
    with ExitStack() as files_open:
        font = files_open.enter_context(TTFont(face.source))
        _subset(font)
        if face.bold is not None:
            bold = files_open.enter_context(TTFont(face.bold))
            _subset(bold)
            font = blend(font, bold, weights=face.weights)
        _rename(font, face.family, name)
        font.flavor = "woff2"
        font.save(target)


def _subset(font: TTFont) -> None:
    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl"]
    options.hinting = False
    options.desubroutinize = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(UNICODES))
    cutter.subset(font)


def _rename(font: TTFont, family: str, name: str) -> None:
    for record in font["name"].names:
        if record.nameID == POSTSCRIPT_NAME:
            record.string = family.replace(" ", "") + "-" + name
        elif record.nameID in FAMILY_NAMES:
            record.string = family
