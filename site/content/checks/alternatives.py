"""Pictures without words for those who cannot see them (WCAG 2.2, 1.1.1)."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images.blocks import ImageChooserBlock

from content.checks import parts
from content.checks.finding import Finding

_FILE_NAME = re.compile(
    r"^\S+\.(?:avif|gif|jpe?g|png|svg|webp)$|^(?:img|dsc|image|screenshot)[-_ ]?\d+$", re.I
)
_EMBEDDED = re.compile(r"<embed\b[^>]*embedtype=\"image\"[^>]*>")
_ALT = re.compile(r"\balt=\"([^\"]*)\"")


def check(page: Any) -> Iterator[Finding]:
    """The cover, pictures in the text, and pictures inside rich text."""
    cover = getattr(page, "cover", None)
    if cover and not says_something(cover.alt_text):
        words = _("This picture has no alternative text yet. You could add it among the images.")
        yield Finding(words=words, field="cover")
    for part in parts.of_body(page):
        if any(not says_something(alt) for alt in _alternatives(part)):
            words = _(
                "%(place)s has no alternative text. You could say what the picture tells the reader here."
            )
            yield part.finding(words % {"place": part.name})


def says_something(alt: str | None) -> bool:
    """Whether these are words, rather than nothing or the name of a file."""
    return bool(alt and alt.strip()) and not _FILE_NAME.match(alt.strip() if alt else "")


def _alternatives(part: parts.Part) -> Iterator[str]:
    """The alternative text of each picture in a block."""
    shown = (isinstance(leaf.block, ImageChooserBlock) or leaf.name == "drawing" for leaf in part.leaves)
    if any(leaf.value for leaf, shows in zip(part.leaves, shown, strict=True) if shows):
        yield from (leaf.value or "" for leaf in part.leaves if leaf.name == "alt")
    for leaf in part.leaves:
        for embed in _EMBEDDED.findall(leaf.markup):
            found = _ALT.search(embed)
            yield found[1] if found else ""
