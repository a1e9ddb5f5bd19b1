"""What the rooms keep about a person, and how each of them forgets: for the privacy pages.

A room calls these in its `AppConfig.ready`. An exporter gives JSON-ready rows of everything the room keeps
about a person; an eraser anonymises in place what must stay and deletes the rest, inside one transaction with
all others.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import User

Exporter = Callable[[User], list[dict[str, Any]]]
Eraser = Callable[[User], None]

_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}


def register_exporter(name: str, export: Exporter) -> None:
    """Make a room's exporter known under the heading `name`; the same name again replaces."""
    _exporters[name] = export


def register_eraser(name: str, erase: Eraser) -> None:
    """Make a room's eraser known; the same name again replaces."""
    _erasers[name] = erase


def exporters() -> dict[str, Exporter]:
    """All exporters, by heading."""
    return dict(sorted(_exporters.items()))


def erasers() -> dict[str, Eraser]:
    """All erasers, by name."""
    return dict(sorted(_erasers.items()))
