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
    if time.monotonic() - _agreed.get(_key(asked, index), -AGREED_FOR_SECONDS) < AGREED_FOR_SECONDS:
        return
    for name, told in asked.indices.get_mapping(index=index).body.items():
        if told["mappings"].get("_meta", {}).get("digest") != digest():
            raise IndexOutdated(name)
    agree(asked, index)


def agree(asked: Elasticsearch, index: str) -> None:
    """Take it as so for the next minute."""
    _agreed[_key(asked, index)] = time.monotonic()


def forget() -> None:
    """Ask again with the next search: something has failed meanwhile."""
    _agreed.clear()


def _key(asked: Elasticsearch, index: str) -> tuple[int, str]:
    """Clients with other options share one transport."""
    return id(asked.transport), index
