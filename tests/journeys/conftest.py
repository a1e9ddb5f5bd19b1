"""The real stack for the journeys: a server process of its own over a database file, filled once a session."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser import screenshot

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running site; `var` is where its mails and its clock are kept."""

    url: str
    var: Path


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """Stand in for pytest-django's: these tests have no database in this process to set up and empty."""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the people of tests/journeys/world.py, made once."""
    file = tmp_path_factory.mktemp("world") / "world.sqlite3"
    program = [sys.executable, "-m", "tests.journeys.world"]
    ran = subprocess.run(
        program, cwd=ROOT, env=_environment(file), capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return file


@pytest.fixture(scope="module")
def live_server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the tests of one file, over a copy of the world: nothing is left over for the next."""
    file = tmp_path_factory.mktemp("site") / "db.sqlite3"
    for ending in ("", "-wal", "-shm"):
        if Path(f"{world}{ending}").exists():
            shutil.copy(f"{world}{ending}", f"{file}{ending}")
    url = f"http://127.0.0.1:{_free_port()}"
    program = [sys.executable, "manage.py", "runserver", "--noreload", "--nostatic"]
    with (file.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*program, url.removeprefix("http://")],
            cwd=ROOT,
            env=_environment(file) | {"BASE_URL": url, "DEBUG": "false"},
            stdout=log,
            stderr=log,
        )
    try:
        _wait(url, process, file.parent / "server.log")
        yield Server(url, file.parent)
    finally:
        process.terminate()
        process.wait(20)
    _nothing_broke(file.parent / "server.log")


def _environment(file: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(file.parent),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "PAYMENTS_MODE": "sandbox",
        "OUTBOX_IN_PROCESS": "true",
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/livez", timeout=5).close()  # noqa: S310  (our own server)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The server did not answer within {_START_SECONDS} s.\n{log.read_text()}")


def _nothing_broke(log: Path) -> None:
    """No page and no message of the outbox may have failed meanwhile."""
    words = log.read_text("utf-8", "replace")
    start = words.find("Traceback (most recent call last)")
    assert start < 0, words[max(0, start - 400) : start + 9000]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep pictures of the pages that were open when a journey failed."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        pages = [page for context in browser.contexts for page in context.pages]
        for number, page in enumerate(pages):
            screenshot(page, f"failed-{item.name}-{number}")
    return report
