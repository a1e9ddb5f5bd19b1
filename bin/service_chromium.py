#!/usr/bin/env python3
"""Chromium for the journeys: CHROMIUM, or one that is installed. Playwright starts it when a test asks."""

import os
import shutil
from pathlib import Path

import service
from service import Missing, State

NAME = "chromium"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> Path:
    paths = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in PROGRAMS)]
    for path in paths:
        if path and Path(path).exists():
            return Path(path)
    raise Missing("Chromium is not installed (Debian: apt-get install chromium)")


def lacking() -> list[str]:
    """Debian's packages that are not installed yet."""
    return [] if service.can(find) else ["chromium"]


def launch() -> State:
    return {"path": str(find())}
