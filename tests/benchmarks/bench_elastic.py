"""Search by Elasticsearch: 100,000 documents in an index of its own, asked over HTTP, warm.

`python -m tests.benchmarks.bench_elastic [documents]` prints the engine's times beside the very same questions sent
bare to the same server. `... bench_elastic growth [documents ...]` prints medians at 10,000, 100,000 and 1,000,000.
Each kind of question is asked "anew", computed from the start, and "again", as Elasticsearch knows it
until the index changes.
It needs ELASTICSEARCH_URL; without one it says so and does nothing.
"""

import http.client
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import urlsplit

DOCUMENTS = 100_000
GROWTH = (10_000, 100_000, 1_000_000)
ROUNDS = 5
LEAST = 100
# Held against the bare question: what the engine may add.
MEDIAN_FACTOR, MEDIAN_MS, P99_FACTOR = 1.5, 10.0, 3.0
MOST_GROWTH = 2.0


class Row(NamedTuple):
    """Of one kind of question, in ms; `found` is the mean number of documents."""

    name: str
    median: float
    p99: float
    bare: float
    bare_p99: float
    found: float

    @property
    def held(self) -> bool:
        """Whether the engine adds no more than it may."""
        return self.median <= self.bare * MEDIAN_FACTOR + MEDIAN_MS and self.p99 <= self.bare_p99 * P99_FACTOR


