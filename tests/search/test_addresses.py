import pytest
from django.http import QueryDict

from directory.places.resolution import Resolution
from search import settings_tree
from search.addresses import address, hidden, near_address, parameters
from search.forms import SearchForm
from search.query import SearchQuery
from tests.search.shelf import Shelf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "q=a+%26+b",
        "q=x&radius=12.5&online=1&setting=probation&setting=prison&kind=group&format=online&language=cy",
        "price_max=99.5&from=2030-05-01&to=2030-05-31&currency=EUR&accepting=1&sort=price&page=3",
    ],
)
def test_an_address_read_and_written_is_the_same(shelf: Shelf, asked: str) -> None:
    query = SearchForm(QueryDict(asked), tree=settings_tree.load()).query()

    assert address(query, page=query.page) == (f"/search/?{asked}" if asked else "/search/")


def test_a_change_begins_on_the_first_page() -> None:
    assert address(SearchQuery(page=7, currency="GBP"), kinds=("group",)) == "/search/?kind=group"


def test_another_place_with_everything_else_kept() -> None:
    query = SearchQuery(
        text="x", near="Taunton", place=Resolution("point", "T", 1.0, 1.0), currency="GBP", page=2
    )

    assert near_address(query, "Taunton, US") == "/search/?q=x&near=Taunton%2C+US"


def test_hidden_fields_leave_out_the_forms_own() -> None:
    query = SearchQuery(text="x", online=True, currency="GBP", page=3)

    assert hidden(query, "q") == [("online", "1")]
    assert parameters(query) == [("q", "x"), ("online", "1"), ("page", "3")]
