"""Search by the database engine: 100,000 documents on SQLite, in a file of its own.

`python -m tests.benchmarks.bench_search [documents]` prints medians, and how they compare with the engine's own
SQL sent bare to the same file.
"""

import math
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DOCUMENTS = 100_000
QUERIES = 60
TARGETS_MS = {"place + facets": 25, "text + place + facets": 60, "type-ahead": 15}
TYPED = ("pr", "probation", "smok", "list", "gr", "tau", "newp", "ber", "an", "coaching f")
TEXTS = (
    "probation",
    "smoking cessation",
    "coaching recording",
    "primary care",
    "listening",
    "honest feedback",
    "prison",
)


def main() -> None:
    """Fill a database, measure, print a table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        file = Path(os.environ.get("SEARCH_BENCH_FILE") or Path(folder) / "bench.sqlite3")
        _django(file)
        rate = _fill(number)
        rows = [_measured(name, queries, file) for name, queries in _queries(number).items()]
        rows.append(_type_ahead())
    _print(number, rate, rows)


def _django(file: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()


def _fill(number: int) -> float:
    """Places from the gazetteer, then documents past the indexer; documents a second, 0 when they were there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from directory.places.gazetteer import import_gazetteer
    from directory.places.models import Place
    from search.models import SearchDocument
    from tests.benchmarks import bulk
    from tests.benchmarks.documents import Generator

    executor = MigrationExecutor(connection)  # just these two rooms, and nothing that waits for a migration
    leaves = executor.loader.graph.leaf_nodes
    executor.migrate([*leaves("places"), *leaves("search")])
    if not Place.objects.exists():
        _say("places")
        import_gazetteer(min_population=5000)
    generator = Generator(number)
    generator.register()
    if SearchDocument.objects.count() == number:
        return 0.0
    _say(f"{number:,} documents")
    began = time.perf_counter()
    bulk.fill(generator, tell=lambda done: _say(f"{done:,}") if not done % 50_000 else None)
    return number / (time.perf_counter() - began)


def _queries(number: int) -> dict[str, list[Any]]:
    from directory.places.models import Place
    from directory.places.resolution import Resolution
    from search.query import SearchQuery
    from tests.benchmarks.documents import SEED, Generator

    chance = random.Random(SEED)
    generator = Generator(number)

    def near() -> dict[str, Any]:
        place = Place.objects.get(pk=generator.town(chance).at.place_id)
        found = Resolution("point", place.label, place.lat, place.lon, place_id=place.pk)
        return {"place": found, "near": place.name, "radius_km": chance.choice((10.0, 25.0, 40.0))}

    def setting() -> dict[str, Any]:
        return {"settings": (chance.choice(("probation", "justice", "primary-care", "schools")),)}

    return {
        "place + facets": [SearchQuery(**near(), **setting()) for _ in range(QUERIES)],
        "text + place + facets": [
            SearchQuery(text=chance.choice(TEXTS), **near(), **setting()) for _ in range(QUERIES)
        ],
        "text + facets": [SearchQuery(text=chance.choice(TEXTS)) for _ in range(QUERIES // 3)],
        "place + online": [SearchQuery(**near(), online=True) for _ in range(QUERIES // 3)],
        "everything": [SearchQuery() for _ in range(3)],
    }


def _measured(name: str, queries: list[Any], file: Path) -> tuple[str, float, float, float, float]:
    """Name, median, 95th percentile, median of the bare SQL in ms, and the mean number found."""
    from search import engine, settings_tree

    answering = engine.current(tree=settings_tree.load())
    bare_connection = sqlite3.connect(file)
    bare_connection.execute("PRAGMA cache_size=-32000")
    taken, bare, found = [], [], []
    for query in queries:
        with _overheard() as statements:
            found.append(answering.search(query).total)  # warm
        taken.append(_ms(lambda query=query: answering.search(query)))
        _send(bare_connection, statements)
        bare.append(_ms(lambda said=statements: _send(bare_connection, said)))
    bare_connection.close()
    return (
        name,
        statistics.median(taken),
        sorted(taken)[int(len(taken) * 0.95)],
        statistics.median(bare),
        statistics.mean(found),
    )


def _type_ahead() -> tuple[str, float, float, float, float]:
    """Words and places offered for a beginning; there is nothing bare to hold it against."""
    from core import clock
    from search import suggesting

    taken = []
    for _ in range(10):
        for typed in TYPED:
            taken.append(_ms(lambda typed=typed: suggesting.for_words(typed, now=clock.now())))
            taken.append(_ms(lambda typed=typed: suggesting.for_place(typed)))
    return "type-ahead", statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)], math.nan, math.nan


@contextmanager
def _overheard() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile."""
    from django.db import connection

    said: list[tuple[str, Any]] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append((sql.replace("%s", "?").replace("%%", "%"), params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield said


def _send(connection: sqlite3.Connection, statements: list[tuple[str, Any]]) -> None:
    for sql, params in statements:
        connection.execute(sql, params).fetchall()


def _ms(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def _print(number: int, rate: float, rows: list[tuple[str, float, float, float, float]]) -> None:
    _say(f"\nSearch, database engine on SQLite {sqlite3.sqlite_version}, {number:,} documents")
    if rate:
        _say(f"written at {rate:,.0f} documents a second")
    _say(f"{'':<24}{'median':>10}{'p95':>10}{'bare SQL':>10}{'ratio':>8}{'target':>10}{'found':>10}")
    for name, median, high, bare, found in rows:
        target = f"{TARGETS_MS[name]} ms" if name in TARGETS_MS else ""
        verdict = "" if name not in TARGETS_MS else "  held" if median <= TARGETS_MS[name] else "  MISSED"
        _say(
            f"{name:<24}{median:>7.1f} ms{high:>7.1f} ms{bare:>7.1f} ms{median / bare:>8.2f}{target:>10}"
            f"{found:>10,.0f}{verdict}".replace("nan ms", "      ").replace("nan", "   ")
        )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
