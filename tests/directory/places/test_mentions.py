import pytest

from directory.places.mentions import mentioned_at_end
from tests.factories.places import load_some_places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "before", "name", "label"),
    [
        ("probation taunton", "probation", "taunton", "Taunton, United Kingdom"),
        ("youth work near Newport", "youth work", "Newport", "Newport, Wales"),
        ("coaching in Köln", "coaching", "Köln", "Köln, Germany"),
        ("coaching stoke-on-trent", "coaching", "stoke-on-trent", "Stoke-on-Trent, United Kingdom"),
        ("Taunton", "", "Taunton", "Taunton, United Kingdom"),
    ],
)
def test_place_at_the_end(text: str, before: str, name: str, label: str) -> None:
    load_some_places()

    found = mentioned_at_end(text)

    assert found is not None
    assert (found.before, found.name, found.place.label) == (before, name, label)


@pytest.mark.parametrize(
    "text",
    ["", "probation", "taunton probation", "coaching tauntn", "the of", "💬", "somerset", "a" * 500, "'"],
)
def test_no_place(text: str) -> None:
    load_some_places()

    assert mentioned_at_end(text) is None


def test_small_town_abroad_must_be_led_to() -> None:
    load_some_places()

    assert mentioned_at_end("coaching Cologne, Italy") is None
    assert mentioned_at_end("coaching Springfield", country="PL") is not None


def test_it_costs_one_query(django_assert_num_queries) -> None:
    load_some_places()

    with django_assert_num_queries(1):
        mentioned_at_end("youth work near Newport")
