"""The results page with Elasticsearch: what it reads from the database, however much there is."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from search.elastic import agreement, guarded
from search.elastic.engine import ElasticsearchEngine
from search.spelling import vocabulary
from tests.factories.places import PlaceFactory
from tests.search.elastic.fresh import build, fresh
from tests.search.shelf import TOWNS, Shelf, at, thing

pytestmark = pytest.mark.elasticsearch
MOST_QUERIES = 6
# A place that nobody bears the name of is looked for by its beginning and by its letters too.
MOST_WITH_A_MISSPELT_PLACE = 7
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def stock(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A machine that is busy with the tests answers in time all the same."""
    defaults = ElasticsearchEngine.__init__.__kwdefaults__
    monkeypatch.setattr(ElasticsearchEngine.__init__, "__kwdefaults__", {**defaults, "seconds": 30.0})
    guarded.breaker_of.cache_clear()
    agreement.forget()
    lat, lon = TOWNS["Taunton"]
    PlaceFactory(name="Taunton", country_code="GB", country_name="United Kingdom", lat=lat, lon=lon)
    with fresh(settings) as shelf:
        yield shelf


@pytest.mark.parametrize("number", [1, 1_000])
def test_statements_are_few_and_do_not_grow(stock: Shelf, client: Client, number: int) -> None:
    stock.put_many(
        "group",
        *(
            thing(f"Probation {n}", settings=("probation",), places=(at("Taunton"),), online=True)
            for n in range(number)
        ),
    )
    stock.put_many(
        "package",
        *(thing(f"Package {n}", kind="package", trainer_uid=UUID(int=7)) for n in range(2)),
    )
    build()
    vocabulary()  # a process reads it once
    spent = {}
    for asked in (
        "",
        "?q=probation",
        "?q=probation&near=Taunton&setting=justice&online=1",
        "?near=Taunton&page=10000",
        "?q=probatoin&near=Taunton",
        "?q=probation&near=Tuanton",
        "?q=probation&near=Taunt",
        "?q=probation+zebra&near=Taunton",
        "?q=zither&near=Taunton",
        "?q=zebra+crossing&near=Taunton&setting=probation&kind=group&radius=5",
        "?q=zither+taunton",
    ):
        with CaptureQueriesContext(connection) as statements:
            response = client.get(f"/search/{asked}", headers=BROWSER)
        result = response.context["result"]
        assert (result.engine, result.degraded) == ("elasticsearch", False)
        spent[asked] = len(statements)

    assert spent.pop("?q=probation&near=Tuanton") <= MOST_WITH_A_MISSPELT_PLACE
    assert {asked: n for asked, n in spent.items() if n > MOST_QUERIES} == {}
