"""Static files as production serves them: hashed names, one squeezed stylesheet."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/index.css"  # the stylesheet every page loads

OURS = "js/*.js"

_FROM = r"""(?P<matched>from\s*["'](?P<url>\./.*?)["'])"""
_IMPORT = re.compile(r'@import\s+url\("([^"]+)"\)\s*(?:layer\(([\w-]+)\))?\s*;')
_URL = re.compile(r'url\("([^"]+)"\)')
_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.S)


def join(name: str, read: Callable[[str], str]) -> str:
    """The stylesheet `name` with its imports put in their places, each in its layer.

    `read` gives the text of a file by name. Relative addresses are rewritten to stay right beside `name`.
    Conditions other than a layer are not understood and stay as imports.
    """
    folder = posixpath.dirname(name)

    def put_in(match: re.Match[str]) -> str:
        address, layer = match.groups()
        imported = posixpath.normpath(posixpath.join(folder, address))
        text = _rebase(join(imported, read), posixpath.dirname(imported), folder)
        return f"@layer {layer} {{\n{text}\n}}" if layer else text

    return _IMPORT.sub(put_in, read(name))


def squeeze(css: str) -> str:
    """`css` without comments and blank space that says nothing; strings stay as they are."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] is None:
            return " "
        strings.append(match[1])
        return f"\0{len(strings) - 1}\0"

    css = _TOKEN.sub(keep, css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css).replace(";}", "}").strip()
    return re.sub(r"\0(\d+)\0", lambda match: strings[int(match[1])], css)


def _rebase(css: str, from_folder: str, to_folder: str) -> str:
    def moved(match: re.Match[str]) -> str:
        address = match[1]
        if address.startswith(("/", "data:", "#")) or "://" in address:
            return match[0]
        target = posixpath.normpath(posixpath.join(from_folder, address))
        return f'url("{posixpath.relpath(target, to_folder or ".")}")'

    return _URL.sub(moved, css)


class SqueezedManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types there
    """Hashed and compressed files; `css/index.css` becomes one, so a first view waits for one request.

    What our own ES modules import is hashed as well: no browser mixes modules of two releases. (Django's switch for
    that reads every package's modules, some of which import what is not there.)"""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OURS, ((_FROM, 'from "%(url)s"'),)))

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the joined stylesheet in the place of the one that imports, then hash and compress all."""
        if not dry_run and ENTRY in paths:

            def read(name: str) -> str:
                storage, path = paths[name]
                with storage.open(path) as file:
                    text = file.read()
                return text.decode("utf-8") if isinstance(text, bytes) else str(text)

            joined = squeeze(join(ENTRY, read))
            memory = InMemoryStorage()
            memory.save(ENTRY, ContentFile(joined.encode()))
            self.delete(ENTRY)
            self.save(ENTRY, ContentFile(joined.encode()))
            paths = {**paths, ENTRY: (memory, ENTRY)}
        yield from super().post_process(paths, dry_run, **options)
