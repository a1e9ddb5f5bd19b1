"""Elasticsearch keeps the contract, on a real server."""

import pytest
from elasticsearch import Elasticsearch

from search.elastic.engine import ElasticsearchEngine
from search.engine import Engine
from tests.search.contract import EngineContract
from tests.search.elastic.index import Index

PATIENT_SECONDS = 30.0  # these tests ask what is answered, not how soon


@pytest.mark.elasticsearch
@pytest.mark.django_db
class TestElasticsearchEngine(EngineContract):
    @pytest.fixture
    def engine(self, speaking: Elasticsearch, index: Index) -> Engine:
        return ElasticsearchEngine(asked=speaking, index=index.name, seconds=PATIENT_SECONDS)
