"""An article from its first word to its readers: written by an author, held back by a check, handed in, published by
an editor, found, renamed without losing anybody; the time of a schedule with its zone; the list of what waits.

Capability: E1, E2.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import NewPage, axe, screenshots, sideways_scroll
from tests.journeys import steps
from tests.journeys.world import AUTHOR, EDITOR

pytestmark = pytest.mark.journey
TITLE = "Asking Before Telling"
ADDRESS = "/articles/asking-before-telling/"
CLAIM = "Try rolling with resistance. In one clinic 43% of people came back."
MENDED = "Try rolling with resistance. In one clinic most people came back."


def write(page: Page, text: str) -> None:
    """A paragraph in place of what the first one holds."""
    if not page.locator(".public-DraftEditor-content").count():
        page.locator("button.c-sf-add-button").first.click()
        page.get_by_role("option", name=re.compile("Paragraph")).first.click()
    words = page.locator(".public-DraftEditor-content").first
    words.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    words.press_sequentially(text)
    page.wait_for_function(
        "text => [...document.querySelectorAll('[name^=body-]')].some((field) => field.value.includes(text))",
        arg=text,
    )


def act(page: Page, name: str) -> None:
    """One of the acts at the foot of the editor, behind its arrow."""
    page.locator("footer button[data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def checks(page: Page) -> Locator:
    return page.locator("#publishing-checks")


def test_an_article_from_its_first_word_to_its_readers(new_page: NewPage) -> None:
    author, editor, reader = new_page(), new_page(), new_page(theme="dark")
    steps.log_in(author, AUTHOR)
    author.wait_for_url("**/cms/")
    author.get_by_role("link", name="Write an article").click()
    author.locator("#id_title").fill(TITLE)
    author.locator("#id_intro").fill("One question first, and a pause after it.")
    write(author, CLAIM)
    act(author, "Submit to")
    expect(author.get_by_text("says “43%” and names no source").first).to_be_visible()

    write(author, MENDED)
    act(author, "Submit to")
    expect(author.get_by_text("submitted for moderation").first).to_be_visible()
    assert reader.request.get(ADDRESS).status == 404

    steps.log_in(editor, EDITOR)
    expect(editor.get_by_text("1 page waits for a reader")).to_be_visible()
    screenshots(editor, "cms-home")
    assert sideways_scroll(editor) == 0
    editor.locator(".desk").get_by_role("link", name=TITLE).click()
    expect(checks(editor)).to_contain_text("rolling with resistance", ignore_case=True)
    screenshots(editor, "cms-checks")
    act(editor, "Approve and Publish")
    expect(editor.get_by_text(f"Page '{TITLE}' has been").first).to_be_visible()

    reader.goto(ADDRESS)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.locator("main")).to_contain_text("In one clinic most people came back.")
    expect(reader.locator("main")).not_to_contain_text("43%")
    axe(reader)
    steps.eventually_shows(reader, "/search/?q=asking+before+telling", TITLE)
    for address in ("/articles.atom", "/sitemap.xml"):
        assert ADDRESS in reader.request.get(address).text()

    editor.goto("/cms/")
    expect(editor.get_by_text("waits for a reader")).to_have_count(0)
    _rename(editor)
    reader.goto(ADDRESS)
    expect(reader).to_have_url(re.compile("/articles/ask-before-you-tell/$"))


def _rename(editor: Page) -> None:
    editor.goto("/cms/pages/")
    editor.locator("input[name=q]").first.fill(TITLE)
    editor.keyboard.press("Enter")
    editor.get_by_role("link", name=re.compile(f"^(Edit: )?{TITLE}")).first.click()
    editor.wait_for_url("**/edit/")
    editor.get_by_role("tab", name="Promote").click()
    editor.locator("#id_slug").fill("ask-before-you-tell")
    act(editor, "Publish")
    expect(editor.get_by_text(f"Page '{TITLE}' has been").first).to_be_visible()


def test_a_schedule_names_its_zone(page: Page) -> None:
    steps.log_in(page, EDITOR)
    page.get_by_role("link", name="Write an article").click()
    page.locator("#id_title").fill("For Later")
    page.get_by_role("button", name=re.compile("Toggle status|Info", re.I)).first.click()
    page.get_by_role("button", name=re.compile("schedule", re.I)).first.click()
    expect(page.get_by_text("the site's own zone").first).to_be_visible()
    screenshots(page, "cms-schedule")
