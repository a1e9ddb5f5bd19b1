"""Pages beside a bare Django view of the same size, each behind one gunicorn worker, in one run.

`python -m tests.benchmarks.bench_pages` prints requests per second over one connection, the ratio to the bare
view, and the SQL queries of a warm request. The visitor has a cookie, so no page comes whole out of the cache; the
rendered parts of articles are kept until something they show changes (content.freshness), and two rows
show the article and the question without any cache. The last rows are of a visitor without a cookie
(content.kept_pages). Targets: 170 requests for every 4,000 of the bare view for an article, five times that
where the whole page is kept.
"""

import http.client
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SECONDS, ROUNDS = 2.0, 3
TARGET = 170 / 4_000
KEPT_TARGET = 5 * TARGET
QUERIES_AT_MOST = 12
ARTICLE = "/articles/ten-minute-ward-conversation/"
QUESTION = "/questions/what-do-you-say-when-attendance-is-compulsory/"
PAGES = (
    "/",
    "/articles/",
    ARTICLE,
    QUESTION,
    "/glossary/",
    "/terms/",
    "/trainers/nerys-callow/",
    "/groups/quantock-listening-group/",
)
NO_CACHE = {"CACHE_URL": "dummycache://"}
A_COOKIE = {"Cookie": "seen=1"}


class Row(NamedTuple):
    """Requests a second of a page and of a bare view of as many bytes; `target` is the ratio asked for, if any."""

    name: str
    size: int
    queries: int
    page: float
    bare: float
    target: float


def main() -> None:
    """Lay out the site's pages in a database of its own, measure, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        database = {"DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        _lay_out(database)
        rows = [_row(path, path, database, target=TARGET if path == ARTICLE else 0) for path in PAGES]
        rows.append(_row("free times of a package", _free_times(Path(folder) / "bench.sqlite3"), database))
        rows.append(_row("the article without any cache", ARTICLE, database | NO_CACHE))
        rows.append(_row("the question without any cache", QUESTION, database | NO_CACHE))
        rows += [
            _row(f"{path} kept whole", path, database, headers={}, target=KEPT_TARGET)
            for path in ("/", ARTICLE)
        ]
    _print(rows)


def _lay_out(environment: dict[str, str]) -> None:
    """The world of the journeys: pages, a trainer with packages and free times, a group."""
    program = [sys.executable, "-m", "tests.journeys.world"]
    subprocess.run(program, cwd=ROOT, env=_environment(environment), check=True, stdout=subprocess.DEVNULL)


def _free_times(file: Path) -> str:
    """The page that finds the free times of a week."""
    with sqlite3.connect(file) as connection:
        ((uid,),) = connection.execute("SELECT uid FROM offerings_package WHERE slug = 'keeping-it-going'")
    connection.close()
    return f"/book/{uuid.UUID(uid)}/"


def _environment(more: dict[str, str]) -> dict[str, str]:
    python_path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "PYTHONPATH": python_path,
        **more,
    }


def _row(
    name: str,
    path: str,
    environment: dict[str, str],
    *,
    headers: dict[str, str] = A_COOKIE,
    target: float = 0,
) -> Row:
    """Rounds of the page and of the bare view alternate, so that both see the same machine."""
    with _served("config.wsgi:application", environment) as page:
        size, _ = _get(page, path, headers)
        _, queries = _get(page, path, headers)
        with _served("tests.benchmarks.bare:application", {"BARE_BYTES": str(size)}) as bare:
            pairs = [(_rate(page, path, headers), _rate(bare, "/", {})) for _ in range(ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    return Row(name, size, queries, statistics.median(ours), statistics.median(theirs), target)


@contextmanager
def _served(application: str, environment: dict[str, str]) -> Iterator[http.client.HTTPConnection]:
    """A connection, kept alive, to one worker of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-b", f"127.0.0.1:{port}", "-w", "1", "-k", "gthread", "--threads", "1", "--keep-alive", "30"]
    command = [sys.executable, "-m", "gunicorn", *options, "--log-level", "error", application]
    server = subprocess.Popen(command, cwd=ROOT, env=_environment(environment))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        _wait_for(port)
        yield connection
    finally:
        connection.close()
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, int]:
    """How many bytes came, and how many queries they took."""
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return len(body), int(answer.headers.get("X-Queries", 0))


def _rate(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> float:
    """Requests a second, one after the other."""
    for _ in range(5):
        _get(connection, path, headers)
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        _get(connection, path, headers)
        count += 1
    return count / spent


def _print(rows: list[Row]) -> None:
    print(f"\n{'page':<74}{'bytes':>8}{'SQL':>5}{'req/s':>9}{'bare':>9}{'of 4,000':>10}")  # noqa: T201  (the table it is run for)
    for row in rows:
        ratio = row.page / row.bare
        note = f"  too slow: {row.target * 4_000:.0f} are asked for" if ratio < row.target else ""
        note += "  too many queries" if row.queries > QUERIES_AT_MOST else ""
        numbers = f"{row.size:>8}{row.queries:>5}{row.page:>9.0f}{row.bare:>9.0f}{ratio * 4_000:>10.0f}"
        print(f"{row.name:<74}{numbers}{note}")  # noqa: T201  (the table it is run for)


if __name__ == "__main__":
    main()
