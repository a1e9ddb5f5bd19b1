"""No tracked file names the host of a package registry, nor a folder of one particular machine."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In pieces, so that this file names none.
HOSTS = [
    *(r"py" + r"pi\.org", r"python" + r"hosted\.org", r"registry\.np" + r"mjs", r"repo1?\." + r"maven"),
    *(r"proxy\.go" + r"lang", r"static\." + r"crates", r"deb\." + r"debian\.org"),
]
FOLDERS = ["/ro" + "ot/", "/ho" + r"me/\w", r"/Us" + r"ers/\w", "/wo" + r"rk/\w"]
# A machine's folder begins a path; `content/` with a folder of that name in it is the project's own.
PATTERN = re.compile("|".join([*HOSTS, *(rf"(?<![\w.-]){folder}" for folder in FOLDERS)]))


def tracked_text() -> list[tuple[str, str]]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in names.stdout.split("\0") if name]
    return [(str(path), path.read_bytes().decode("utf-8", "ignore")) for path in files if path.is_file()]


def test_no_registry_host_or_machine_folder_is_named() -> None:
    found = [
        f"{name}: {line.strip()[:120]}"
        for name, text in tracked_text()
        for line in text.splitlines()
        if PATTERN.search(line)
    ]

    assert found == []


def test_the_pattern_finds_what_it_looks_for() -> None:
    assert PATTERN.search("--index-url https://py" + "pi.org/simple")
    assert PATTERN.search("/ho" + "me/ada/commons")
    assert PATTERN.search('"/ho' + 'me/ada"')
    assert PATTERN.search("file:///ho" + "me/ada/commons")
    assert PATTERN.search("cd=/wo" + "rk/place")


def test_the_pattern_leaves_the_projects_own_folders_alone() -> None:
    assert not PATTERN.search("content/ho" + "me/news.html")
    assert not PATTERN.search("../ho" + "me/news.html")
