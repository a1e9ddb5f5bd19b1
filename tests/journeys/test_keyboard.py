"""The whole booking by keyboard alone: Tab, Space, Enter and letters, from the front page to the confirmation."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = pytest.mark.journey
_MOST_TABS = 150
_NAME = """() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map((label) => label.textContent);
  return [at.getAttribute("aria-label"), ...labels, at.textContent].filter(Boolean).join(" ").trim()
    .replace(/\\s+/g, " ");
}"""
_RING = """() => {
  const at = document.activeElement;
  const shown = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  return [at, ...(at.labels ?? []), at.nextElementSibling, at.parentElement].filter(Boolean).some(shown);
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so; it has to be seen that it has the focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if str(page.evaluate(_NAME)).startswith(name):
            assert page.evaluate(_RING), f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def press(page: Page, name: str, path: str) -> None:
    """Go to a link or button and press Enter; it leads to an address."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(path)


def test_booking_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(_NAME) == "Skip to the content"
    tab_to(page, "I work in")
    page.keyboard.type("probation")
    page.keyboard.press("Tab")
    page.keyboard.type("Taunton")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    press(page, "Nerys Callow", "**/trainers/nerys-callow/**")
    press(page, "Keeping it going", "**/keeping-it-going/**")
    press(page, "See free times", "**/book/**")
    slot = page.locator("label.slot").first.inner_text().split()[0]
    tab_to(page, page.locator("label.slot").first.text_content().strip().split(",")[0])
    page.keyboard.press("Space")
    assert slot in page.locator("label.slot").first.inner_text()
    expect(page.locator("label.slot input").first).to_be_checked()
    press(page, "Continue with this time", "**/details/**")
    for label, words in (
        ("Your name", steps.BUYER),
        ("Your e-mail address", steps.BUYER_MAIL),
        ("Where do you work?", "Probation, in Taunton"),
    ):
        tab_to(page, label)
        page.keyboard.type(words)
    tab_to(page, "I accept the terms")
    page.keyboard.press("Space")
    press(page, "Go on to pay", "**/pay/**")
    press(page, "Pay £380 in the sandbox", "**/sandbox/checkout/**")
    press(page, "Pay £380 in the sandbox", "**/orders/**")
    steps.expect_confirmed(page)
