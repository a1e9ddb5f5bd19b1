#!/usr/bin/env python3
"""`make reset`: delete the development data, so that the next `make run` starts afresh."""

import shutil
from pathlib import Path

from shell import ROOT, VAR, say, setting

PATTERNS = ("db.sqlite3*", "media", "mail", "clock", "demo-logins.json", "stamps.json", "test-*")


def main() -> None:
    deleted = [delete(path) for pattern in PATTERNS for path in sorted(VAR.glob(pattern))]
    say("Deleted: " + ", ".join(deleted) if deleted else "Nothing was there to delete.")
    if setting("DATABASE_URL"):
        say("DATABASE_URL names a database of your own: it was left alone.")


def delete(path: Path) -> str:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
