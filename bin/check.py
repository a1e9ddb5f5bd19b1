#!/usr/bin/env python3
"""`make check`: all that can be said about the code without running its tests. Every check runs, always."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

import setup
from shell import PYTHON, ROOT, VENV, Command, StepFailed, run, say

DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": "sqlite://:memory:"}
# Made up on the spot: what a real installation would set. Nothing is connected to.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": os.urandom(40).hex(),
    "ORDER_ACCESS_KEY": os.urandom(40).hex(),
    "DATABASE_URL": "sqlite://:memory:",
    "BASE_URL": "https://commons.example",
    "ALLOWED_HOSTS": "commons.example",
    "PAYMENTS_MODE": "sandbox",
}


def checks() -> dict[str, tuple[Command, dict[str, str]]]:
    """Name > command and the environment it runs in. The slowest stands first."""
    tool = VENV / "bin"
    templates = sorted((ROOT / "templates").rglob("*.html"))
    manage = [PYTHON, "-W", "ignore::ResourceWarning", "manage.py"]
    return {
        "mypy": ([tool / "mypy"], {}),
        "imports go downwards": ([tool / "lint-imports", "--no-cache"], {"PYTHONPATH": "site"}),
        "ruff check": ([tool / "ruff", "check", "."], {}),
        "ruff format": ([tool / "ruff", "format", "--check", "."], {}),
        "djhtml": ([tool / "djhtml", "--check", "--tabwidth", "2", *templates], {}),
        "djade": ([tool / "djade", "--check", "--target-version", "5.2", *templates], {}),
        "system checks": ([*manage, "check"], DEVELOPMENT),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], DEVELOPMENT),
        "deployment": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    }


def outcome(command: Command, env: dict[str, str]) -> tuple[float, str | None]:
    """Seconds taken, and the output when it failed."""
    began = time.monotonic()
    try:
        run(command, env=env)
    except StepFailed as error:
        return time.monotonic() - began, error.output
    return time.monotonic() - began, None


def main() -> None:
    setup.environment()
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        futures = {pool.submit(outcome, command, env): name for name, (command, env) in checks().items()}
        for future in as_completed(futures):
            seconds, problem = future.result()
            if problem is not None:
                failed.append(futures[future])
                say(f"\n{problem.rstrip()}")
            say(f"{'ok' if problem is None else 'FAILED':<7} {futures[future]:<22} {seconds:5.1f} s")
    say(f"\n{len(futures) - len(failed)} of {len(futures)} checks passed.")
    if failed:
        sys.exit("Failed: " + ", ".join(sorted(failed)))


if __name__ == "__main__":
    main()
