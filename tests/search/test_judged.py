"""What searches are worth to people, on each engine: judged.yaml and judged_unseen.yaml over the demonstration."""

from statistics import mean

import pytest
from django.db import connection
from django.test import TestCase

from search.database.engine import DatabaseEngine
from search.elastic import client
from search.elastic.engine import ElasticsearchEngine
from search.elastic.source import sources
from search.engine import Engine
from search.models import SearchDocument
from tests.search import demonstration
from tests.search.elastic.index import Index
from tests.search.judging import FILE, UNSEEN, Judged, Key, load, names, score, unknown

MEAN, LEAST = 0.90, 0.60
UNSEEN_REACHED = 0.77
PATIENT_SECONDS = 30.0


class JudgedSearches(TestCase):
    """The demonstration is laid out once for all."""

    file, at_least, library, mean = FILE, 70, False, MEAN
    judged: list[Judged]
    known: dict[Key, str]

    @classmethod
    def setUpTestData(cls) -> None:
        demonstration.lay_out(library=cls.library)
        cls.judged, cls.known = load(file=cls.file), names()

    def test_there_are_enough_and_all_names_exist(self) -> None:
        assert len(self.judged) >= self.at_least
        assert unknown(self.judged, self.known.values()) == []

    def test_database_answers_well(self) -> None:
        self.assert_well_answered(DatabaseEngine())

    @pytest.mark.elasticsearch
    def test_elasticsearch_answers_well(self) -> None:
        with Index.made(client.patient_client(), shards=1) as index:
            index.write(sources(SearchDocument.objects.order_by("pk").values_list("pk", flat=True)))
            self.assert_well_answered(
                ElasticsearchEngine(asked=index.client, index=index.name, seconds=PATIENT_SECONDS)
            )

    def assert_well_answered(self, engine: Engine) -> None:
        scored = [score(engine, one, self.known) for one in self.judged]
        low = {one.judged.ask: (one.score, one.shown) for one in scored if one.score < LEAST}
        assert {ask: told for ask, told in low.items() if not self.weak(ask)} == {}
        assert mean(one.score for one in scored) >= self.mean

    def weak(self, ask: str) -> str:
        """Why it may be answered badly; what is so on PostgreSQL alone says so first, and is no excuse elsewhere."""
        reason = next(one.weak for one in self.judged if one.ask == ask)
        elsewhere = reason.startswith("PostgreSQL:") and connection.vendor != "postgresql"
        return "" if elsewhere else reason


class UnseenSearches(JudgedSearches):
    """With the library and the German pages, as on a site that has them.

    The mean is not yet MEAN (docs/benchmarks.md): what is reached may not be lost. Searches that are answered badly
    stand in the file with their reason.
    """

    file, at_least, library, mean = UNSEEN, 60, True, UNSEEN_REACHED
