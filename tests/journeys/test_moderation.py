"""A moderator by keyboard: through the list, one left out, taken back, keys switched off.

Capability: E3.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import screenshots, sideways_scroll
from tests.journeys import steps
from tests.journeys.world import MODERATOR

pytestmark = pytest.mark.journey
HEADING = re.compile(" on “")


def press(page: Page, key: str) -> None:
    """Once the page listens: it shows its list of keys then."""
    page.wait_for_load_state()
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press(key)


def test_moderator_decides_by_keyboard(page: Page) -> None:
    steps.log_in(page, MODERATOR)
    page.goto("/cms/perspectives/")
    screenshots(page, "cms-perspectives")
    assert sideways_scroll(page) == 0
    press(page, "j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cms/perspectives/\d+/$"))
    first = page.url

    press(page, "l")
    page.get_by_label("In my own words").check()
    page.locator("#leave_out_reason").fill("")
    page.locator("#leave_out_reason").press_sequentially("p, but not published: j, k and u stay letters")
    expect(page).to_have_url(first)
    screenshots(page, "cms-perspective")
    page.get_by_role("button", name="Leave it out").click()
    expect(page).not_to_have_url(first)
    expect(page.get_by_role("status").filter(has_text="is left out")).to_be_visible()

    press(page, "u")
    expect(page).to_have_url(first)
    expect(page.get_by_text("Being read first")).to_be_visible()

    press(page, "?")
    page.get_by_label("Use these keys on this device").uncheck()
    page.reload()
    press(page, "p")
    press(page, "j")
    expect(page).to_have_url(first)
    expect(page.get_by_text("Being read first")).to_be_visible()
