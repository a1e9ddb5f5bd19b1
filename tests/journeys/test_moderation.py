"""A moderator by keyboard and without JavaScript: through the list, one left out or kept, and that taken back.

Capability: E3.
"""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import NARROW, WIDE, NewPage, axe, screenshot, screenshots, sideways_scroll
from tests.journeys import steps
from tests.journeys.world import MODERATOR

pytestmark = pytest.mark.journey
HEADING = re.compile(" on “")


def press(page: Page, key: str) -> None:
    """Once the page listens: it shows its list of keys then."""
    page.wait_for_load_state()
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press(key)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_desk_is_free_of_barriers_wide_and_narrow(new_page: NewPage, theme: str) -> None:
    page = new_page(theme=theme)
    steps.log_in(page, MODERATOR)
    page.goto("/cms/perspectives/")
    decide = str(page.locator("[data-item]").first.get_attribute("href"))

    for address in ("/cms/perspectives/", decide, "/cms/perspectives/all/"):
        page.goto(address)
        for summary in page.locator(":is(.mod-open, .mod-narrow) > summary").all():
            summary.click()
        for width, height in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": height})
            axe(page)
            assert sideways_scroll(page) == 0


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
    for key in ("p", "j"):
        press(page, key)
        page.wait_for_timeout(300)  # a deed or a step would be on its way
        page.wait_for_load_state()
        expect(page).to_have_url(first)
    page.reload()
    expect(page.get_by_text("Being read first")).to_be_visible()
    page.locator("[data-keys] summary").click()
    page.get_by_label("Use these keys on this device").check()
    press(page, "p")
    expect(page.get_by_role("status").filter(has_text="is published")).to_be_visible()


def test_two_presses_send_one_decision_and_coming_back_unlocks_the_form(page: Page) -> None:
    sent: list[str] = []

    def stay(route: Route) -> None:
        """Decisions are counted, and answered so that the page stays as it is."""
        if route.request.method != "POST":
            route.fallback()
            return
        sent.append(route.request.url)
        route.fulfill(status=204)

    steps.log_in(page, MODERATOR)
    page.goto("/cms/perspectives/")
    page.locator("[data-item]").first.click()
    page.route(re.compile(r"/cms/perspectives/\d+/"), stay)
    deed = page.locator("form:has([data-key=p])")

    press(page, "p")
    expect(deed).to_have_attribute("aria-busy", "true")
    press(page, "p")
    page.locator("[data-key=p]").click()
    page.wait_for_timeout(300)
    assert len(sent) == 1

    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(deed).not_to_have_attribute("aria-busy", "true")
    press(page, "p")
    expect(deed).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(300)
    assert len(sent) == 2


def test_moderator_decides_without_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    steps.log_in(page, MODERATOR)
    page.goto("/cms/perspectives/")
    page.locator("[data-item]").first.click()
    first = page.url
    expect(page.locator("[data-keys]")).to_be_hidden()

    page.locator("summary", has_text="Leave out").click()
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_text("Please give a reason, as its author should read it.")).to_be_visible()
    page.get_by_label("It advertises something.").check()
    screenshot(page, "cms-perspective-no-javascript")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("status").filter(has_text="is left out")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()

    expect(page).to_have_url(first)
    expect(page.get_by_text("Being read first")).to_be_visible()


def test_reported_one_is_kept_and_that_taken_back_by_keyboard(new_page: NewPage) -> None:
    reader = new_page()
    reader.goto("/questions/")
    reader.locator("main h2 a, main h3 a").first.click()
    reader.get_by_role("link", name="Report").first.click()
    reader.get_by_label("It is hurtful").check()
    screenshots(reader, "perspective-report")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("A moderator looks at it")).to_be_visible()

    page = new_page()
    steps.log_in(page, MODERATOR)
    page.goto("/cms/perspectives/?show=reported")
    page.locator("[data-item]").first.click()
    reported = page.url
    press(page, "p")
    expect(page.get_by_role("status").filter(has_text="stays as it is")).to_be_visible()
    press(page, "u")

    expect(page).to_have_url(reported.partition("?")[0])
    expect(page.get_by_text("It is hurtful")).to_be_visible()
    screenshots(page, "cms-perspective-reported")
