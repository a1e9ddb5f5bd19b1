"""The picture a link to a page is shown with where the page has none of its own: its title, 1200 x 630.

Its address says what it shows (a digest), so that it may be kept for ever; it is drawn for pages that everybody may
read, from what they say now. Nobody can have other words drawn.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import Any, Literal, cast
from uuid import UUID

import font_hanken_grotesk
import font_source_serif_pro
import typst
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.models import Page

from core import clock, languages

SOURCE = Path(__file__).with_name("social_card.typ").read_bytes()
SECONDS = 30 * 24 * 3600
# Letters of one piece at most: so many of the widest stand on a line of the smallest size.
LONGEST = 26
KIND_LENGTH = 60
BREAK = "\u200b"
# Pictograms, and what joins and colours them: the house's letters have none.
_PICTOGRAMS = re.compile("[\u2600-\u27bf\u200d\ufe0e\ufe0f\U0001f000-\U0001faff]")
_RUN = re.compile(rf"\S{{{LONGEST}}}(?=\S)")
RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the picture shows: a title, above it the kind of page; `panel` is the ground of what people say."""

    title: str
    kind: str = ""
    ground: Literal["paper", "panel"] = "paper"

    @property
    def data(self) -> str:
        """As JSON, for the drawing."""
        title = _RUN.sub(rf"\g<0>{BREAK}", _PICTOGRAMS.sub("", self.title).strip()) or settings.SITE_NAME
        shown = {
            "title": title,
            "pieces": _pieces(title),
            "kind": Truncator(self.kind).chars(KIND_LENGTH),
            "ground": self.ground,
            "site": settings.SITE_NAME,
            "rtl": _reads_from_the_right(title),
            "language": languages.spoken(),
        }
        return json.dumps(shown)

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that differ when anything about the picture does."""
        return hashlib.sha256(SOURCE + self.data.encode()).hexdigest()[:16]

    def png(self) -> bytes:
        """The picture. Drawn once (some 50 ms), then kept for a month."""
        key = f"content.social_card:{self.digest}"
        kept = cache.get(key)
        if kept is None:
            kept = _draw(self.data)
            cache.set(key, kept, SECONDS)
        return bytes(kept)


def address(page: Any) -> str:
    """Where the picture of a page is, in the language of now."""
    return reverse("social-card", args=[page.translation_key, page.card().digest])


def page_of(key: UUID) -> Any:
    """The page of the language of now by its `translation_key`; None where not everybody may read it."""
    everybodys = Page.objects.live().public().exclude(expire_at__lte=clock.now())
    here = everybodys.filter(locale__language_code=languages.active())
    page: Any = here.filter(translation_key=key).specific().first()
    return page if hasattr(page, "card") and page.full_url else None


def _pieces(title: str) -> list[str]:
    """What cannot be broken between two lines. Wide letters, as of Chinese, can be broken anywhere."""
    parted = "".join(" " if unicodedata.east_asian_width(sign) in "WF" else sign for sign in title)
    return [piece for piece in re.split(rf"[\s{BREAK}]+", parted) if piece]


def _reads_from_the_right(title: str) -> bool:
    """By the first letter that has a direction."""
    directions = (unicodedata.bidirectional(sign) for sign in title)
    return next((way for way in directions if way in {"L", *RIGHT_TO_LEFT}), "L") in RIGHT_TO_LEFT


@once
def _fonts() -> typst.Fonts:
    """The house's two families; for other scripts what the machine has."""
    return typst.Fonts(
        font_paths=[font_source_serif_pro.font_directory, font_hanken_grotesk.font_directory],
    )


def _draw(data: str) -> bytes:
    compiler = typst.Compiler(SOURCE, font_paths=_fonts())
    return cast(bytes, compiler.compile(format="png", ppi=72, sys_inputs={"card": data}))  # of one page
