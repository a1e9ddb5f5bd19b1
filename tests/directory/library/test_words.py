import pytest

from directory.library.words import drawn_minutes, group_size


@pytest.mark.parametrize(
    ("least", "most", "said"), [(3, 12, "3 to 12 people"), (3, 3, "3 people"), (2, None, "2 people or more")]
)
def test_group_size(least: int, most: int | None, said: str) -> None:
    assert group_size(least, most) == said


@pytest.mark.parametrize(
    ("minutes", "drawn"), [(1, 1), (7, 6), (9, 8), (15, 15), (17, 15), (18, 20), (500, 120)]
)
def test_length_is_drawn_by_the_nearest_class(minutes: int, drawn: int) -> None:
    assert drawn_minutes(minutes) == drawn
