"""The activities and resources a site starts with, from the files beside this one, through the room's actions.

What was loaded once is left alone, also where editors renamed, changed or archived it since.
"""

import tomllib
from pathlib import Path
from typing import Any

from directory.library import actions
from directory.library.models import Activity, Resource
from directory.places.models import PracticeSetting

HERE = Path(__file__).parent


def load_library() -> int:
    """Make and publish what is missing; how many were made. May run any number of times, and go on half-way."""
    made = [
        *(_activity(path) for path in files("activities")),
        *(_resource(path) for path in files("resources")),
    ]
    return sum(made)


def files(folder: str) -> list[Path]:
    """The files of `activities` or `resources`, by name."""
    return sorted((HERE / folder).glob("*.toml"))


def _activity(path: Path) -> bool:
    if Activity.objects.filter(loaded_from=path.stem).exists():
        return False
    row = _read(path)
    steps = [actions.Step(step["minutes"], step["title"], _joined(step["text"])) for step in row.pop("steps")]
    activity = actions.create_activity(loaded_from=path.stem, steps=steps, **row)
    actions.publish(entry=activity)
    return True


def _resource(path: Path) -> bool:
    if Resource.objects.filter(loaded_from=path.stem).exists():
        return False
    resource = actions.create_resource(loaded_from=path.stem, **_read(path))
    actions.publish(entry=resource)
    return True


def _read(path: Path) -> dict[str, Any]:
    """What the file says, its settings looked up, its paragraphs each on one line."""
    row = tomllib.loads(path.read_text("utf-8"))
    row["settings"] = list(PracticeSetting.objects.filter(slug__in=row.get("settings", [])))
    return {name: _joined(value) if isinstance(value, str) else value for name, value in row.items()}


def _joined(text: str) -> str:
    """Lines of a paragraph put together; an empty line parts paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
