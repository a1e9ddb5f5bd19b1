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


def test_cover_needs_words_among_the_images() -> None:
    (found,) = alternatives.check(unsaved(cover=picture(alt_text="")))

    assert (found.field, found.anchor, found.blocks) == ("cover", "id_cover-chooser", True)
    assert list(alternatives.check(unsaved(cover=picture()))) == []
