"""Files offered for download: what they say they are is what they are.

They are told by their first bytes, and those that are archives by what lies in them. A text has no first bytes; what
is called one begins without control characters. All are sent as attachments (settings), so that no browser runs them.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from media.errors import UnusableDocument

HEAD = 4096  # bytes
_WORD_FILES = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
# What a broken archive raises, wherever it breaks.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError),
    *(NotImplementedError, RuntimeError, OSError),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f")


def check(content: "File[Any]", name: str) -> None:
    """Raises UnusableDocument where the file is of no kind that is kept, too large, or not what it is called."""
    kind = name.rpartition(".")[2].lower()
    if kind not in settings.DOCUMENT_TYPES:
        kinds = ", ".join(settings.DOCUMENT_TYPES)
        words = _("Files of this kind are not kept here. You could save it as one of these: %(kinds)s.")
        raise UnusableDocument(words % {"kinds": kinds})
    if content.size > settings.DOCUMENT_MAX_BYTES:
        words = _(
            "This file is larger than %(most)d MB. You could make it smaller, or link to where it stands."
        )
        raise UnusableDocument(words % {"most": settings.DOCUMENT_MAX_BYTES // 1_000_000})
    if not _is(kind, content):
        words = _(
            "This file is called .%(kind)s, but something else is in it. You could open it in its own program and "
            "save it as %(kind)s."
        )
        raise UnusableDocument(words % {"kind": kind})


def _is(kind: str, content: "File[Any]") -> bool:
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    told = _TOLD_BY.get(kind)
    if told is not None:
        return told(head)
    return _is_archive(kind, content)


def _is_text(head: bytes) -> bool:
    return not _CONTROLS & set(head)


def _is_mp3(head: bytes) -> bool:
    """A tag, or the first frame: eleven bits set, then MPEG layer III."""
    return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


_TOLD_BY: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "txt": _is_text,
    "csv": _is_text,
    "mp3": _is_mp3,
    "m4a": _is_mp4,
    "mp4": _is_mp4,
    "ogg": lambda head: head.startswith(b"OggS"),
}


def _is_archive(kind: str, content: IO[Any]) -> bool:
    """OpenDocument and EPUB name themselves in their first entry; Office files are told by their folder.

    Office files with macros have other endings, and are not taken under these.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            if kind in _WORD_FILES:
                macros = any(name.casefold().endswith("vbaproject.bin") for name in names)
                return not macros and any(name.startswith(_WORD_FILES[kind]) for name in names)
            with archive.open("mimetype") as first:
                named: bytes = first.read(100)
                return named.decode("ascii", "replace") == settings.DOCUMENT_TYPES[kind]
    except _BROKEN:
        return False
    finally:
        content.seek(0)
