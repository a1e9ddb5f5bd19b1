"""What a linter or the type checker is told to overlook says why, where it stands."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("site", "search", "directory", "marketplace")
OVERLOOKED = re.compile(r"#\s*(?:noqa|type:\s*ignore)")
EXPLAINED = re.compile(
    r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*  \(.+\)|# type: ignore\[[a-z-]+(?:, [a-z-]+)*\]  # \w.*"
)


def unexplained(text: str) -> list[str]:
    return [line for line in text.splitlines() if OVERLOOKED.search(line) and not EXPLAINED.search(line)]


@pytest.mark.parametrize("room", ROOMS)
def test_every_ignore_says_why(room: str) -> None:
    files = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]

    assert files
    assert {str(path): lines for path in files if (lines := unexplained(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[misc]",
        "x = 1  # noqa: S101  ()",
    ],
)
def test_ignore_without_a_reason_is_seen(line: str) -> None:
    assert unexplained(line) == [line]
