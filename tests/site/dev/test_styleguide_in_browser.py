"""The styleguide in a real browser: every component, in both themes and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import NARROW, WIDE, NewPage, screenshot, sideways_scroll

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        (WIDE, "light"),
        (NARROW, "dark"),
        pytest.param(WIDE, "dark", marks=pytest.mark.slow),
        pytest.param(NARROW, "light", marks=pytest.mark.slow),
    ],
    ids=["wide-light", "narrow-dark", "wide-dark", "narrow-light"],
)
def test_styleguide_is_accessible_and_fits(new_page: NewPage, size: tuple[int, int], theme: str) -> None:
    page = new_page(size=size, theme=theme)
    page.goto("/dev/styleguide/")

    assert sideways_scroll(page) == 0
    screenshot(page, f"styleguide-{theme}-{size[0]}")
    # Preloading would copy imported stylesheets into the page, which its content policy refuses.
    assert Axe().run(page, options={"preload": False}).response["violations"] == []
