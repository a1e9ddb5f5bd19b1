"""The styleguide in a real browser: every component, in both themes and narrow."""

import pytest

from tests.browser import NARROW, WIDE, NewPage, axe, screenshot, sideways_scroll

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_styleguide_is_accessible_and_fits(new_page: NewPage, theme: str, size: tuple[int, int]) -> None:
    page = new_page(size=size, theme=theme)
    page.goto("/dev/styleguide/")

    assert sideways_scroll(page) == 0
    screenshot(page, f"styleguide-{theme}-{size[0]}")
    axe(page)
