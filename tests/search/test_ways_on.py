from collections.abc import Sequence

import pytest

from search import settings_tree
from search.database.engine import DatabaseEngine
from search.query import SearchQuery
from search.ways_on import Way, ways_on
from tests.factories.places import load_some_places
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


def test_place_among_the_words_is_offered_where_little_is_found(shelf: Shelf) -> None:
    load_some_places()
    shelf.put(
        thing("Probation", places=(at("Taunton"),)),
        thing("Probation here", places=(at("Bridgwater"),)),
        thing("Probation there", places=(at("Wellington"),)),
        thing("Probation in Taunton", places=(at("London"),)),
    )

    found = ways(SearchQuery(text="probation taunton", currency="GBP"))

    assert found == [
        Way("probation near Taunton, United Kingdom, 3 results", "/search/?q=probation&near=taunton", 3)
    ]


def test_place_among_the_words_is_offered_where_nothing_is_found(shelf: Shelf) -> None:
    load_some_places()
    shelf.put(thing("Coaching", places=(at("Taunton"),), online=True))

    assert [way.label for way in ways(SearchQuery(text="coaching near Bridgwater"))] == [
        "coaching near Bridgwater, United Kingdom, 1 result"
    ]
    assert [way.label for way in ways(SearchQuery(text="coaching online"))] == ["coaching, online, 1 result"]


def test_enough_found_needs_no_way_on(shelf: Shelf) -> None:
    load_some_places()
    shelf.put(
        *(thing(f"Probation Taunton {n}") for n in range(11)), thing("Probation", places=(at("Taunton"),))
    )

    assert ways(SearchQuery(text="probation taunton")) == []


def test_everything_there_is_would_be_no_answer(shelf: Shelf) -> None:
    shelf.put(thing("Ours"))

    assert ways(SearchQuery(text="zither")) == []


def test_five_ways_at_most_in_one_count(shelf: Shelf) -> None:
    engine = Counting()
    query = near("Taunton", text="zither", settings=("dentistry",), kinds=("group",))

    found = ways_on(engine, query, engine.search(query), settings_tree.load())

    assert len(found) == 5
    assert found[-1].label == "Leaving out “zither”, 1 result"
    assert engine.counted == [5]


class Counting(DatabaseEngine):
    """An engine that finds one of everything it is asked to count."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: list[int] = []

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        self.counted.append(len(queries))
        return [1] * len(queries)
