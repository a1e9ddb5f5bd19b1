"""Search by the database engine: 100,000 documents on SQLite, in a file of its own.

`python -m tests.benchmarks.bench_search [documents]` prints medians, and how they compare with the engine's own
SQL sent bare to the same file. `processor` is the median of the processor's time alone, which other work on the
machine disturbs less; targets are held against the clock.
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
from typing import Any, NamedTuple

DOCUMENTS = 100_000
QUERIES = 60
TARGETS_MS = {
    "place + facets": 25,
    "text + place + facets": 60,
    "some words + place": 60,
    "some words": 60,
    "type-ahead": 15,
}
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
# Each with a word that stands nowhere, so that the others must do.
PARTLY = (
    "probation xylophone group",
    "smoking cessation zither clinic",
    "midwife autonomy quagga",
    "housing officer rehabilitation zither",
    "diabetes nurse weight xylophone",
    "honest feedback quagga",
    "school counsellor anxiety zither",
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
        "some words + place": [
            SearchQuery(text=chance.choice(PARTLY), **near()) for _ in range(QUERIES // 3)
        ],
        "some words": [SearchQuery(text=text) for text in PARTLY],
        "text + facets": [SearchQuery(text=chance.choice(TEXTS)) for _ in range(QUERIES // 3)],
        "place + online": [SearchQuery(**near(), online=True) for _ in range(QUERIES // 3)],
        "everything": [SearchQuery() for _ in range(3)],
    }


class Row(NamedTuple):
    """Of one kind of question, in ms; `found` is the mean number of documents. NaN where there is no such thing."""

    name: str
    median: float
    high: float
    processor: float
    bare: float
    found: float


def _measured(name: str, queries: list[Any], file: Path) -> Row:
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
        bare.append(_ms(lambda said=statements: _send(bare_connection, said))[0])
    bare_connection.close()
    return Row(name, *_told(taken), statistics.median(bare), statistics.mean(found))


def _type_ahead() -> Row:
    """Words and places offered for a beginning; there is nothing bare to hold it against."""
    from core import clock
    from search import suggesting

    taken = []
    for _ in range(10):
        for typed in TYPED:
            taken.append(_ms(lambda typed=typed: suggesting.for_words(typed, now=clock.now())))
            taken.append(_ms(lambda typed=typed: suggesting.for_place(typed)))
    return Row("type-ahead", *_told(taken), math.nan, math.nan)


def _told(taken: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Median and 95th percentile by the clock, and the median of the processor's time."""
    clock, processor = map(sorted, zip(*taken, strict=True))
    return statistics.median(clock), clock[int(len(clock) * 0.95)], statistics.median(processor)


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


def _ms(act: Callable[[], Any]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - began) * 1_000, (time.process_time() - worked) * 1_000


def _print(number: int, rate: float, rows: list[Row]) -> None:
    _say(f"\nSearch, database engine on SQLite {sqlite3.sqlite_version}, {number:,} documents")
    if rate:
        _say(f"written at {rate:,.0f} documents a second")
    heads = ("median", "p95", "processor", "bare SQL")
    _say(f"{'':<24}" + "".join(f"{head:>11}" for head in heads) + f"{'ratio':>8}{'target':>10}{'found':>10}")
    for row in rows:
        target = TARGETS_MS.get(row.name)
        verdict = "" if target is None else "  held" if row.median <= target else "  MISSED"
        times = "".join(f"{ms:>8.1f} ms" for ms in row[1:5])
        _say(
            f"{row.name:<24}{times}{row.median / row.bare:>8.2f}{f'{target} ms' if target else '':>10}"
            f"{row.found:>10,.0f}{verdict}".replace("nan ms", "      ").replace("nan", "   ")
        )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
