#!/usr/bin/env python3
"""`make format`: bring Python files and templates into the form that `make check` asks for."""

import setup
from shell import ROOT, VENV, StepFailed, run, say

TOOL = VENV / "bin"


def main() -> None:
    setup.environment()
    templates = sorted((ROOT / "templates").rglob("*.html"))
    commands = [
        [TOOL / "ruff", "check", "--fix-only", "."],
        [TOOL / "ruff", "format", "."],
        [TOOL / "djhtml", "--tabwidth", "2", *templates],
        [TOOL / "djade", "--target-version", "5.2", *templates],
    ]
    for command in commands:
        try:
            say(run(command).strip())
        except StepFailed as error:  # djhtml and djade end with 1 when they changed something
            say(error.output.strip())


if __name__ == "__main__":
    main()
