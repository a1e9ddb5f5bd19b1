"""Writes the generator's documents straight into the search tables: a million in minutes, past the indexer.

The rows are those that it would write, but for the words that misspelt ones are compared with. Made-up text is
lower-case ASCII but for its capitals: folding is `lower`. Indices are made afterwards, and statistics taken.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from core import clock, findable, planner
from core.findable import Findable
from directory.places.geo import cos_of
from search import fulltext, names, points, settings_tree, signature
from search.fulltext import Words
from search.models import SearchDocument, SearchName, SearchPlace, SearchPoint, SearchSetting, SearchSignature
from tests.benchmarks.documents import Generator

CHUNK = 5_000
_TABLES = (SearchName, SearchSetting, SearchPlace, SearchDocument)
_LISTS = ("settings", "topics", "languages", "formats", "facts")
_TAKEN_OVER = (
    *("kind", "quality", "online", "accepting_until", "visible_from", "visible_until"),
    *("price_from", "price_to", "currency", "starts_at", "ends_at"),
    *("country", "title", "url", "by", "picture", "summary", "body"),
)
Row = tuple[Any, ...]


def fill(generator: Generator, *, tell: Callable[[int], None] = lambda done: None) -> None:
    """Replace everything that can be found by the generator's documents; keys count from 1. Memory stays flat."""
    _clear()
    writer = _Writer(generator)
    numbers = iter(range(generator.number))
    done = 0
    with _in_a_hurry():
        while chunk := list(islice(numbers, CHUNK)):
            with transaction.atomic():
                writer.write(chunk)
            done += len(chunk)
            tell(done)
    _take_statistics()


def _clear() -> None:
    with connection.cursor() as cursor:
        for model in _TABLES:
            verb = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
            cursor.execute(verb.format(model._meta.db_table))
        cursor.execute(f"DELETE FROM {fulltext.TABLE}")


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Without the indices that nothing needs meanwhile: they are made again as they were."""
    sqlite = connection.vendor == "sqlite"
    found = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s"
        if sqlite
        else "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
        " WHERE c.oid IS NULL AND i.tablename = %s AND i.schemaname = current_schema()"
    )
    made_again: list[str] = []
    with connection.cursor() as cursor:
        for table in (*(model._meta.db_table for model in _TABLES), fulltext.TABLE):
            cursor.execute(found, [table])
            for name, sql in cursor.fetchall():
                made_again.append(sql)
                cursor.execute(f'DROP INDEX "{name}"')
        if sqlite:
            cursor.execute("PRAGMA synchronous=OFF")
        yield
        for sql in made_again:
            cursor.execute(sql)
        if sqlite:
            cursor.execute("PRAGMA synchronous=NORMAL")


def _take_statistics() -> None:
    planner.count_rows(*_TABLES, SearchPoint)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "VACUUM ANALYZE search_searchdocument, search_searchplace, search_searchpoint, search_text"
            )
            for model in _TABLES:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )


class _Writer:
    """Makes rows as the tables have their columns: without an instance of a model for each."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.tree = settings_tree.load()
        self.countries = {town.at.place_id: town.country for town in generator.towns}
        self.point_keys = {town.at.place_id: points.key(town.at.lat, town.at.lon) for town in generator.towns}
        self.labels = {name: kind.label for name, kind in findable.kinds().items()}
        self.fields = [field.attname for field in SearchDocument._meta.concrete_fields]
        self.now = connection.ops.adapt_datetimefield_value(clock.now())
        self.uid = _hex if connection.vendor == "sqlite" else str
        self.place_keys = self.setting_keys = self.name_keys = 0

    def write(self, numbers: Sequence[int]) -> None:
        things = [(number + 1, self.generator.thing(number)) for number in numbers]
        texts = {key: self._signature(thing) for key, thing in things}
        signatures = {signature.key(text): text for text in texts.values()}
        SearchSignature.objects.bulk_create(
            [SearchSignature(key=key, text=text) for key, text in signatures.items()], ignore_conflicts=True
        )
        points.keep(thing for _, thing in things)
        _insert(SearchDocument, [self._document(key, thing, texts[key]) for key, thing in things])
        _insert(SearchPlace, [row for key, thing in things for row in self._places(key, thing)])
        _insert(SearchSetting, [row for key, thing in things for row in self._settings(key, thing)])
        _insert(SearchName, [row for key, thing in things for row in self._names(key, thing)])
        fulltext.add([Words(key, self._words(thing)) for key, thing in things])

    def _signature(self, thing: Findable) -> str:
        return signature.write(thing.kind, thing.formats, thing.languages, thing.settings)

    def _document(self, key: int, thing: Findable, text: str) -> Row:
        codes = {thing.country, *(self.countries[at.place_id] for at in thing.places)} - {""}
        told = {
            "id": key,
            "version": key,
            "appeared_at": self.now,
            "signature_key": signature.key(text),
            "fold_key": signature.key(f"{thing.kind}:{thing.trainer_uid or thing.uid}"),
            "countries": f"|{'|'.join(sorted(codes))}|" if codes else "",
            "translated_into": "",
            "uid": self.uid(thing.uid),
            "trainer_uid": thing.trainer_uid and self.uid(thing.trainer_uid),
            "group_uid": None,
            **{name: json.dumps(getattr(thing, name)) for name in _LISTS},
            **{name: getattr(thing, name) for name in _TAKEN_OVER},
        }
        return tuple([told[name] for name in self.fields])

    def _places(self, key: int, thing: Findable) -> Iterator[Row]:
        for at in thing.places:
            self.place_keys += 1
            point = self.point_keys[at.place_id]
            yield self.place_keys, key, point, at.place_id, at.label, at.travel_km, cos_of(at.travel_km)

    def _settings(self, key: int, thing: Findable) -> Iterator[Row]:
        for slug in set(thing.settings):
            self.setting_keys += 1
            yield self.setting_keys, key, slug

    def _names(self, key: int, thing: Findable) -> Iterator[Row]:
        for beginning in names.beginnings(thing.title):
            self.name_keys += 1
            yield self.name_keys, key, beginning

    def _words(self, thing: Findable) -> tuple[str, str, str, str, str]:
        settings = [self.tree.names[slug] for slug in sorted(self.tree.with_ancestors(thing.settings))]
        labels = [*settings, *(at.label for at in thing.places), self.labels.get(thing.kind, "")]
        folded = " ".join(labels).replace(",", " ").lower()
        return thing.title.lower(), thing.by.lower(), folded, thing.summary, thing.body


def _hex(uid: UUID) -> str:
    return uid.hex


def _insert(model: type[Any], rows: list[Row]) -> None:
    """As fast as the database takes them; a row has all columns of the table, in their order."""
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(model._meta.concrete_fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
