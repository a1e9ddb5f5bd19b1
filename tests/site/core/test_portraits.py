import pytest

from core.drawings import UnknownDrawing, circle, drawing
from core.portraits import STYLES, compose, look


def test_forty_people_have_forty_faces() -> None:
    faces = {compose(look(f"trainer-{number}")) for number in range(40)}

    assert len(faces) == 40


def test_every_style_of_hair_can_come() -> None:
    assert {look(str(number)).style for number in range(200)} == set(STYLES)


def test_no_slot_stays_open() -> None:
    assert "{" not in compose(look("nerys"))


def test_unknown_drawing_is_named() -> None:
    with pytest.raises(UnknownDrawing, match="nothing-here"):
        drawing("nothing-here")


@pytest.mark.parametrize(
    ("taken", "places", "people"), [(0, 12, 0), (12, 12, 12), (30, 12, 12), (3, 4, 3), (1, 0, 1)]
)
def test_circle_never_seats_more_than_there_are_chairs(taken: int, places: int, people: int) -> None:
    assert circle(taken, places).count("<ellipse") == people
