"""A member answers a question: typed before signing in, kept, sent, read first; the same without script.

Capability: E3.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NARROW, NewPage, axe, screenshots, sideways_scroll
from tests.journeys import steps
from tests.journeys.world import TRAINER

pytestmark = pytest.mark.journey
QUESTION = "/questions/what-do-you-say-when-attendance-is-compulsory/"
SAID = "You have to be here. You do not have to talk. Where would you rather we began?"


def answer(page: Page) -> None:
    """Fill the form in and send it."""
    page.get_by_label("Where were you?").select_option(label="Probation")
    page.get_by_label("The words you used").fill(SAID)
    page.get_by_label("What happened then?").fill("They looked at the door, then asked for water.")
    page.get_by_label("Your name, as readers see it").fill("Wenna")
    page.get_by_role("button", name="Send my perspective").click()


def the_way_in(page: Page) -> None:
    """From a stranger's page through the log-in, back to the form."""
    page.goto(QUESTION)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What do you say when attendance is compulsory?"
    )
    page.locator("#add").get_by_role("link", name="Sign in").click()
    page.get_by_label("Password", exact=True).wait_for()
    page.locator("input[name=login]").fill(TRAINER)
    page.get_by_label("Password", exact=True).fill(steps.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{QUESTION}#add")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_member_answers_and_takes_it_back(new_page: NewPage, javascript: bool) -> None:
    page = new_page(size=NARROW, theme="dark", javascript=javascript)
    the_way_in(page)
    page.get_by_role("button", name="Send my perspective").click()
    expect(page.get_by_text("Please write down what you said.").first).to_be_visible()
    if javascript:
        assert sideways_scroll(page) == 0

    answer(page)

    expect(page.get_by_text("Yours is being read first")).to_be_visible()
    stranger = new_page(javascript=javascript)
    stranger.goto(QUESTION)
    expect(stranger.get_by_text(SAID)).to_have_count(0)
    expect(page.locator(".held").get_by_text(SAID)).to_be_visible()
    if javascript:
        axe(page)
        screenshots(page, "perspective-held")
    page.locator(".held").get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have taken it back.")).to_be_visible()
    if javascript:
        axe(page)
        screenshots(page, "my-perspectives")


def test_a_reader_says_what_helped_and_reports(new_page: NewPage) -> None:
    page = new_page()
    steps.log_in(page, TRAINER)
    page.goto(QUESTION)
    first = page.locator("article.view").first
    first.get_by_role("button", name="Helpful").click()
    expect(page.get_by_role("button", name="Helpful, to you")).to_be_visible()
    page.locator("article.view").first.get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Please choose what is nearest to what you noticed.").first).to_be_visible()
    axe(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_text("A moderator looks at it")).to_be_visible()
