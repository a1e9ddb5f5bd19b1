"""Pictures and their words."""

import pytest

from content.checks import alternatives
from tests.factories.blocks import block, unsaved
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("alt", ["", "  ", "IMG_2041", "ward-round.jpg"])
def test_picture_without_words_blocks_and_is_named(alt: str) -> None:
    bare = block("image", {"image": picture().pk, "alt": alt, "caption": "The ward at night"})

    (found,) = alternatives.check(unsaved(bare))

    assert (found.blocks, found.block_id) == (True, bare["id"])
    assert found.words.startswith("Image 1 (“")
    assert "has no alternative text" in found.words


def test_picture_with_words_is_left_alone() -> None:
    described = block("image", {"image": picture().pk, "alt": "A nurse sits by a bed", "caption": ""})

    assert list(alternatives.check(unsaved(described))) == []


@pytest.mark.parametrize(("drawing", "pictured"), [("boats", False), ("", True)])
def test_figure_needs_words_whatever_it_shows(drawing: str, pictured: bool) -> None:
    shown = {
        "drawing": drawing,
        "image": picture().pk if pictured else None,
        "caption": "Two",
        "description": "",
    }

    assert len(list(alternatives.check(unsaved(block("figure", shown | {"alt": ""}))))) == 1
    assert list(alternatives.check(unsaved(block("figure", shown | {"alt": "Two boats"})))) == []


def test_cover_needs_words_among_the_images() -> None:
    (found,) = alternatives.check(unsaved(cover=picture(alt_text="")))

    assert (found.field, found.anchor, found.blocks) == ("cover", "id_cover-chooser", True)
    assert list(alternatives.check(unsaved(cover=picture()))) == []
