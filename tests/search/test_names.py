"""What type-ahead looks in, as documents are written."""

import pytest

from search.models import SearchName, SearchTopic
from search.names import LENGTH, MOST_BEGINNINGS, beginnings, key_of
from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Quantock Practice Group",
            ["quantock practice group", "practice group", "group"],
        ),
        ("The Way of Łódź", ["the way of lodz", "way of lodz", "lodz"]),
        ("Echo, echo", ["echo echo", "echo"]),
        ("…", []),
    ],
)
def test_a_title_begins_at_each_telling_word(title: str, expected: list[str]) -> None:
    assert beginnings(title) == expected


def test_long_titles_have_an_end() -> None:
    found = beginnings(" ".join(f"word{n:03}" for n in range(200)))

    assert len(found) == MOST_BEGINNINGS
    assert max(map(len, found)) <= LENGTH


def test_names_follow_their_document(shelf: Shelf) -> None:
    one = thing("First Name", topics=("Sustain talk", "sustain  talk", "Éthique"))
    shelf.put(one)
    shelf.put(thing("Second", uid=one.uid, topics=()))

    assert list(SearchName.objects.values_list("beginning", flat=True)) == ["second"]
    assert set(SearchTopic.objects.values_list("folded", flat=True)) == {"sustain talk", "ethique"}
    shelf.take(one)
    assert not SearchName.objects.exists()


def test_keys_are_folded_and_cut() -> None:
    assert key_of("  KÖLN, am-Rhein ") == "koln am rhein"
    assert len(key_of("x" * 500)) == LENGTH
