"""Whether the index was built from this program's mapping: asked now and then, not with every search."""

import time

from elasticsearch import Elasticsearch

from search.elastic.errors import IndexOutdated
from search.elastic.mapping import digest

# An index changes with a release or a rebuild; whoever swaps it has built it from the mapping of their program.
AGREED_FOR_SECONDS = 60.0

_agreed: dict[tuple[int, str], float] = {}


def make_sure(asked: Elasticsearch, index: str) -> None:
    """Raise IndexOutdated, or the client's error where the index is missing. One small request a minute."""
    key = (id(asked), index)
    now = time.monotonic()
    if now - _agreed.get(key, -AGREED_FOR_SECONDS) < AGREED_FOR_SECONDS:
        return
    for name, told in asked.indices.get_mapping(index=index).body.items():
        if told["mappings"].get("_meta", {}).get("digest") != digest():
            raise IndexOutdated(name)
    _agreed[key] = now


def forget() -> None:
    """Ask again with the next search: something has failed meanwhile."""
    _agreed.clear()
