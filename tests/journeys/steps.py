"""What people do on the pages, one step a function. A step ends when its page has answered."""

import datetime as dt
import email
import re
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from typing import Any

import icalendar
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.world import PASSWORD

BUYER, BUYER_MAIL = "Ilka Sund", "ilka@mail.example"
WAIT_SECONDS = 30


def log_in(page: Page, address: str, *, password: str = PASSWORD) -> None:
    """Sign in with an e-mail address."""
    page.goto("/account/login/")
    page.get_by_label(re.compile("^E-?mail")).fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def move_clock(page: Page, amount: int, unit: str) -> None:
    """Move the site's clock forward on its page for development."""
    page.goto("/dev/clock/")
    page.get_by_label("How many").fill(str(amount))
    page.get_by_label("of", exact=True).select_option(unit)
    page.get_by_role("button", name="Move forward").click()
    expect(page.get_by_text("The clock has moved.")).to_be_visible()


def move_clock_to(page: Page, server: Server, instant: dt.datetime) -> None:
    """Move the site's clock just past an instant."""
    kept = server.var / "clock"
    ahead = dt.timedelta(seconds=int(kept.read_text()) if kept.exists() else 0)
    left = instant - (dt.datetime.now(dt.UTC) + ahead)
    move_clock(page, int(left.total_seconds() // 60) + 2, "minutes")


def choose_time(page: Page, number: int = 0, *, button: str = "Continue with this time") -> dt.datetime:
    """Take a free time of the week shown; the instant it begins."""
    slot = page.locator("label.slot").nth(number)
    value = slot.locator("input").get_attribute("value")
    assert value is not None
    slot.click()
    page.get_by_role("button", name=button).click()
    return dt.datetime.fromisoformat(value)


def choose_slot(page: Page, package_url: str, number: int = 0) -> dt.datetime:
    """From a package to the details of a held time."""
    page.goto(package_url)
    page.get_by_role("link", name="See free times").click()
    page.wait_for_url("**/book/**")
    start = choose_time(page, number)
    page.wait_for_url("**/details/**")
    return start


def type_details(page: Page, **given: str) -> None:
    """Fill in who books; `given` overrides by label."""
    wanted = {"Your name": BUYER, "Your e-mail address": BUYER_MAIL, **given}
    for label, words in wanted.items():
        page.get_by_label(label, exact=False).first.fill(words)
    work = page.get_by_label("Where do you work?")
    if work.count() and not work.input_value():
        work.fill("Probation, in Taunton")


def accept_terms(page: Page) -> None:
    """Tick the box."""
    page.get_by_role("checkbox", name=re.compile("I accept the terms")).check()


def go_on_to_pay(page: Page) -> None:
    """Send the details of something that costs money."""
    accept_terms(page)
    page.get_by_role("button", name=re.compile("^Go on to pay")).click()
    page.wait_for_url("**/pay/**")


def go_to_the_bank(page: Page) -> None:
    """From the site's page to the pretend bank's."""
    page.get_by_role("button", name=re.compile("in the sandbox")).click()
    page.wait_for_url("**/sandbox/checkout/**")


def answer_as_bank(page: Page, choice: str = "Pays at once") -> None:
    """Choose what the pretend bank does."""
    page.get_by_label(choice).check()
    page.get_by_role("button", name=re.compile("^Pay ")).click()


def book(page: Page, package_url: str, number: int = 0, **given: str) -> dt.datetime:
    """The whole way to a booking that is paid and confirmed; ends on the order's page."""
    start = choose_slot(page, package_url, number)
    type_details(page, **given)
    go_on_to_pay(page)
    go_to_the_bank(page)
    answer_as_bank(page)
    expect_confirmed(page)
    return start


def expect_confirmed(page: Page) -> None:
    """The order's page says so, by itself."""
    expect(page.get_by_role("link", name="Add to my calendar")).to_be_visible(timeout=WAIT_SECONDS * 1000)


def order_path(page: Page) -> str:
    """`/orders/<id>/` of the order whose page is open."""
    found = re.search(r"/orders/[0-9a-f-]{36}/", page.url)
    assert found is not None, page.url
    return found[0]


def eventually(look: Callable[[], Any], *, seconds: float = WAIT_SECONDS) -> Any:
    """The first true answer; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.3)
    return found


def eventually_shows(page: Page, address: str, words: str | re.Pattern[str]) -> None:
    """Load a page again and again until it shows the words."""

    def shows() -> bool:
        page.goto(address)
        return page.get_by_text(words).count() > 0

    eventually(shows)


def mails(server: Server, *, to: str = "", subject: str = "") -> list[EmailMessage]:
    """The mails sent so far, oldest first."""
    kept = sorted((server.var / "mail").glob("[0-9]*.eml"))
    read = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in kept]
    return [m for m in read if to in str(m["To"]) and subject in str(m["Subject"])]


def mail(server: Server, *, to: str, subject: str = "", number: int = 1) -> EmailMessage:
    """The mail number `number` to somebody; waits for it."""

    def found() -> list[EmailMessage]:
        return mails(server, to=to, subject=subject)[number - 1 : number]

    message: EmailMessage = eventually(found)[0]
    return message


def invitation(message: EmailMessage) -> tuple[str, icalendar.Event]:
    """The calendar file of a mail: its method and its one event."""
    files = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert len(files) == 1
    calendar = icalendar.Calendar.from_ical(files[0].get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def link_in(message: EmailMessage, pattern: str) -> str:
    """The first address in a mail's plain text that matches."""
    part = message.get_body(("plain",))
    assert part is not None
    found = re.search(rf"https?://\S*{pattern}\S*", part.get_content())
    assert found is not None, part.get_content()
    return found[0]
