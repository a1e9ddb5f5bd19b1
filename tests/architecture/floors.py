"""The floors of the house, read from import-linter's contract in pyproject.toml."""

import tomllib
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps

ROOT = Path(__file__).resolve().parents[2]


@cache
def floors() -> dict[str, int]:
    """Module > height, the lowest floor being 0. Rooms beside one another share a height."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")
    }


def room_of(app: AppConfig) -> str | None:
    """The room of the contract an app belongs to (the twin to payments), or None for a package's app."""
    parts = app.name.split(".")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in names if name in floors()), None)


@cache
def own_apps() -> dict[str, str]:
    """App label > room, for the apps of this project."""
    return {app.label: room for app in apps.get_app_configs() if (room := room_of(app))}


def goes_downwards(source: str, target: str) -> bool:
    """Whether room `source` may know room `target`."""
    heights = floors()
    return source == target or heights[source] > heights[target]
