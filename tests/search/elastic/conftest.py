from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.elastic import agreement, client
from tests.search.elastic.index import Index, ShelfInIndex
from tests.search.shelf import Shelf, only_made_up_kinds


@pytest.fixture(scope="class")
def index() -> Iterator[Index]:
    """An index of the class's own, on one shard."""
    with Index.made(client.patient_client(), shards=1) as made:
        yield made


@pytest.fixture
def shelf(db: None, index: Index) -> Iterator[Shelf]:
    """An empty shelf, whose documents go into the index at once."""
    with only_made_up_kinds(ShelfInIndex(index)) as made_up:
        yield made_up
    index.empty()


@pytest.fixture
def speaking(index: Index) -> Elasticsearch:
    """The client, patient enough for a busy machine."""
    agreement.forget()
    return client.patient_client()
