"""Bulk writes with the rows' versions: an old write never takes a newer one's place."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from elasticsearch import Elasticsearch

from search.elastic.refusals import PushRefused, Unreachable
from search.elastic.source import Source

MOST_BYTES = 4 * 1024 * 1024
MOST_DOCUMENTS = 1_000
_CONFLICT = "version_conflict_engine_exception"
_MISSING = "index_not_found_exception"
# The cluster is there and cannot do it now.
_BUSY = {"es_rejected_execution_exception", "unavailable_shards_exception", "cluster_block_exception"}


class Batch(NamedTuple):
    """The lines of one request. `last` is the key of the last row in it, 0 where these are no rows."""

    lines: bytes
    documents: int
    last: int


def batches(documents: Iterable[Source]) -> Iterator[Batch]:
    """Gather documents into requests of at most MOST_DOCUMENTS, and MOST_BYTES unless one alone has more."""
    gathered: list[bytes] = []
    size = last = 0
    for document in documents:
        lines = _lines(document)
        if gathered and (len(gathered) == MOST_DOCUMENTS or size + len(lines) > MOST_BYTES):
            yield Batch(b"".join(gathered), len(gathered), last)
            gathered, size = [], 0
        gathered.append(lines)
        size += len(lines)
        last = document.body.get("made", 0)
    if gathered:
        yield Batch(b"".join(gathered), len(gathered), last)


def send(client: Elasticsearch, batch: Batch, *, alias: str) -> bool:
    """Write what no newer version stands for already. False: there is no such alias, so nothing was written.

    Raises elasticsearch's TransportError and ApiError as they come, Unreachable where the cluster is too busy,
    PushRefused where it refuses a document.
    """
    # An alias must be there: a write to an index that is gone would make one without our mapping.
    answer = client.bulk(
        index=alias,
        operations=batch.lines,  # type: ignore[arg-type]  # the type knows dictionaries alone
        require_alias=True,
        filter_path="errors,items.*.error",
    )
    if not answer["errors"]:
        return True
    return _settled([error for item in answer.get("items", ()) if (error := _error(item))], alias)


def _settled(errors: Sequence[dict[str, Any]], alias: str) -> bool:
    serious = [error for error in errors if error["type"] != _CONFLICT]
    if any(error["type"] == _MISSING for error in serious):
        return False
    if any(error["type"] in _BUSY for error in serious):
        raise Unreachable(f"Elasticsearch cannot take documents now: {_told(serious[0])}")
    if serious:
        raise PushRefused(
            f"Elasticsearch refused {len(serious)} documents of {alias}, the first because: {_told(serious[0])}"
        )
    return True


def _error(item: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = item["index"].get("error")
    return found


def _told(error: dict[str, Any]) -> str:
    return f"{error['type']}: {error.get('reason', '')}"[:500]


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _lines(document: Source) -> bytes:
    """`external_gte`: the same version again is no conflict, so a repetition does no harm."""
    act = f'{{"index":{{"_id":{_encode(document.id)},"version":{document.version},"version_type":"external_gte"}}}}'
    return f"{act}\n{_encode(document.body)}\n".encode("utf-8", "surrogatepass")
