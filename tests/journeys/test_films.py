"""A film of another site in a text, as a reader meets it."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import NewPage

pytestmark = pytest.mark.journey
TEXT = "/dev/styleguide/"
PLAYER = "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"


def asked_elsewhere(page: Page) -> list[str]:
    """What is asked of the film's site from now on; it is answered here."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Player</title>")

    page.route("**://*.vimeo.com/**", answer)
    return asked


def test_nothing_is_loaded_until_the_reader_plays_the_film(new_page: NewPage) -> None:
    page = new_page()
    asked = asked_elsewhere(page)
    page.goto(TEXT, wait_until="networkidle")
    assert (asked, page.locator("iframe").count()) == ([], 0)

    page.get_by_role("button", name="Play it here").press("Enter")

    expect(page.locator("iframe")).to_have_attribute("title", "Two minutes in a waiting room")
    expect(page.locator("iframe")).to_be_focused()
    page.frame_locator("iframe").locator("html").wait_for(state="attached")
    assert asked == [PLAYER]


def test_without_javascript_a_film_is_a_link(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto(TEXT)

    expect(page.get_by_role("button", name="Play it here")).to_be_hidden()
    expect(page.locator("[data-embed-play]")).to_be_hidden()
    link = page.get_by_role("link", name="Watch it at Vimeo")
    assert link.get_attribute("href") == "https://vimeo.com/76979871"
