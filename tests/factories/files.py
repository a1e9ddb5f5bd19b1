"""Files as people upload them, made in memory."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

LATITUDE, ORIENTATION, ARTIST, GPS = 2, 0x0112, 0x013B, 0x8825
TURNED_RIGHT = 6


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """A file on its way in."""
    return SimpleUploadedFile(name, content)


def image_bytes(
    kind: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (64, 48), **saved: Any
) -> bytes:
    """A picture that is red on the left and blue on the right."""
    out = BytesIO()
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    picture.convert(mode).save(out, kind, **saved)
    return out.getvalue()


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>Ilka Sorrendahl</creator></x:xmpmeta>'


def photograph(kind: str = "JPEG") -> bytes:
    """From a telephone: held upright, with its place, its owner, a comment and a colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif[ARTIST] = "Ilka Sorrendahl"
    exif.get_ifd(GPS)[LATITUDE] = (51.0, 0.0, 54.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noted: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    if kind == "PNG":
        noted["pnginfo"] = PngImagePlugin.PngInfo()
        noted["pnginfo"].add_text("Author", "Ilka Sorrendahl")
    else:
        noted |= {"xmp": XMP, "comment": b"At home", "quality": 95}
    return image_bytes(kind, **noted)


def photograph_with_a_depth_map() -> bytes:
    """From a telephone that puts a second picture into the same file (MPO)."""
    out = BytesIO()
    pictures = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    pictures[0].save(out, "MPO", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def poster(width: int, height: int) -> bytes:
    """The beginning of a PNG of so many pixels, and hardly any bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0"))
        + _chunk(b"IEND", b"")
    )


def animation(pictures: int = 3) -> bytes:
    """A GIF that moves."""
    out = BytesIO()
    frames = [Image.new("RGB", (32, 24), (80 * number, 0, 0)) for number in range(pictures)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"Made at home")
    return out.getvalue()


def archive(**entries: str) -> bytes:
    """A ZIP file with these entries; a double underscore in a name stands for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in entries.items():
            file.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
