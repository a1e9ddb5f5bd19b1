import pytest

from directory.places.resolution import Resolution
from search.query import MAX_PAGE_SIZE, SearchQuery


@pytest.mark.parametrize(
    "wrong",
    [
        {"page_size": MAX_PAGE_SIZE + 1},
        {"page_size": 0},
        {"radius_km": 0.0},
        {"radius_km": 20_001.0},
        {"sort": "x"},
    ],
)
def test_what_no_engine_answers_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SearchQuery(**wrong)


def test_point_and_country() -> None:
    assert SearchQuery(place=Resolution("point", "x", 0.0, 0.0)).point == (0.0, 0.0)
    assert SearchQuery(place=Resolution("country", "Ireland", country_code="IE")).country == "IE"
    assert SearchQuery(place=Resolution("unknown")).has_place is False


def test_chosen_values_of_a_facet() -> None:
    query = SearchQuery(kinds=("group",), accepting=True)

    assert (query.chosen("kind"), query.chosen("language"), query.chosen("accepting")) == (
        ("group",),
        (),
        ("1",),
    )


def test_shares_of_the_terms() -> None:
    assert SearchQuery(text="one two").shares == (0.5, 0.5)
    assert SearchQuery(text="one two", weights=(3.0, 1.0)).shares == (0.75, 0.25)


def test_weights_are_those_of_the_terms() -> None:
    with pytest.raises(ValueError, match=r"^1 weights cannot be those of 2 terms\.$"):
        SearchQuery(text="one two", weights=(3.0,))
