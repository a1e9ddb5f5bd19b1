"""Faces for people without a photo, composed of parts; the same seed always gives the same face.

Parts are in `static/img/portrait-parts/`. Faces carry no features: hair, coat, collar, ground and glasses
tell them apart.
"""

import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from core.drawings import source


class Look(NamedTuple):
    """One face: colours as `#rrggbb`, `style` the name of a hair part."""

    ground: str
    rings: str
    skin: str
    shade: str
    hair: str
    style: str
    coat: str
    collar: str
    glasses: bool


# ground and the rings on it; skin and its shade; coat and collar
GROUNDS = (
    ("#cbd8cb", "#1c4c43"),
    ("#e8cdb4", "#963820"),
    ("#efd9a8", "#8a5a12"),
    ("#d4dde0", "#34525c"),
    ("#dbe3dd", "#2a5d68"),
    ("#dfe2cc", "#4b5a25"),
    ("#f0d3c2", "#963820"),
    ("#e3d3bd", "#7c4a26"),
)
SKINS = (
    ("#e9c3a3", "#d3a27f"),
    ("#f0cfb2", "#d9ab88"),
    ("#7a4a30", "#5c3421"),
    ("#f3d6be", "#dcb193"),
    ("#cf9569", "#a86f45"),
    ("#dba982", "#be8660"),
    ("#8f5b3c", "#6f4329"),
    ("#c98f66", "#a06c46"),
)
COATS = (
    ("#1c4c43", "#f3e6cf"),
    ("#43504b", "#e9dcc6"),
    ("#b0432a", "#f0c9a6"),
    ("#34525c", "#e8e2d4"),
    ("#2a5d68", "#e9dcc6"),
    ("#7b4a5a", "#f0dfd0"),
    ("#d7a24a", "#fbf1dc"),
    ("#8f3420", "#f3e6cf"),
)
HAIRS = ("#7d4a2e", "#6d6258", "#211915", "#c3bdb2", "#3a2a22", "#2b211c", "#b9803a", "#5a3423")
DARK_HAIRS = ("#211915", "#1d1512", "#2b211c", "#6d6258")
STYLES = ("bob", "beard", "curl", "crop", "scarf", "bun", "long")
SCARVES = ("#b9803a", "#7b4a5a", "#2a5d68", "#8f3420", "#4b5a25")
DEEP_SKINS = {"#7a4a30", "#8f5b3c"}
SIZES = {"": "portrait", "s": "portrait portrait-s", "l": "portrait portrait-l"}


def look(seed: str) -> Look:
    """The face that belongs to `seed`, any text: a slug, a public id."""
    digest = sha256(seed.encode()).digest()
    ground, rings = GROUNDS[digest[0] % len(GROUNDS)]
    skin, shade = SKINS[digest[1] % len(SKINS)]
    style = STYLES[digest[2] % len(STYLES)]
    coat, collar = COATS[digest[3] % len(COATS)]
    hairs = SCARVES if style == "scarf" else DARK_HAIRS if skin in DEEP_SKINS else HAIRS
    hair = hairs[digest[4] % len(hairs)]
    return Look(ground, rings, skin, shade, hair, style, coat, collar, digest[5] % 4 == 0)


def compose(face: Look) -> str:
    """The drawing of `face`, 96 x 96: ground, rings, back hair, body, face, front hair, glasses."""
    hair = source(f"portrait-parts/hair-{face.style}.svg")
    slots = face._asdict() | {
        "back-hair": _layer(hair, "back"),
        "front-hair": _layer(hair, "front"),
        "glasses": _layer(source("portrait-parts/glasses.svg"), "glasses") if face.glasses else "",
    }
    svg = source("portrait-parts/base.svg")
    for slot, value in slots.items():
        svg = svg.replace("{" + slot + "}", str(value))
    return re.sub(r"\s*\n\s*", "", svg)


@lru_cache(maxsize=512)
def portrait(seed: str, size: str = "") -> str:
    """The portrait of `seed`, for a page, hidden from readers. `size`: "" 72 px, "s" 44 px, "l" large."""
    svg = compose(look(seed))
    return svg.replace(
        '<svg xmlns="http://www.w3.org/2000/svg"', f'<svg class="{SIZES[size]}" aria-hidden="true"', 1
    )


def _layer(svg: str, name: str) -> str:
    found = re.search(rf'<g id="{name}">(.*?)</g>', svg, re.S)
    return found[1].strip() if found else ""
