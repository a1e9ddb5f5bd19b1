"""`site/` is a source root: a package of that name would lose to the standard library's `site`."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_site_is_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_tracks_what_stands_in_site() -> None:
    command = ["git", "check-ignore", "site/core/apps.py"]
    ignored = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert ignored.stdout == b""
