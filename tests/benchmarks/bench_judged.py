"""What searches are worth to people: nDCG@10 over the demonstration, for each engine.

First judged.yaml, then judged_unseen.yaml with the library and the German pages beside the rest.

`python -m tests.benchmarks.bench_judged` uses a database file of its own, and Elasticsearch where ELASTICSEARCH_URL
names one.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import Any

WORST = 10


def main() -> None:
    """Lay out the demonstration, ask everything, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        url = _django(Path(folder) / "judged.sqlite3")
        from django.core.management import call_command

        from tests.search import demonstration

        call_command("migrate", verbosity=0)
        for file, library in (("judged.yaml", False), ("judged_unseen.yaml", True)):
            demonstration.lay_out(library=library)
            with _engines(url) as engines:
                for engine in engines:
                    _print(engine, file)


def _django(file: Path) -> str:
    """Set Django up on this file, and return the address of Elasticsearch, if there is one. Seeding needs none."""
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.conf import settings

    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    return str(url)


@contextmanager
def _engines(url: str) -> Iterator[list[Any]]:
    from django.conf import settings

    from search.database.engine import DatabaseEngine
    from search.elastic import client
    from search.elastic.engine import ElasticsearchEngine
    from search.elastic.source import sources
    from search.models import SearchDocument
    from tests.search.elastic.index import Index

    if not url:
        yield [DatabaseEngine()]
        return
    settings.ELASTICSEARCH_URL = url
    with Index.made(client.patient_client(), shards=1) as index:
        index.write(sources(SearchDocument.objects.order_by("pk").values_list("pk", flat=True)))
        yield [DatabaseEngine(), ElasticsearchEngine(asked=index.client, index=index.name, seconds=30.0)]


def _print(engine: Any, file: str) -> None:
    from tests.search.judging import FILE, load, names, score

    known = names()
    judged = load(file=FILE.with_name(file))
    scored = sorted((score(engine, one, known) for one in judged), key=lambda one: one.score)
    average, least = mean(one.score for one in scored), scored[0].score
    lines = [
        f"{file}, {engine.name}: {len(scored)} searches, nDCG@10 {average:.3f} on average, {least:.2f} at least"
    ]
    lines += [f"  {one.score:.2f}  {one.judged.ask}" for one in scored[:WORST]]
    sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main()
