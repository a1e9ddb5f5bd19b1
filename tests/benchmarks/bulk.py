"""Writes the generator's documents straight into the search tables: a million in minutes, past the indexer.

The rows are those that it would write, but for the words that misspelt ones are compared with. Made-up text is
lower-case ASCII but for its capitals: folding is `lower`.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from core import findable
from core.findable import Findable
from directory.places.geo import cos_of, unit_vector
from search import fulltext, names, settings_tree, signature
from search.fulltext import Words
from search.models import SearchDocument, SearchName, SearchPlace, SearchSetting, SearchSignature
from tests.benchmarks.documents import Generator

CHUNK = 5_000
_TABLES = (SearchName, SearchSetting, SearchPlace, SearchDocument)


class _Rows(NamedTuple):
    documents: list[SearchDocument]
    places: list[SearchPlace]
    settings: list[SearchSetting]
    names: list[SearchName]
    signatures: dict[int, str]
    words: list[Words]


def fill(generator: Generator, *, tell: Callable[[int], None] = lambda done: None) -> None:
    """Replace everything that can be found by the generator's documents; keys count from 1. Memory stays flat."""
    _clear()
    writer = _Writer(generator)
    numbers = iter(range(generator.number))
    done = 0
    while chunk := list(islice(numbers, CHUNK)):
        rows = writer.rows(chunk)
        with transaction.atomic():
            SearchSignature.objects.bulk_create(
                [SearchSignature(key=key, text=text) for key, text in rows.signatures.items()],
                ignore_conflicts=True,
            )
            _insert(SearchDocument, rows.documents)
            _insert(SearchPlace, rows.places)
            _insert(SearchSetting, rows.settings)
            _insert(SearchName, rows.names)
            fulltext.write(rows.words)
        done += len(chunk)
        tell(done)
    with connection.cursor() as cursor:
        for model in _TABLES:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE search_searchdocument, search_searchplace, search_text")
            for model in _TABLES:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )


def _clear() -> None:
    with connection.cursor() as cursor:
        for model in _TABLES:
            verb = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
            cursor.execute(verb.format(model._meta.db_table))
        cursor.execute(f"DELETE FROM {fulltext.TABLE}")


class _Writer:
    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.tree = settings_tree.load()
        self.countries = {town.at.place_id: town.country for town in generator.towns}
        self.labels = {name: kind.label for name, kind in findable.kinds().items()}
        self.place_keys = self.setting_keys = self.name_keys = 0

    def rows(self, numbers: list[int]) -> _Rows:
        rows = _Rows([], [], [], [], {}, [])
        for number in numbers:
            key, thing = number + 1, self.generator.thing(number)
            text = signature.write(thing.kind, thing.formats, thing.languages, thing.settings)
            rows.signatures[signature.key(text)] = text
            rows.documents.append(self._document(key, thing, text))
            rows.places.extend(self._places(key, thing))
            rows.settings.extend(self._settings(key, thing))
            rows.names.extend(self._names(key, thing))
            rows.words.append(Words(key, self._words(thing)))
        return rows

    def _document(self, key: int, thing: Findable, text: str) -> SearchDocument:
        codes = {thing.country, *(self.countries[at.place_id] for at in thing.places)} - {""}
        taken = {name: getattr(thing, name) for name in _TAKEN_OVER}
        return SearchDocument(
            id=key,
            version=key,
            signature_key=signature.key(text),
            fold_key=signature.key(f"{thing.kind}:{thing.trainer_uid or thing.uid}"),
            countries=f"|{'|'.join(sorted(codes))}|" if codes else "",
            settings=list(thing.settings),
            topics=list(thing.topics),
            languages=list(thing.languages),
            formats=list(thing.formats),
            facts=[list(fact) for fact in thing.facts],
            **taken,
        )

    def _places(self, key: int, thing: Findable) -> Iterator[SearchPlace]:
        for at in thing.places:
            self.place_keys += 1
            x, y, z = unit_vector(at.lat, at.lon)
            yield SearchPlace(
                id=self.place_keys,
                document_id=key,
                place_id=at.place_id,
                label=at.label,
                lat=at.lat,
                lon=at.lon,
                x=x,
                y=y,
                z=z,
                travel_km=at.travel_km,
                reach=cos_of(at.travel_km),
            )

    def _settings(self, key: int, thing: Findable) -> Iterator[SearchSetting]:
        for slug in set(thing.settings):
            self.setting_keys += 1
            yield SearchSetting(id=self.setting_keys, document_id=key, slug=slug)

    def _names(self, key: int, thing: Findable) -> Iterator[SearchName]:
        for beginning in names.beginnings(thing.title):
            self.name_keys += 1
            yield SearchName(id=self.name_keys, document_id=key, beginning=beginning)

    def _words(self, thing: Findable) -> tuple[str, str, str, str, str]:
        settings = [self.tree.names[slug] for slug in sorted(self.tree.with_ancestors(thing.settings))]
        labels = [*settings, *(at.label for at in thing.places), self.labels.get(thing.kind, "")]
        folded = " ".join(labels).replace(",", " ").lower()
        return thing.title.lower(), thing.by.lower(), folded, thing.summary, thing.body


_TAKEN_OVER = (
    *("kind", "uid", "quality", "online", "accepting_until", "visible_from", "visible_until"),
    *("price_from", "price_to", "currency", "starts_at", "ends_at", "trainer_uid", "group_uid"),
    *("country", "title", "url", "by", "picture", "summary", "body"),
)


def _insert(model: type[Any], rows: list[Any]) -> None:
    """Without Django's checks of each row: the statement is the same for all."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})",
            values,
        )
