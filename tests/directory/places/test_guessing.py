import pytest

from directory.places.guessing import beginning_with, spelt_like, suggest
from directory.places.resolver import resolve
from tests.factories.places import load_some_places

pytestmark = pytest.mark.django_db


def test_beginning_puts_home_first_then_the_biggest() -> None:
    load_some_places()

    assert [place.label for place in beginning_with("bri", home="GB")] == [
        "Bristol, United Kingdom",
        "Bridgwater, United Kingdom",
        "Bridgewater, New Jersey, United States",
    ]
    assert [place.name for place in beginning_with("bri", home="GB", only="US")] == ["Bridgewater"]


def test_two_letters_are_too_few_to_guess() -> None:
    load_some_places()

    assert beginning_with("br", home="GB") == []
    assert spelt_like("bri", home="GB") == []


def test_spelling_is_forgiven_at_home_before_abroad() -> None:
    load_some_places()

    assert [place.country_code for place in spelt_like("Tawnton", home="US")] == ["US"]
    assert [place.label for place in spelt_like("Stockhlom", home="GB")] == ["Stockholm, Sweden"]
    assert spelt_like("Xyzzyville", home="GB") == []


def test_suggestions_resolve_to_what_they_say(django_assert_num_queries) -> None:
    load_some_places()

    with django_assert_num_queries(1):
        offered = suggest("new", country="GB", limit=4)

    assert [one.label for one in offered] == [
        "Newcastle upon Tyne, United Kingdom",
        "Newport, Wales",
        "Newport, near Gosport",
        "Newport, near Telford",
    ]
    assert [resolve(one.query).label for one in offered] == [one.label for one in offered]


@pytest.mark.parametrize("typed", ["", "n", "'", "😀"])
def test_too_little_is_offered_nothing(typed: str) -> None:
    assert suggest(typed, country="GB") == ()
