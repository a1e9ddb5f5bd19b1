#!/usr/bin/env python3
"""What the scripts of this folder share: where things are, running a command, saying how it goes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

Command = Sequence[str | Path]


class StepFailed(Exception):
    """A command ended with an error; `output` holds its last lines when they were not shown."""

    def __init__(self, command: Command, code: int, output: str = "") -> None:
        super().__init__(f"{' '.join(map(str, command))} ended with {code}")
        self.code = code
        self.output = output


def say(text: str = "", *, end: str = "\n") -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def give_up(text: str) -> NoReturn:
    """End the script with a sentence a person can act on."""
    sys.stdout.flush()
    sys.exit(f"\n{text}")


def start(command: Command, *, env: Mapping[str, str] | None = None, **options: Any) -> subprocess.Popen[str]:
    """Start `command` in the project's folder, with `env` added to this environment."""
    options.setdefault("cwd", ROOT)
    return subprocess.Popen(  # noqa: S603  (the commands are this project's own)
        [str(part) for part in command], env={**os.environ, **(env or {})}, text=True, **options
    )


def run(command: Command, *, env: Mapping[str, str] | None = None, **options: Any) -> str:
    """Run `command` quietly and return what it printed; StepFailed with its output when it fails."""
    process = start(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    output, _ = process.communicate()
    if process.returncode:
        raise StepFailed(command, process.returncode, output)
    return output


def show(command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run `command` with its output on the terminal; StepFailed when it fails."""
    code = start(command, env=env).wait()
    if code:
        raise StepFailed(command, code)


def follow(command: Command, on_line: Callable[[str], None], *, env: Mapping[str, str] | None = None) -> int:
    """Run `command`, hand each line it prints to `on_line`, and return its exit code."""
    with start(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            on_line(line)
    return process.returncode


class Counter:
    """One line that counts up on a terminal, and a line now and then elsewhere."""

    def __init__(self, label: str, *, every: int = 25) -> None:
        self.label = label
        self.every = every
        self.count = 0

    def step(self, detail: str) -> None:
        self.count += 1
        text = f"  {self.label} {self.count}: {detail}"
        if sys.stdout.isatty():
            say(f"\r\033[K{text[:110]}", end="")
        elif self.count % self.every == 0:
            say(text)

    def done(self) -> None:
        if sys.stdout.isatty():
            say("\r\033[K", end="")


def dotenv() -> dict[str, str]:
    """The variables of `.env`, if there is one; the environment's own come first wherever both are read."""
    path = ROOT / ".env"
    return dict(_assignments(path.read_text("utf-8"))) if path.exists() else {}


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            yield name.removeprefix("export ").strip(), value.strip().strip("'\"")


def setting(name: str, default: str = "") -> str:
    """A variable of the environment, else of `.env`, else `default`."""
    return os.environ.get(name) or dotenv().get(name) or default


def read_json(path: Path) -> dict[str, object]:
    """The object in `path`; empty when the file is not there or was cut short."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_json(path: Path, data: object) -> None:
    """Write `data` so that a reader meets the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    draft.replace(path)
