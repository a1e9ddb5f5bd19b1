"""The house's drawings, read from `static/img` and put into a page as SVG."""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

_ROOT_TAG = re.compile(r"<svg\b[^>]*>", re.S)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>\s*", re.S)
_VIEW_BOX = re.compile(r'viewBox="([^"]*)"')
_PALE = 'fill="#efdcc6"'  # a sand ground, dimmed at night by the token --veil
_ASPECT = re.compile(r'preserveAspectRatio="([^"]*)"')

# People around the circle, seen from above.
COATS = (
    *("#b0432a", "#e6cfa4", "#2d6559", "#cbd8cb", "#7b4a5a", "#f0c9a6"),
    *("#34525c", "#34525c", "#8f3420", "#cbd8cb", "#963820", "#43504b"),
)
HEADS = (
    *("#3b2a21", "#1a1411", "#7d4a2e", "#6d6258", "#211915", "#c3bdb2"),
    *("#2b211c", "#b9803a", "#1d1512", "#5a3423", "#3b2a21", "#7d4a2e"),
)


class UnknownDrawing(LookupError):
    """No drawing of that name under `static/img`."""


@lru_cache(maxsize=64)
def source(path: str) -> str:
    """The text of `static/img/<path>`."""
    found = finders.find(f"img/{path}")
    if not isinstance(found, str):
        raise UnknownDrawing(f"There is no drawing static/img/{path}.")
    return Path(found).read_text(encoding="utf-8")


@lru_cache(maxsize=128)
def drawing(name: str, *, classes: str = "", described: bool = False) -> str:
    """`illustrations/<name>.svg` to stand in a page: hidden from readers, or `described` by its own title."""
    svg = source(f"illustrations/{name}.svg").strip()
    title = _TITLE.search(svg)
    root = _ROOT_TAG.search(svg)
    if root is None:
        raise UnknownDrawing(f"static/img/illustrations/{name}.svg is not an SVG drawing.")
    body = re.sub(r"\s*\n\s*", "", _TITLE.sub("", svg[root.end() :], count=1))
    view = _VIEW_BOX.search(root[0])
    if view and _PALE in body:
        x, y, width, height = view[1].split()
        veil = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="var(--veil,transparent)"/>'
        body = body.replace("</svg>", f"{veil}</svg>")
    aspect = _ASPECT.search(root[0])
    attributes = f' viewBox="{view[1]}"' if view else ""
    attributes += f' preserveAspectRatio="{aspect[1]}"' if aspect else ""
    attributes += f' class="{classes}"' if classes else ""
    if described and title:
        ident = f"drawing-{name}"
        named = f'role="img" aria-labelledby="{ident}"><title id="{ident}">{title[1]}</title>'
        return f"<svg{attributes} {named}{body}"
    return f'<svg{attributes} aria-hidden="true">{body}'


@lru_cache(maxsize=256)
def circle(taken: int, places: int, *, classes: str = "") -> str:
    """Chairs in a circle, seen from above, `taken` of `places` with somebody on them; empty ones spread."""
    places = max(1, min(places, 24))
    taken = max(0, min(taken, places))
    empty = _empty_chairs(taken, places)
    rings = "".join(f'<circle cx="120" cy="120" r="{r}"/>' for r in range(56, 380, 12))
    chairs = "".join(_chair(i, places, sat=i not in empty) for i in range(places))
    attribute = f' class="{classes}"' if classes else ""
    return (
        f'<svg viewBox="0 0 240 240" preserveAspectRatio="xMidYMid slice"{attribute} aria-hidden="true">'
        '<rect x="-200" width="640" height="240" fill="#143a33"/>'
        '<circle cx="120" cy="120" r="44" fill="#2a675a"/>'
        f'<g fill="none" stroke="#f6efe2" opacity=".2">{rings}</g>{chairs}</svg>'
    )


def _empty_chairs(taken: int, places: int) -> set[int]:
    free = places - taken
    return {(2 + i * places // free) % places for i in range(free)} if free else set()


def _chair(index: int, places: int, *, sat: bool) -> str:
    person = (
        f'<ellipse cx="120" cy="35" rx="17" ry="9.5" fill="{COATS[index % 12]}"/>'
        f'<circle cx="120" cy="34" r="7.5" fill="{HEADS[index % 12]}"/>'
    )
    return (
        f'<g transform="rotate({index * 360 / places:g} 120 120)">'
        '<rect x="107" y="22" width="26" height="24" rx="4" fill="#c8a565"/>'
        f'<rect x="105" y="17" width="30" height="6" rx="3" fill="#8a6a35"/>{person if sat else ""}</g>'
    )
