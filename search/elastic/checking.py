"""What the index has, held against the rows: by counts and checksums, and document by document.

Tombstones are no documents: what is gone is in neither.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Sum
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search import indexing
from search.checking import MISSING, ORPHANED, STALE, Difference
from search.elastic import pushing, state
from search.elastic.client import alias, patient_client
from search.elastic.refusals import BuildOutdated, Unreachable
from search.models import SearchDocument, SearchTombstone

PAGE = 2_000
# A version is somewhat older than the message of the same transaction.
_MARGIN = dt.timedelta(seconds=5)
_KEEP = "2m"
# A prime below 2**24: Elasticsearch adds up in doubles, which are exact for sums of 500 million of these.
_PRIME = 16_777_213
_SCRIPT = "((doc['version'].value % params.p) * 31 + (doc['made'].value % params.p) * 17) % params.p"
_THERE = {"term": {"gone": False}}


class Tally(NamedTuple):
    """How many documents, and a sum over the versions and keys of them all."""

    documents: int
    checksum: int


class _Row(NamedTuple):
    made: int
    kind: str
    uid: UUID
    version: int


_END = _Row(2**63 - 1, "", UUID(int=0), 0)


def tally_of_rows() -> dict[str, Tally]:
    """The rows, by kind: one statement."""
    version, key = F("version") % _PRIME, F("pk") % _PRIME
    counted = (
        SearchDocument.objects.order_by()
        .values("kind")
        .annotate(documents=Count("pk"), checksum=Sum((version * 31 + key * 17) % _PRIME))
    )
    return {row["kind"]: Tally(row["documents"], int(row["checksum"])) for row in counted}


def tally_of_index(client: Elasticsearch, index: str) -> dict[str, Tally]:
    """What a search of the index can find (refresh it first), by kind: one request."""
    checksum = {"sum": {"script": {"source": _SCRIPT, "params": {"p": _PRIME}}}}
    answer = client.search(
        index=index,
        size=0,
        query=_THERE,
        aggs={"kinds": {"terms": {"field": "kind", "size": 1_000}, "aggs": {"checksum": checksum}}},
    )
    return {
        bucket["key"]: Tally(bucket["doc_count"], int(bucket["checksum"]["value"]))
        for bucket in answer["aggregations"]["kinds"]["buckets"]
    }


def differences(client: Elasticsearch, index: str, *, before: int | None = None) -> Iterator[Difference]:
    """Every document that differs, by one walk along both in the order of the rows' keys.

    Refresh the index first. `before`: leave out what changed at this version or later, since it is on its way.
    Memory does not grow with the number of documents.
    """
    found = _walk(_rows(), _documents(client, index))
    while chunk := list(islice(found, PAGE)):
        yield from _settled(chunk, before)


def of_the_index_in_use() -> Iterator[Difference]:
    """What differs there, but for what is on its way. Raises Unreachable, and BuildOutdated where there is none."""
    patient, oldest = patient_client(), state.lag().since
    before = indexing.moment() if oldest is None else int((oldest - _MARGIN).timestamp() * 1_000_000)
    try:
        patient.indices.refresh(index=alias())
        yield from differences(patient, alias(), before=before)
    except NotFoundError as error:
        raise BuildOutdated("There is no index. search_rebuild --index builds it.") from error
    except (TransportError, ApiError) as error:
        raise Unreachable(f"Elasticsearch does not answer: {error}") from error


def repair(found: Iterable[Difference], *, raised: bool = True) -> int:
    """Write these documents anew; what has no row gets a tombstone. How many were written.

    `raised`: above whatever version the index has. A database that was restored has older ones than the index.
    """
    mended = 0
    rest = iter(found)
    while chunk := list(islice(rest, indexing.CHUNK)):
        for kind in sorted({one.kind for one in chunk}):
            versions = {one.uid: one.index_version for one in chunk if one.kind == kind}
            _raise(kind, versions, raised=raised)
            pushing.write(kind, versions)
            mended += len(versions)
    return mended


def _raise(kind: str, versions: dict[UUID, int], *, raised: bool) -> None:
    """See that there is a row or a tombstone, and that it wins over these versions."""
    rows = SearchDocument.objects.filter(kind=kind, uid__in=versions)
    there = set(rows.values_list("uid", flat=True))
    if raised:
        now = max(indexing.moment(), *(version + 1 for version in versions.values()))
        rows.filter(version__lt=now).update(version=now)
    graves = SearchTombstone.objects.filter(kind=kind, uid__in=set(versions) - there)
    buried = dict(graves.values_list("uid", "version"))
    lower = {
        uid: version
        for uid, version in versions.items()
        if uid not in there and buried.get(uid, -1) <= version
    }
    indexing.bury(kind, lower)


def _walk(rows: Iterator[_Row], documents: Iterator[_Row]) -> Iterator[Difference]:
    """Merge two lists in the order of `made`."""
    row, document = next(rows, _END), next(documents, _END)
    while row is not _END or document is not _END:
        if row.made < document.made:
            yield Difference(row.kind, row.uid, MISSING, row.version)
            row = next(rows, _END)
        elif row[:3] != document[:3]:
            yield Difference(document.kind, document.uid, ORPHANED, 0, document.version)
            document = next(documents, _END)
        else:
            if row.version != document.version:
                yield Difference(row.kind, row.uid, STALE, row.version, document.version)
            row, document = next(rows, _END), next(documents, _END)


def _settled(chunk: list[Difference], before: int | None) -> Iterator[Difference]:
    """Without what is on its way, and without orphans that have a row of another key: that row is missing."""
    orphans = [one.uid for one in chunk if one.what == ORPHANED]
    graves: dict[tuple[str, UUID], int] = {}
    rows: set[tuple[str, UUID]] = set()
    if orphans:
        rows = set(SearchDocument.objects.filter(uid__in=orphans).values_list("kind", "uid"))
        buried = SearchTombstone.objects.filter(uid__in=orphans)
        graves = {(kind, uid): version for kind, uid, version in buried.values_list("kind", "uid", "version")}
    for one in chunk:
        key = (one.kind, one.uid)
        if one.what == ORPHANED and key in rows:
            continue
        changed = graves.get(key, 0) if one.what == ORPHANED else one.row_version
        if before is None or changed < before:
            yield one


def _rows() -> Iterator[_Row]:
    last = 0
    rows = SearchDocument.objects.order_by("pk").values_list("pk", "kind", "uid", "version")
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        yield from (_Row(*row) for row in page)
        last = page[-1][0]


def _documents(client: Elasticsearch, index: str) -> Iterator[_Row]:
    """A point in time, so that no document is seen twice or not at all because of a write meanwhile."""
    pit = client.open_point_in_time(index=index, keep_alive=_KEEP)["id"]
    try:
        after: list[Any] | None = None
        while hits := _page(client, pit, after):
            yield from (_read(hit) for hit in hits)
            after = hits[-1]["sort"]
    finally:
        with suppress(ApiError, TransportError):  # it ends by itself
            client.close_point_in_time(id=pit)


def _page(client: Elasticsearch, pit: str, after: list[Any] | None) -> list[dict[str, Any]]:
    try:
        answer = client.search(
            pit={"id": pit, "keep_alive": _KEEP},
            query=_THERE,
            sort=[{"made": "asc"}],
            search_after=after,
            size=PAGE,
            source=False,
            version=True,
            track_total_hits=False,
            filter_path="hits.hits._id,hits.hits._version,hits.hits.sort",
        )
    except NotFoundError as error:
        raise Unreachable("Elasticsearch was restarted while it was read.") from error
    hits: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return hits


def _read(hit: dict[str, Any]) -> _Row:
    kind, _, uid = hit["_id"].rpartition(":")
    return _Row(hit["sort"][0], kind, UUID(uid), hit["_version"])
