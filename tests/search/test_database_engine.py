"""The database engine keeps the contract, on whichever database the tests run."""

import pytest

from search.database import ordering
from search.database.engine import DatabaseEngine
from search.engine import Engine, current
from search.query import SearchQuery
from tests.search.contract import EngineContract, near
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
    """Settings, candidates, documents, places."""
    shelf.put(*(thing(f"Probation {n}", places=(at("Taunton"), at("Exeter"))) for n in range(number)))

    with django_assert_num_queries(4):
        DatabaseEngine().search(near("Taunton", text="probation", online=True))


def test_many_rows_come_in_the_order_of_a_full_sort(shelf: Shelf) -> None:
    """Beyond some thousand only the front is sorted."""

    rows = [(n, "s", False, f"f{n % 4_000}", (n * 7_919) % 10_007, True) for n in range(9_000)]
    folds: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda row: (-row[4], row[0])):
        folds.setdefault(row[3], []).append(row[0])

    found = ordering.page_of(rows, SearchQuery(), first=24, last=36)

    assert found == list(folds.values())[24:36]
