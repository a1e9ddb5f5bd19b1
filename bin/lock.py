#!/usr/bin/env python3
"""`make lock`: resolve pyproject.toml into requirements/*.lock, for Python 3.11 and every later one.

The files hold versions and hashes and no address of an index, so that they install from any of them.
"""

import sys

from shell import ROOT, VAR, StepFailed, give_up, run, say

TOOLS = VAR / "lock-tools"
UV = TOOLS / "bin" / "uv"
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
]


def main() -> None:
    try:
        if not UV.exists():
            run([sys.executable, "-m", "venv", TOOLS])
            run([TOOLS / "bin" / "pip", "install", "--disable-pip-version-check", "--quiet", "uv"])
        for name, extra in (("base", []), ("dev", ["--group", "dev"])):
            out = f"requirements/{name}.lock"
            run([UV, "pip", "compile", "pyproject.toml", *extra, *OPTIONS, "--output-file", out])
            say(f"{out}: {sum('==' in line for line in (ROOT / out).read_text().splitlines())} packages")
    except StepFailed as error:
        give_up(f"{error.output}\nThe lock files were not written: {error}")


if __name__ == "__main__":
    main()
