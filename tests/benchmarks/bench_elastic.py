"""Search by Elasticsearch: 100,000 documents in an index of its own, asked over HTTP, warm.

`python -m tests.benchmarks.bench_elastic [documents]` prints the engine's times beside the very same questions sent
bare to the same server. `... bench_elastic growth [documents ...]` prints medians at 10,000, 100,000 and 1,000,000.
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
from dataclasses import asdict, fields
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

DOCUMENTS = 100_000
GROWTH = (10_000, 100_000, 1_000_000)
ROUNDS = 5
CHUNK = 1_000
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
        rows = [_measured(name, queries, index) for name, queries in _queries(number).items()]
    _say(f"\nSearch, Elasticsearch engine, {number:,} documents (written at {rate:,.0f} a second)")
    _say(f"{'':<24}{'median':>10}{'bare':>10}{'p99':>10}{'bare p99':>10}{'found':>10}")
    for row in rows:
        _say(
            f"{row.name:<24}{row.median:>7.1f} ms{row.bare:>7.1f} ms{row.p99:>7.1f} ms{row.bare_p99:>7.1f} ms"
            f"{row.found:>10,.0f}  {'held' if row.held else 'MISSED'}"
        )


def _growth(numbers: list[int]) -> None:
    medians: dict[int, dict[str, Row]] = {}
    for number in numbers:
        with _index(number) as (index, rate):
            _say(f"{number:,} documents, written at {rate:,.0f} a second")
            rows = (_measured(name, queries, index) for name, queries in _queries(number).items())
            medians[number] = {row.name: row for row in rows}
    _say("\nSearch, Elasticsearch engine, median by number of documents")
    _say(f"{'':<24}" + "".join(f"{number:>14,}" for number in numbers) + f"{'growth':>10}")
    for name in medians[numbers[0]]:
        told = [medians[number][name].median for number in numbers]
        growth = told[-1] / told[0]
        verdict = "held" if growth <= MOST_GROWTH else "more than 2x"
        _say(f"{name:<24}" + "".join(f"{ms:>11.1f} ms" for ms in told) + f"{growth:>9.1f}x  {verdict}")


def _django(file: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415  (after the settings are chosen)

    django.setup()
    from django.db import connection  # noqa: PLC0415  (needs Django set up)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from directory.places.gazetteer import import_gazetteer  # noqa: PLC0415
    from directory.places.models import Place  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes
    executor.migrate([*leaves("places"), *leaves("search")])
    if not Place.objects.exists():
        _say("places")
        import_gazetteer(min_population=5000)


@contextmanager
def _index(number: int) -> Iterator[tuple[Any, float]]:
    """An index with so many documents, and how many were written a second; dropped afterwards."""
    from search.elastic import client  # noqa: PLC0415
    from tests.benchmarks.documents import Generator  # noqa: PLC0415
    from tests.search.elastic.index import Index  # noqa: PLC0415

    generator = Generator(number)
    generator.register()
    with Index.made(client.patient_client(), shards=1) as index:
        began = time.perf_counter()
        index.client.indices.put_settings(index=index.name, settings={"index.refresh_interval": "-1"})
        rest = _sources(generator)
        done = 0
        while chunk := list(islice(rest, CHUNK)):
            index.write(chunk, refresh=False)
            done += len(chunk)
            if not done % 50_000:
                _say(f"{done:,}")
        rate = number / (time.perf_counter() - began)
        index.client.indices.put_settings(index=index.name, settings={"index.refresh_interval": "1s"})
        index.client.indices.refresh(index=index.name)
        index.client.options(request_timeout=600).indices.forcemerge(index=index.name, max_num_segments=5)
        yield index, rate


def _sources(generator: Any) -> Iterator[Any]:
    """The made-up documents as the index keeps them, past the database."""
    from search import settings_tree  # noqa: PLC0415
    from search.elastic.source import source_of  # noqa: PLC0415
    from search.models import SearchDocument, SearchPlace  # noqa: PLC0415

    tree = settings_tree.load()
    countries = {town.at.place_id: town.country for town in generator.towns}
    names = {field.name for field in SearchDocument._meta.concrete_fields}
    for number in range(generator.number):
        thing = generator.thing(number)
        told = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name in names}
        codes = {thing.country, *(countries[at.place_id] for at in thing.places)} - {""}
        document = SearchDocument(
            **told, id=number + 1, version=number + 1, countries=f"|{'|'.join(sorted(codes))}|"
        )
        places = [SearchPlace(**asdict(at)) for at in thing.places]
        yield source_of(document, places, tree, trainer_url="/made-up/")


def _queries(number: int) -> dict[str, list[Any]]:
    """The same as the database engine is measured with."""
    from tests.benchmarks import bench_search  # noqa: PLC0415

    return bench_search._queries(number)


def _measured(name: str, queries: list[Any], index: Any) -> Row:
    """Each question is asked both ways in turn, after a round that warms."""
    from search import settings_tree  # noqa: PLC0415
    from search.elastic.engine import ElasticsearchEngine  # noqa: PLC0415

    tree = settings_tree.load()
    engine = ElasticsearchEngine(tree=tree, asked=index.client, index=index.name, seconds=30)
    bare = _Bare(index.name)
    found = [engine.search(query).total for query in queries]
    taken, sent = [], []
    order = [query for _ in range(max(ROUNDS, 100 // len(queries))) for query in queries]
    random.Random(1).shuffle(order)
    for query in order:
        body = bare.body(query, tree)
        both: list[Callable[[], None]] = [
            lambda query=query: taken.append(_ms(lambda: engine.search(query))),
            lambda body=body: sent.append(_ms(lambda: bare.send(body))),
        ]
        for act in both if len(taken) % 2 else reversed(both):
            act()
    bare.close()
    return Row(
        name,
        statistics.median(taken),
        _p99(taken),
        statistics.median(sent),
        _p99(sent),
        statistics.mean(found),
    )


class _Bare:
    """The same question as JSON over one connection that is kept; the answer is read and not looked at."""

    def __init__(self, index: str) -> None:
        from search.elastic.client import nodes  # noqa: PLC0415

        node = urlsplit(nodes()[0])
        self.connection = http.client.HTTPConnection(node.hostname or "", node.port)
        self.path = f"/{index}/_search?allow_partial_search_results=false"

    def body(self, query: Any, tree: Any) -> bytes:
        from core import clock  # noqa: PLC0415
        from search.elastic.question import Question  # noqa: PLC0415

        asked = Question(query, tree, clock.now()).page()
        asked["from"], asked["_source"] = asked.pop("from_"), asked.pop("source")
        return json.dumps(asked).encode()

    def send(self, body: bytes) -> None:
        self.connection.request("POST", self.path, body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
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