def main() -> None:
    """Fill, measure, print."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        _say("ELASTICSEARCH_URL names no server: nothing is measured (`make services` starts one).")
        return
    growing = "growth" in sys.argv[1:]
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        _django(Path(os.environ.get("SEARCH_BENCH_FILE") or Path(folder) / "bench.sqlite3"))
        if growing:
            _growth(numbers or list(GROWTH))
        else:
            _against_bare(*(numbers or [DOCUMENTS]))


def _against_bare(number: int) -> None:
    with _index(number) as (index, rate):
        rows = _rows(number, index)
    _say(f"\nSearch, Elasticsearch engine, {number:,} documents (written at {rate:,.0f} a second)")
    _say(f"{'':<32}{'median':>10}{'bare':>10}{'p99':>10}{'bare p99':>10}{'found':>10}")
    for row in rows:
        _say(
            f"{row.name:<32}{row.median:>7.1f} ms{row.bare:>7.1f} ms{row.p99:>7.1f} ms{row.bare_p99:>7.1f} ms"
            f"{row.found:>10,.0f}  {'held' if row.held else 'MISSED'}"
        )


def _growth(numbers: list[int]) -> None:
    medians: dict[int, dict[str, Row]] = {}
    for number in numbers:
        with _index(number) as (index, rate):
            _say(f"{number:,} documents, written at {rate:,.0f} a second")
            medians[number] = {row.name: row for row in _rows(number, index)}
    _say("\nSearch, Elasticsearch engine, median by number of documents")
    _say(f"{'':<32}" + "".join(f"{number:>14,}" for number in numbers) + f"{'growth':>10}")
    for name in medians[numbers[0]]:
        told = [medians[number][name].median for number in numbers]
        growth = told[-1] / told[0]
        verdict = "held" if growth <= MOST_GROWTH else "more than 2x"
        _say(f"{name:<32}" + "".join(f"{ms:>11.1f} ms" for ms in told) + f"{growth:>9.1f}x  {verdict}")


def _django(file: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from directory.places.gazetteer import import_gazetteer
    from directory.places.models import Place

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes
    executor.migrate([*leaves("places"), *leaves("search")])
    if not Place.objects.exists():
        _say("places")
        import_gazetteer(min_population=5000)


class _Index(NamedTuple):
    """An index with the documents, and who is asked for it."""

    name: str
    client: Any


@contextmanager
def _index(number: int) -> Iterator[tuple[_Index, float]]:
    """So many documents, built as `search_rebuild` does, and how many were written a second; dropped afterwards."""
    from search.elastic import building, client
    from search.models import IndexBuild, SearchDocument
    from tests.benchmarks.bulk import fill
    from tests.benchmarks.documents import Generator

    generator = Generator(number)
    generator.register()
    if SearchDocument.objects.count() != number:
        fill(generator)
    IndexBuild.objects.all().delete()  # of an earlier run that was broken off
    asked = client.patient_client()
    build = building.begin()
    try:
        began = time.perf_counter()
        building.run(build)
        rate = number / (time.perf_counter() - began)
        yield _Index(build.index, asked), rate
    finally:
        asked.indices.delete(index=build.index, ignore_unavailable=True)


def _queries(number: int) -> dict[str, list[Any]]:
    """The same as the database engine is measured with, but for those that need help: questions are asked exactly."""
    from tests.benchmarks import bench_search

    asked = bench_search._queries(number).items()
    return {name: queries for name, queries in asked if not name.startswith("some words")}


def _rows(number: int, index: _Index) -> list[Row]:
    from search.elastic import engine

    asked = _queries(number).items()
    rows = []
    for name, queries in asked:
        with patch.dict(engine.HOW, request_cache=False):
            rows.append(_measured(f"{name}, anew", queries, index))
        rows.append(_measured(f"{name}, again", queries, index))
    return rows


def _measured(name: str, queries: list[Any], index: _Index) -> Row:
    """Each question is asked both ways in turn, after a round that warms. Without help where nothing is found: what
    is measured is the same on both sides."""
    from search import settings_tree
    from search.elastic.engine import ElasticsearchEngine

    said: list[list[dict[str, Any]]] = []

    class Overheard(ElasticsearchEngine):
        """Remembers what it asks."""

        def _send(self, patience: Any, searches: list[dict[str, Any]]) -> Any:
            said.append(searches)
            return super()._send(patience, searches)

    told = {"tree": settings_tree.load(), "asked": index.client, "index": index.name, "seconds": 30.0}
    engine, overheard, bare = ElasticsearchEngine(**told), Overheard(**told), _Bare(index.name)
    found, pairs = [], []
    for query in (replace(query, exact=True) for query in queries):
        said.clear()
        found.append(overheard.search(query).total)
        pairs.append((query, [_json(searches) for searches in said]))
    taken: list[float] = []
    sent: list[float] = []
    for query, bodies in _shuffled(pairs):
        both = [(taken, partial(engine.search, query)), (sent, partial(bare.send, bodies))]
        for times, ask in both if len(taken) % 2 else reversed(both):
            times.append(_ms(ask))
    bare.close()
    middle = statistics.median
    return Row(name, middle(taken), _p99(taken), middle(sent), _p99(sent), statistics.mean(found))


def _shuffled(pairs: list[Any]) -> list[Any]:
    """Several rounds, and a hundred questions at least, in an order that no cache knows."""
    order = pairs * max(ROUNDS, -(-LEAST // len(pairs)))
    random.Random(1).shuffle(order)
    return order


def _json(searches: list[dict[str, Any]]) -> bytes:
    """A request as the client sends it: a line for each part."""
    return b"".join(json.dumps(part).encode() + b"\n" for part in searches)


class _Bare:
    """The same questions as JSON over one connection that is kept; the answers are read and not looked at."""

    def __init__(self, index: str) -> None:
        from search.elastic.client import nodes

        node = urlsplit(nodes()[0])
        self.connection = http.client.HTTPConnection(node.hostname or "", node.port)
        self.path = f"/{index}/_msearch"

    def send(self, bodies: list[bytes]) -> None:
        for body in bodies:
            self.connection.request("POST", self.path, body, {"Content-Type": "application/x-ndjson"})
            answer = self.connection.getresponse()
            told = answer.read()
            if answer.status != 200 or b'"error"' in told[:200]:
                raise RuntimeError(told[:500])

    def close(self) -> None:
        self.connection.close()


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def _ms(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
