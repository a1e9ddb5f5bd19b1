"""The database engine keeps the contract, on whichever database the tests run."""

import datetime as dt
from uuid import uuid4

import pytest

from search.database.engine import DatabaseEngine
from search.engine import Engine, current
from search.models import SearchDocument
from search.query import SearchQuery
from tests.search.contract import DAY, EngineContract, near
from tests.search.shelf import Shelf, at, thing


@pytest.mark.django_db
class TestDatabaseEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return DatabaseEngine()


def test_it_is_the_engine_of_this_site() -> None:
    assert current().name == "database"


@pytest.mark.parametrize("number", [1, 3])
def test_statements_do_not_grow(shelf: Shelf, django_assert_num_queries: object, number: int) -> None:
    """Settings, what is found, documents, places; with so few found, whether there are words to compare with."""
    shelf.put(*(thing(f"Probation {n}", places=(at("Taunton"), at("Exeter"))) for n in range(number)))

    query = near("Taunton", text="probation", online=True)

    with django_assert_num_queries(5):
        DatabaseEngine().search(query)


@pytest.mark.parametrize("sort", ["relevance", "price", "soonest"])
def test_pages_are_cut_from_one_order(shelf: Shelf, sort: str) -> None:
    """Equal ones and those without a value too: each fold stands once, on one page, where its best stands."""
    start = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    trainers = [uuid4() for _ in range(9)]
    shelf.put(
        *(
            thing(
                f"{n}",
                kind="package",
                trainer_uid=trainers[n % 9],
                quality=(n * 7 % 5) / 10,
                price_from=n * 11 % 4 * 100 or None,
                currency="GBP",
                starts_at=start + n * 7 % 3 * DAY if n % 5 else None,
            )
            for n in range(40)
        )
    )
    keys = {
        "relevance": lambda row: -row.quality,
        "price": lambda row: (row.price_from is None, row.price_from),
        "soonest": lambda row: (row.starts_at is None, row.starts_at),
    }
    rows = sorted(SearchDocument.objects.order_by("pk"), key=keys[sort])
    folds: dict[str, list[str]] = {}
    for row in rows:
        folds.setdefault(row.fold, []).append(row.title)

    pages = [
        DatabaseEngine().search(SearchQuery(sort=sort, currency="GBP", page=page, page_size=4))
        for page in (1, 2, 3)
    ]

    found = {hit.title: [other.title for other in hit.more] for page in pages for hit in page.hits}
    assert found == {titles[0]: titles[1:] for titles in folds.values()}
    assert [(len(page.hits), page.folds, page.total) for page in pages] == [
        (4, 9, 40),
        (4, 9, 40),
        (1, 9, 40),
    ]
    bests = [keys[sort](SearchDocument.objects.get(title=title)) for title in found]
    assert bests == sorted(bests)


@pytest.mark.parametrize("number", [1, 3])
def test_pins_take_one_statement(shelf: Shelf, django_assert_num_queries: object, number: int) -> None:
    """And the settings."""
    shelf.put(*(thing(f"Probation {n}", places=(at("Taunton"), at("Exeter"))) for n in range(number)))

    query = near("Taunton", text="probation", online=True)

    with django_assert_num_queries(2):
        DatabaseEngine().pins(query)
