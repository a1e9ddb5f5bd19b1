"""Every page, with axe-core and at 320 px: no violation, nothing to scroll sideways, pictures to look at."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NARROW, WIDE, NewPage, axe, screenshot, set_theme, sideways_scroll
from tests.journeys import steps
from tests.journeys.conftest import Server
from tests.journeys.world import CHAMPION, CODE, CONTESTED_URL, FREE_URL, PACKAGE_URL, TRAINER

pytestmark = pytest.mark.journey
Look = Callable[[Page, str], None]

LIGHT, DARK = "light", "dark"
VARIANTS = [LIGHT, pytest.param(DARK, marks=pytest.mark.slow)]
PUBLIC = {
    "home": "/",
    "search-all": "/search/",
    "search-near": "/search/?q=probation&near=Taunton&setting=justice",
    "search-nothing": "/search/?q=zither&near=Newport",
    "search-mistakes": "/search/?near=Newport&radius=far&price_max=cheap&from=soon",
    "trainer": "/trainers/nerys-callow/",
    "package": PACKAGE_URL,
    "package-free": FREE_URL,
    "group": "/groups/quantock-listening-group/",
    "articles": "/articles/",
    "article": "/articles/ten-minute-ward-conversation/",
    "questions": "/questions/",
    "question": "/questions/what-do-you-say-when-attendance-is-compulsory/",
    "glossary": "/glossary/",
    "glossary-nothing": "/glossary/?q=zither",
    "glossary-term": "/glossary/righting-reflex/",
    "news": "/news/",
    "update": "/news/questions-are-open/",
    "feedback": "/feedback/?page=/articles/",
    "feedback-thanks": "/feedback/thanks/?page=/articles/",
    "activities": "/activities/",
    "activity": "/activities/echo-ladder/",
    "resources": "/resources/",
    "resource": "/resources/building-motivational-interviewing-skills/",
    "terms": "/terms/",
    "privacy": "/privacy/",
    "imprint": "/imprint/",
    "not-found": "/no-such-page/",
    "log-in": "/account/login/",
    "sign-up": "/account/signup/",
    "password": "/account/password/reset/",
    "link-wrong": "/orders/8f1c0e6e-3c1c-4f0e-9f4e-0d3b2f6f7a11/open/nothing/",
    "mailbox": "/dev/mailbox/",
    "clock": "/dev/clock/",
}
# Those whose looks in a script that reads from the right are looked at.
TURNED = (
    *("news", "update", "glossary", "glossary-term", "questions", "question", "feedback", "feedback-thanks"),
    *("activities", "activity", "resources", "resource"),
)


@pytest.fixture(params=VARIANTS)
def theme(request: pytest.FixtureRequest) -> str:
    """In which colours the pages are looked at."""
    return str(request.param)


@pytest.fixture
def pages(new_page: NewPage, theme: str) -> Callable[[], Page]:
    """Makes pages in these colours, each with its own cookies."""
    return lambda: new_page(theme=theme)


@pytest.fixture
def look(theme: str) -> Look:
    """Looks at a page, wide and at 320 px: axe finds nothing, nothing scrolls sideways, pictures are kept."""

    def at(page: Page, name: str) -> None:
        axe(page)
        screenshot(page, f"look-{name}-{theme}")
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        assert sideways_scroll(page) == 0, f"{name} scrolls sideways at 320 px"
        axe(page)
        screenshot(page, f"look-{name}-{theme}-320")
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        if theme == LIGHT:
            set_theme(page, DARK)
            screenshot(page, f"look-{name}-{DARK}")
            set_theme(page, LIGHT)

    return at


def test_public_pages(pages: Callable[[], Page], look: Look) -> None:
    page = pages()
    for name, address in PUBLIC.items():
        page.goto(address)
        look(page, name)


def test_pages_read_from_the_right(pages: Callable[[], Page], theme: str) -> None:
    """No language of the site does yet: the pages are told to, words and all."""
    page = pages()
    for name in TURNED:
        page.goto(PUBLIC[name])
        page.evaluate("document.documentElement.dir = 'rtl'")
        for size in (WIDE, NARROW):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert sideways_scroll(page) == 0, f"{name} scrolls sideways at {size[0]} px"
            axe(page)
            screenshot(page, f"look-{name}-{theme}-rtl-{size[0]}")


def test_feedback_with_mistakes(pages: Callable[[], Page], look: Look) -> None:
    page = pages()
    page.goto("/feedback/")
    page.get_by_label("Your e-mail address").fill("nobody")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Please write a sentence or two.").first).to_be_visible()
    expect(page.get_by_label("Your e-mail address")).to_have_value("nobody")
    look(page, "feedback-mistakes")


def test_account_pages(pages: Callable[[], Page], look: Look) -> None:
    page = pages()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in").click()
    look(page, "log-in-mistakes")
    page.goto("/account/signup/")
    page.get_by_role("button", name="Make my account").click()
    look(page, "sign-up-mistakes")
    steps.log_in(page, TRAINER)
    for name in ("email", "password/change", "logout"):
        page.goto(f"/account/{name}/")
        look(page, f"account-{name.replace('/', '-')}")
    page.goto("/me/bookings/")
    look(page, "no-bookings")


def test_booking(pages: Callable[[], Page], look: Look) -> None:
    page = pages()
    page.goto(f"{PACKAGE_URL}?ref={CODE}")
    page.get_by_role("link", name="See free times").click()
    look(page, "slots")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Show in this zone").click()
    look(page, "slots-two-zones")
    steps.choose_time(page)
    look(page, "details")
    page.get_by_role("checkbox", name="Someone else will attend").check()
    page.get_by_role("button", name=re.compile("^Go on to pay")).click()
    expect(page.get_by_text("Please tell us your name.").first).to_be_visible()
    look(page, "details-mistakes")
    page.get_by_role("checkbox", name="Someone else will attend").uncheck()
    steps.type_details(page)
    steps.go_on_to_pay(page)
    look(page, "pay")
    steps.go_to_the_bank(page)
    look(page, "bank")
    steps.answer_as_bank(page, "Says no")
    look(page, "bank-said-no")
    page.get_by_role("link", name="Leave without paying").click()
    look(page, "left-the-bank")
    steps.go_to_the_bank(page)
    banks_page = page.url
    steps.answer_as_bank(page, "Says yes, but takes a minute")
    expect(page.get_by_text("We are listening for your bank")).to_be_visible()
    look(page, "pending")
    bank = page.context.new_page()
    bank.goto(banks_page)
    look(bank, "bank-thinking")
    bank.get_by_role("button", name="The bank says yes now").click()
    steps.expect_confirmed(page)
    look(page, "confirmed")
    page.get_by_role("link", name=re.compile("^Choose a time for session 2")).click()
    look(page, "next-session")


def test_times_that_are_lost(pages: Callable[[], Page], look: Look) -> None:
    slow, page = pages(), pages()
    slow.goto(CONTESTED_URL)
    slow.get_by_role("link", name="See free times").click()
    steps.choose_slot(page, CONTESTED_URL)
    steps.choose_time(slow)
    look(slow, "time-gone")
    steps.type_details(page)
    steps.move_clock(slow, 16, "minutes")
    steps.accept_terms(page)
    page.get_by_role("button", name=re.compile("^Go on to pay")).click()
    look(page, "hold-expired")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Take this time").click()
    look(page, "forged-form")


def test_desk_and_group(pages: Callable[[], Page], look: Look, live_server: Server) -> None:
    page = pages()
    start = steps.book(page, f"{PACKAGE_URL}?ref={CODE}", 1)
    page.get_by_role("complementary").filter(has_text="Attribution receipt").wait_for()
    page.goto("/dev/mailbox/")
    look(page, "mailbox-full")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    look(page, "mail")
    desk = pages()
    steps.log_in(desk, TRAINER)
    for name in ("", "availability/", "packages/"):
        desk.goto(f"/desk/{name}")
        look(desk, f"desk-{name.strip('/') or 'bookings'}")
    desk.goto("/desk/")
    desk.get_by_role("link", name=re.compile("^Open ?: the booking")).first.click()
    look(desk, "desk-booking")
    steps.move_clock_to(desk, live_server, start)
    desk.goto("/desk/")
    look(desk, "desk-to-mark")
    desk.get_by_role("button", name=re.compile("^Held")).first.click()
    look(desk, "desk-marked")
    champion = pages()
    steps.log_in(champion, CHAMPION)
    champion.goto("/groups/quantock-listening-group/manage/referrals/")
    look(champion, "champion")
    champion.get_by_role("link", name=re.compile("receipt", re.IGNORECASE)).first.click()
    look(champion, "attribution-receipt")


@pytest.mark.parametrize("around", ["plate", "plate strip"])
def test_picture_keeps_its_shape_on_a_narrow_page(new_page: NewPage, around: str) -> None:
    page = new_page(size=NARROW)
    page.goto("/dev/styleguide/")

    shown = page.evaluate(
        """around => {
            document.querySelector("main").innerHTML =
                `<figure class="${around}"><img alt="" width="640" height="360"></figure>`;
            const { width, height } = document.querySelector("main img").getBoundingClientRect();
            return [width <= 320, Math.round((width / height) * 100)];
        }""",
        around,
    )

    assert shown == [True, 178]
