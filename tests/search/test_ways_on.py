import pytest

from search import settings_tree
from search.database.engine import DatabaseEngine
from search.query import SearchQuery
from search.ways_on import Way, ways_on
from tests.search.contract import near
from tests.search.shelf import Shelf, at, thing

pytestmark = pytest.mark.django_db


def ways(query: SearchQuery) -> list[Way]:
    engine = DatabaseEngine()
    return ways_on(engine, query, engine.search(query), settings_tree.load())


def test_farther_online_and_neighbouring_settings_each_with_its_count(shelf: Shelf) -> None:
    shelf.put(
        thing("Farther", settings=("dentistry",), places=(at("Bridgwater"),)),
        thing("Far", settings=("dentistry",), places=(at("Bristol"),)),
        thing("Online", settings=("dentistry",), online=True),
        thing("Neighbour", settings=("pharmacy",), places=(at("Taunton"),)),
    )

    found = ways(near("Taunton", settings=("dentistry",), radius_km=10.0, currency="GBP"))

    assert found == [
        Way("Within 25 km, 1 result", "/search/?near=there&radius=25&setting=dentistry", 1),
        Way("Within 100 km, 2 results", "/search/?near=there&radius=100&setting=dentistry", 2),
        Way("Online, 1 result", "/search/?online=1&setting=dentistry", 1),
        Way("Any setting in Health care, 1 result", "/search/?near=there&radius=10&setting=health-care", 1),
    ]


def test_what_would_bring_nothing_is_not_offered(shelf: Shelf) -> None:
    shelf.put(thing("Far away", places=(at("London"),)))

    assert ways(near("Suva", radius_km=10.0)) == []


def test_the_other_filters_can_go(shelf: Shelf) -> None:
    shelf.put(thing("Ours", kind="group"))

    found = ways(SearchQuery(kinds=("trainer",), currency="GBP"))

    assert found == [Way("Without the other filters, 1 result", "/search/", 1)]


def test_the_words_can_go(shelf: Shelf) -> None:
    shelf.put(thing("Ours", places=(at("Taunton"),)))

    found = ways(near("Taunton", text="zither", currency="GBP"))

    assert found == [Way("Leaving out “zither”, 1 result", "/search/?near=there", 1)]
