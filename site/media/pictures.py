"""Pictures as they are kept: decoded and written anew, so that nothing comes along but the picture itself.

What a camera notes (place, time, owner) is left out; which way is up is turned into the pixels before. The colour
profile stays, CMYK becomes sRGB. An animation keeps its first picture: what moves and cannot be stopped keeps people
from reading (WCAG 2.2, 2.2.2).
"""

import struct
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from media.errors import UnusablePicture

LONGEST = 3200  # pixels; twice what a page shows at most
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 80, "speed": 8},
}
# What a broken picture raises, by its kind and by where it breaks.
_BROKEN = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError),
    *(RuntimeError, struct.error, ImageCms.PyCMSError),
)
_KEPT = frozenset({"icc_profile", "transparency"})


class CleanPicture(ContentFile):  # type: ignore[type-arg]  # generic for the type checker alone
    """A picture that was written anew by `cleaned`."""


def cleaned(content: "File[Any]", name: str) -> CleanPicture:
    """The picture alone, in its own format, at most LONGEST pixels along its longer side.

    Raises UnusablePicture where it is none, or has more pixels than `WAGTAILIMAGES_MAX_IMAGE_PIXELS`: that is known
    from its first bytes, before it is decoded.
    """
    if isinstance(content, CleanPicture):
        return content
    content.seek(0)
    try:
        written = _anew(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture(too_many_pixels()) from error
    except _BROKEN as error:
        raise UnusablePicture from error
    return CleanPicture(written, name=name)


def too_many_pixels() -> str:
    """What somebody reads who uploads a poster."""
    words = _(
        "This picture has more pixels than can be kept here, %(most)d million. You could upload a smaller copy: "
        "%(longest)d pixels along its longer side are plenty."
    )
    return words % {"most": _most() // 1_000_000, "longest": LONGEST}


def _most() -> int:
    return int(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)


def _anew(content: "File[Any]") -> bytes:
    with _opened(content) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        if kind == "JPEG":
            picture.draft(None, (LONGEST, LONGEST))  # decodes a large photograph at a half or a quarter
        upright = ImageOps.exif_transpose(picture)
    upright = _fitting(_in_rgb(upright))
    upright.info = {key: value for key, value in upright.info.items() if key in _KEPT}
    out = BytesIO()
    upright.save(out, kind, icc_profile=upright.info.get("icc_profile"), **_WRITTEN[kind])
    return out.getvalue()


def _opened(content: "File[Any]") -> Image.Image:
    """Only looked at so far; what is larger than twice the limit is not even that (media.apps)."""
    picture = Image.open(content, formats=FORMATS)
    if picture.width * picture.height > _most():
        raise UnusablePicture(too_many_pixels())
    return picture


def _in_rgb(picture: Image.Image) -> Image.Image:
    """Printers' colours as a screen shows them."""
    if picture.mode != "CMYK":
        return picture
    profile = picture.info.pop("icc_profile", None)
    if not profile:
        return picture.convert("RGB")
    from_ = ImageCms.ImageCmsProfile(BytesIO(profile))
    turned = ImageCms.profileToProfile(picture, from_, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if turned is None:
        raise ValueError("The colours of this picture cannot be turned into a screen's.")
    turned.info.pop("icc_profile", None)
    return turned


def _fitting(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= LONGEST:
        return picture
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((LONGEST, LONGEST))
    return picture
