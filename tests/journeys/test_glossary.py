"""Terms explained in an article: by keyboard and by touch, with scripts and without."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import NARROW, WIDE, NewPage, axe, sideways_scroll
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.journey
ARTICLE = "/articles/ten-minute-ward-conversation/"
TERM = "fixing reflex"


def slip(page: Page) -> Locator:
    """What explains the term, by the name a screen reader says."""
    return page.get_by_role("dialog", name="Fixing reflex")


def test_term_is_explained_by_keyboard_and_the_reader_is_led_back(page: Page) -> None:
    page.goto(ARTICLE)
    expect(slip(page)).to_be_hidden()
    tab_to(page, TERM)

    page.keyboard.press("Enter")
    expect(slip(page)).to_be_focused()
    axe(page)
    page.keyboard.press("Tab")
    expect(slip(page).get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")

    expect(slip(page)).to_be_hidden()
    expect(page.get_by_role("button", name=TERM)).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("javascript", [True, False])
def test_term_is_explained_where_it_is_pressed(
    new_page: NewPage, size: tuple[int, int], javascript: bool
) -> None:
    page = new_page(size=size, javascript=javascript)
    page.goto(ARTICLE)

    page.get_by_role("button", name=TERM).click()

    expect(slip(page)).to_be_in_viewport(ratio=1)
    slip(page).get_by_role("link", name="In the glossary").click()
    page.wait_for_url("**/glossary/fixing-reflex/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fixing reflex")


def test_slip_fits_a_low_window_and_is_not_printed(new_page: NewPage) -> None:
    page = new_page(size=(320, 200))
    page.goto(ARTICLE)
    page.get_by_role("button", name=TERM).click()
    expect(slip(page)).to_be_in_viewport(ratio=1)
    assert sideways_scroll(page) == 0

    page.emulate_media(media="print")

    expect(slip(page)).to_be_hidden()


def test_slip_of_a_term_at_the_right_edge_fits(new_page: NewPage) -> None:
    for turned in ("ltr", "rtl"):
        page = new_page(size=NARROW)
        page.goto(ARTICLE)
        page.evaluate("way => document.documentElement.dir = way", turned)
        term = page.get_by_role("button", name=TERM)
        term.evaluate("one => one.parentElement.style.textAlign = 'right'")
        term.click()

        expect(slip(page)).to_be_in_viewport(ratio=1)
        assert sideways_scroll(page) == 0
