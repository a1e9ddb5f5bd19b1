"""The journeys' own tools can fail: axe finds a fault, and a broken policy or script is noticed."""

import pytest
from playwright.sync_api import Page

from tests.browser import axe, screenshot, set_theme, sideways_scroll

GOOD = '<!doctype html><html lang="en"><title>t</title><main><h1>Good</h1></main></html>'
pytestmark = pytest.mark.journey


def test_axe_passes_a_good_page(page: Page) -> None:
    page.set_content(GOOD)

    axe(page)


def test_axe_names_what_is_wrong_and_where(page: Page) -> None:
    page.set_content(GOOD.replace("<h1>", '<img src="data:," id="bare"><h1>'))

    with pytest.raises(AssertionError, match=r"image-alt \(critical\)[\s\S]*#bare"):
        axe(page)


def test_sideways_scroll_is_measured(page: Page) -> None:
    page.set_content(GOOD.replace("<h1>", '<h1 style="width: 1380px; margin: 0">'))

    assert sideways_scroll(page) > 0


def test_theme_follows(page: Page) -> None:
    set_theme(page, "dark")

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True


def test_screenshot_is_kept(page: Page) -> None:
    page.set_content(GOOD)

    assert screenshot(page, "The tools / themselves").name == "the-tools-themselves.png"
