#!/usr/bin/env python3
"""`make setup`: environment, database, fonts, places and demo content. What is there is left alone."""

import hashlib
import importlib.util
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from shell import (
    PYTHON,
    ROOT,
    VAR,
    VENV,
    Counter,
    StepFailed,
    follow,
    give_up,
    read_json,
    run,
    say,
    setting,
    show,
    write_json,
)

LOCK = ROOT / "requirements" / "dev.lock"
LOCK_STAMP = VENV / "lock.sha256"
STAMPS = VAR / "stamps.json"
Result = TypeVar("Result")
DEFAULT_DATABASE = f"sqlite:///{VAR / 'db.sqlite3'}"


def environment() -> None:
    """Make `.venv` hold exactly what requirements/dev.lock names."""
    make_venv()
    digest = hash_of([LOCK])
    if LOCK_STAMP.exists() and LOCK_STAMP.read_text() == digest:
        return
    step("Installing the packages of requirements/dev.lock", install_packages)
    LOCK_STAMP.write_text(digest)


def make_venv() -> None:
    if PYTHON.exists() and venv_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        give_up(
            f"This Python ({sys.executable}) cannot make virtual environments. "
            f"On Debian or Ubuntu: apt-get install python3-venv (or python{version}-venv), then try again."
        )
    step("Making .venv", lambda: run([sys.executable, "-m", "venv", "--clear", VENV]))


def venv_works() -> bool:
    """Whether `.venv` can be used: whole, new enough, and of the Python that PYTHON names, if any."""
    try:
        version = run([PYTHON, "-c", "import sys, pip; print(*sys.version_info[:2])"]).split()
    except (StepFailed, OSError):
        return False
    found, ours = tuple(map(int, version)), sys.version_info[:2]
    return found == ours if os.environ.get("PYTHON") else found >= (3, 11)


def install_packages() -> None:
    counter = Counter("package")
    tail: list[str] = []

    def on_line(line: str) -> None:
        tail.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            counter.step(re.split(r": |^Collecting ", line)[-1].split(" ")[0].strip())

    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", LOCK]
    code = follow(pip, on_line)
    counter.done()
    if code:
        raise StepFailed(pip, code, "".join(tail[-15:]) + "\nIs the network there?")


def database() -> None:
    """Migrate, and fill an empty database with places and demo content."""
    stamps = read_json(STAMPS)
    url = setting("DATABASE_URL", DEFAULT_DATABASE)
    name = hashlib.sha256(url.encode()).hexdigest()[:12]
    local = sqlite_file(url)
    done = stamps.get(name) if local is None or local.exists() else None
    done = dict(done) if isinstance(done, dict) else {}

    def stamp(what: str, value: str) -> None:
        done[what] = value
        write_json(STAMPS, {**stamps, name: done})

    migrations = hash_of(sorted(ROOT.glob("*/**/migrations/*.py")) + [LOCK])
    if local is None or done.get("migrations") != migrations:
        fresh = step("Migrating the database", migrate)
        if fresh:
            done.clear()
        stamp("migrations", migrations)
    fonts = hash_of([LOCK, *sorted(ROOT.glob("site/core/management/commands/make_fonts.py"))])
    if stamps.get("fonts") != fonts or not any((ROOT / "static" / "fonts").glob("*.woff2")):
        step("Cutting the fonts down to what the pages use", lambda: manage("make_fonts"))
        stamps["fonts"] = fonts
        write_json(STAMPS, {**stamps, name: done})
    catalogues = hash_of(sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")))
    if stamps.get("catalogues") != catalogues or not any(ROOT.glob("locale/*/LC_MESSAGES/*.mo")):
        step("Compiling the catalogues of other languages", lambda: manage("compile_catalogues"))
        stamps["catalogues"] = catalogues
        write_json(STAMPS, {**stamps, name: done})
    if "places" not in done:
        step("Importing places (5,000 inhabitants and more; once)", lambda: manage("import_places"))
        stamp("places", "5000")
    if "demo" not in done:
        step("Filling in demo content (once)", lambda: manage("seed_demo"))
        stamp("demo", "yes")


def sqlite_file(url: str) -> Path | None:
    """The file a SQLite address names, or None for a server."""
    parts = urlsplit(url)
    return ROOT / parts.path.removeprefix("/") if parts.scheme == "sqlite" else None


def migrate() -> bool:
    """Apply what is not applied yet; True when the database was empty before."""
    counter = Counter("migration", every=50)
    lines: list[str] = []

    def on_line(line: str) -> None:
        lines.append(line)
        if line.strip().startswith("Applying "):
            counter.step(line.strip().removeprefix("Applying ").split("...")[0])

    VAR.mkdir(exist_ok=True)
    code = follow([PYTHON, "manage.py", "migrate", "--no-input"], on_line)
    counter.done()
    if code:
        raise StepFailed(["manage.py", "migrate"], code, "".join(lines[-15:]))
    return any("Applying contenttypes.0001_initial" in line for line in lines)


def manage(*arguments: str) -> None:
    show([PYTHON, "manage.py", *arguments])


def hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def step(label: str, action: Callable[[], Result]) -> Result:
    """Say what begins, do it, say how long it took; on failure say what to do and end."""
    say(f"{label} ...")
    began = time.monotonic()
    try:
        result = action()
    except StepFailed as error:
        give_up(
            f"{error.output}\n{label}: this step failed ({error}).\n"
            "What came before it is kept: `make setup` goes on from here once the cause is mended, "
            "and `make reset` starts the development data afresh."
        )
    say(f"  done in {time.monotonic() - began:.0f} s")
    return result


def main() -> None:
    """Bring everything up to date; nothing is printed when nothing was to be done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    environment()
    database()


if __name__ == "__main__":
    main()
    say("All is set up. `make run` serves the site.")
