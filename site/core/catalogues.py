"""Interface strings in other languages: `locale/*/LC_MESSAGES/django.po` is kept; `.mo` is made of it here."""

import os
from pathlib import Path

import polib
from django.conf import settings


def compile_catalogues() -> list[Path]:
    """Make the .mo files that are missing or older than their .po, and return them. Two processes may do it at once:
    a reader meets the old file or the new one."""
    return [
        made
        for folder in settings.LOCALE_PATHS
        for po in sorted(folder.rglob("*.po"))
        if (made := _made_of(po))
    ]


def _made_of(po: Path) -> Path | None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
        return None
    draft = mo.with_suffix(f".{os.getpid()}")
    polib.pofile(str(po)).save_as_mofile(str(draft))
    draft.replace(mo)
    return mo
