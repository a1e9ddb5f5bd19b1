"""Films that stay with YouTube or Vimeo. Nothing is asked of them when a page is saved or shown: the page says what
the film is, and a reader who wants to see it there and then puts the player in (`static/js/embed.js`)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

_SHORT = "youtu.be"
_YOUTUBE = {
    *(_SHORT, "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"),
    *("youtube-nocookie.com", "www.youtube-nocookie.com"),
}
_VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
_PORTS = {"http": 80, "https": 443}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/]+)/?")
_VIMEO_PATH = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|(?:showcase|album)/\d+/video/)?"
    r"([0-9]{1,12})(?:/([0-9a-f]{6,40}))?/?",
    re.ASCII,
)
_VIMEO_KEY = re.compile(r"[0-9a-f]{6,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A film at one of the two: its page there, and what is shown in a frame. The frame is of `frame_host`."""

    provider: str
    page: str
    frame: str

    @property
    def frame_host(self) -> str:
        """Whom the reader's browser asks once the film is played here."""
        return urlsplit(self.frame).netloc


def video(address: str) -> Video | None:
    """The film at an address, of which nothing but its number is kept. None for any other address."""
    try:
        parts = urlsplit(address.strip())
        host = _host(parts)
    except ValueError:
        return None
    found: dict[str, Callable[[SplitResult], Video | None]] = {
        **dict.fromkeys(_YOUTUBE, _at_youtube),
        **dict.fromkeys(_VIMEO, _at_vimeo),
    }
    at = found.get(host)
    return at(parts._replace(netloc=host)) if at else None


def _host(parts: SplitResult) -> str:
    """In small letters, without the dot that may end it and the port that goes without saying. Nothing where the
    address is not one of the web, or somebody's name stands in it. Raises ValueError for a port that is none."""
    if parts.scheme not in _PORTS or "@" in parts.netloc or "\\" in parts.netloc:
        return ""
    if parts.port not in {None, _PORTS[parts.scheme]}:
        return ""
    return (parts.hostname or "").removesuffix(".")


def _at_youtube(parts: SplitResult) -> Video | None:
    if parts.netloc == _SHORT:
        name = parts.path.strip("/")
    elif parts.path == "/watch":
        name = parse_qs(parts.query).get("v", [""])[0]
    else:
        match = _YOUTUBE_PATH.fullmatch(parts.path)
        name = match[1] if match else ""
    if not _YOUTUBE_ID.fullmatch(name):
        return None
    return Video(
        provider="YouTube",
        page=f"https://www.youtube.com/watch?v={name}",
        frame=f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1",
    )


def _at_vimeo(parts: SplitResult) -> Video | None:
    """Films that are not listed have a key besides their number."""
    match = _VIMEO_PATH.fullmatch(parts.path)
    if match is None:
        return None
    number, key = match[1], match[2] or parse_qs(parts.query).get("h", [""])[0]
    if key and not _VIMEO_KEY.fullmatch(key):
        return None
    return Video(
        provider="Vimeo",
        page=f"https://vimeo.com/{number}" + (f"/{key}" if key else ""),
        frame=f"https://player.vimeo.com/video/{number}?dnt=1&autoplay=1" + (f"&h={key}" if key else ""),
    )


def validate(address: str) -> None:
    """Raise ValidationError unless there is a film at this address."""
    if video(address) is None:
        raise ValidationError(
            _(
                "This is not the address of a film at YouTube or Vimeo, and no other site can be shown here. You "
                "could copy it from the film’s own page, as in “https://www.youtube.com/watch?v=dQw4w9WgXcQ”."
            )
        )


class VideoAddressBlock(blocks.FieldBlock):
    """The address of a film, kept as it was given."""

    def __init__(self, required: bool = True, help_text: str = "", **kwargs: Any) -> None:
        self.field = forms.CharField(
            max_length=200, required=required, help_text=help_text, validators=[validate]
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "link-external"
        default = ""


class EmbedValue(blocks.StructValue):
    """Knows the film."""

    @property
    def video(self) -> Video | None:
        """None where what was stored is no film's address: then nothing is shown."""
        return video(self.get("address") or "")


class EmbedBlock(blocks.StructBlock):
    """A film at YouTube or Vimeo, of which nothing is loaded until the reader says so."""

    address = VideoAddressBlock(help_text="Of the film’s own page at YouTube or Vimeo.")
    title = blocks.CharBlock(max_length=120)
    description = blocks.TextBlock(
        max_length=1000,
        help_text="What is to be seen and heard, for whoever does not play it: cannot see, cannot hear, or would "
        "rather not.",
    )

    class Meta:
        icon = "media"
        label = "Film (YouTube or Vimeo)"
        template = "content/blocks/embed.html"
        value_class = EmbedValue
