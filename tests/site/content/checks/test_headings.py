"""Headings in their order."""

import pytest

from content.checks import headings
from tests.factories.blocks import heading, unsaved

pytestmark = pytest.mark.django_db


def test_headings_in_order_are_left_alone() -> None:
    page = unsaved(heading("One"), heading("Part", "h3"), heading("Other part", "h3"), heading("Two"))

    assert list(headings.check(page)) == []


def test_part_without_a_section_is_remarked_upon() -> None:
    alone = heading("Part", "h3")

    (found,) = headings.check(unsaved(alone, heading("One")))

    assert (found.blocks, found.block_id) == (False, alone["id"])
    assert found.words == "Heading 1 (“Part”) is part of a section, and no section heading stands above it."


def test_two_headings_called_alike_are_remarked_upon() -> None:
    (found,) = headings.check(unsaved(heading("One"), heading("One")))

    assert found.words.startswith("Heading 2 (“One”) is called like a heading above it.")
