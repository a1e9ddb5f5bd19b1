"""What the rows have, held against their sources: the rooms' own words, read again."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from core import findable
from core.findable import Findable, Kind
from search import indexing
from search.models import SearchDocument, SearchPlace

MISSING, STALE, ORPHANED = "missing", "stale", "orphaned"
"""It is not there; it is there as it was; it is there and ought not to be."""


class Difference(NamedTuple):
    """One document that is not as it should be. A version is 0 where there is none."""

    kind: str
    uid: UUID
    what: str
    row_version: int = 0
    index_version: int = 0


def differences() -> Iterator[Difference]:
    """Every row that does not say what its source says now. Memory does not grow with their number."""
    for kind in findable.kinds().values():
        yield from _rows_of(kind)
        yield from _without_rows(kind)
    unknown = SearchDocument.objects.exclude(kind__in=findable.kinds()).order_by("pk")
    for name, uid in unknown.values_list("kind", "uid").iterator(chunk_size=indexing.CHUNK):
        yield Difference(name, uid, ORPHANED)


def repair(found: Iterable[Difference]) -> int:
    """Write these rows anew from their sources, and drop those that have none. How many."""
    mended = 0
    rest = iter(found)
    while chunk := list(islice(rest, indexing.CHUNK)):
        for kind in sorted({one.kind for one in chunk}):
            uids = [one.uid for one in chunk if one.kind == kind]
            indexing.index(kind, uids)
            mended += len(uids)
    return mended


def _rows_of(kind: Kind) -> Iterator[Difference]:
    last = 0
    rows = SearchDocument.objects.filter(kind=kind.name).order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[: indexing.CHUNK]):
        last = chunk[-1].pk
        loaded = {thing.uid: thing for thing in kind.load([row.uid for row in chunk])}
        said = _as_stored(chunk)
        wanted = indexing.as_written(list(loaded.values()))
        for row in chunk:
            if row.uid not in loaded:
                yield Difference(kind.name, row.uid, ORPHANED, row.version)
            elif said[row.uid] != wanted[row.uid]:
                yield Difference(kind.name, row.uid, STALE, row.version)


def _without_rows(kind: Kind) -> Iterator[Difference]:
    uids = indexing.each(kind.all_uids())
    while chunk := list(islice(uids, indexing.CHUNK)):
        rows = SearchDocument.objects.filter(kind=kind.name, uid__in=chunk)
        absent = set(chunk) - set(rows.values_list("uid", flat=True))
        things: list[Findable] = list(kind.load(sorted(absent))) if absent else []
        yield from (Difference(kind.name, thing.uid, MISSING) for thing in things)


def _as_stored(rows: Iterable[SearchDocument]) -> dict[UUID, Any]:
    places: dict[int, list[SearchPlace]] = {}
    keys = {row.pk: row for row in rows}
    for place in SearchPlace.objects.filter(document__in=keys).order_by("pk"):
        places.setdefault(place.document_id, []).append(place)
    return {row.uid: indexing.told_by(row, places.get(row.pk, ())) for row in keys.values()}
