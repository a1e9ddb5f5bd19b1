"""Uncached pages beside a bare Django view of the same size, in one process and one run.

`python -m tests.benchmarks.bench_pages` prints requests per second, the ratio to the bare view (no middleware,
a ready string), and the SQL queries of a warm request. The target is the article page: 170 requests for every
4,000 of the bare view.
"""

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SECONDS, ROUNDS = 1.0, 3
TARGET = 170 / 4_000
ARTICLE = "/articles/ten-minute-ward-conversation/"
PAGES = ("/", "/articles/", ARTICLE, "/terms/")
QUERIES_AT_MOST = 12

urlpatterns: list[Any] = []  # of the bare view, filled below


def main() -> None:
    """Lay out the site's pages in a database of its own, measure, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        _django(Path(folder) / "bench.sqlite3")
        rows = [_measured(path) for path in PAGES]
    _print(rows)


def _django(file: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415  (after the settings are chosen)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  (needs Django set up)

    from content.seeding import create_site_pages  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    create_site_pages()


def _measured(path: str) -> dict[str, Any]:
    """Rounds of the page and of the bare view alternate, so that both see the same machine."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  (needs Django set up)
    from django.test import override_settings  # noqa: PLC0415

    page = _asker(WSGIHandler(), path)
    body = page()
    _serve_bare(body)
    bare_settings = override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__)
    with bare_settings:
        bare = _asker(WSGIHandler(), "/")
        assert bare() == body
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_rate(page))
        with bare_settings:
            theirs.append(_rate(bare))
    return {
        "path": path,
        "bytes": len(body),
        "queries": _queries(page),
        "page": statistics.median(ours),
        "bare": statistics.median(theirs),
    }


def _serve_bare(body: bytes) -> None:
    from django.http import HttpRequest, HttpResponse  # noqa: PLC0415  (needs Django set up)
    from django.urls import clear_url_caches, path  # noqa: PLC0415

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body)

    urlpatterns[:] = [path("", bare)]
    clear_url_caches()


def _asker(handler: Callable[..., Any], path: str) -> Callable[[], bytes]:
    """A function that sends one GET through a WSGI handler and gives the body."""

    def ask() -> bytes:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        said: list[str] = []
        response = handler(environ, lambda status, headers, *rest: said.append(status))
        content = b"".join(response)
        response.close()
        assert said[0].startswith("200"), f"{path}: {said[0]}"
        return content

    return ask


def _rate(ask: Callable[[], bytes]) -> float:
    """Requests a second, one after the other."""
    ask()
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        ask()
        count += 1
    return count / spent


def _queries(ask: Callable[[], bytes]) -> int:
    from django.db import connection  # noqa: PLC0415  (needs Django set up)
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def _print(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'page':<42}{'bytes':>8}{'SQL':>5}{'req/s':>9}{'bare':>9}{'ratio':>9}")  # noqa: T201
    for row in rows:
        ratio = row["page"] / row["bare"]
        late = row["path"] == ARTICLE and ratio < TARGET
        note = f"  below {TARGET:.4f}" if late else ""
        note += "  too many queries" if row["queries"] > QUERIES_AT_MOST else ""
        print(  # noqa: T201
            f"{row['path']:<42}{row['bytes']:>8}{row['queries']:>5}"
            f"{row['page']:>9.0f}{row['bare']:>9.0f}{ratio:>9.4f}{note}"
        )


if __name__ == "__main__":
    main()
