"""What goes wrong on the way to a booking: a sentence, a way on, nothing lost, nothing charged twice.

Capabilities: B3 M2 M3 R2.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NewPage
from tests.journeys import steps
from tests.journeys.conftest import Server
from tests.journeys.world import CODE, CONTESTED_URL, FREE_URL, PACKAGE_URL, RETIRED_CODE

pytestmark = pytest.mark.journey
NOTE = "Please call me Ilka."


def held(page: Page, number: int = 0, *, package: str = PACKAGE_URL) -> str:
    """On the details page with everything typed but the terms; the order's path."""
    steps.choose_slot(page, package, number)
    steps.type_details(page)
    page.get_by_label("Anything else your trainer should know?").fill(NOTE)
    return steps.order_path(page)


def to_the_bank(page: Page, number: int = 0, *, package: str = PACKAGE_URL) -> str:
    """At the pretend bank with an order to be paid; its path."""
    order = held(page, number, package=package)
    steps.go_on_to_pay(page)
    steps.go_to_the_bank(page)
    return order


def expect_nothing_lost(page: Page) -> None:
    """What was typed still stands there."""
    expect(page.get_by_label("Your name")).to_have_value(steps.BUYER)
    expect(page.get_by_label("Your e-mail address")).to_have_value(steps.BUYER_MAIL)
    expect(page.get_by_label("Anything else your trainer should know?")).to_have_value(NOTE)


def test_pay_later_heals_by_itself(page: Page) -> None:
    to_the_bank(page)
    banks_page = page.url

    steps.answer_as_bank(page, "Says yes, but takes a minute")

    expect(page.get_by_text("We are listening for your bank")).to_be_visible()
    bank = page.context.new_page()
    bank.goto(banks_page)
    bank.get_by_role("button", name="The bank says yes now").click()
    steps.expect_confirmed(page)  # nobody touched this page meanwhile


def test_tab_closed_while_paying(page: Page, live_server: Server) -> None:
    """The bank is paid, but the browser never comes back to say so: mails and order are there all the same."""
    held(page, 1)
    page.get_by_label("Your e-mail address").fill("closed@mail.example")
    order = steps.order_path(page)
    steps.go_on_to_pay(page)
    steps.go_to_the_bank(page)
    form = {"bank": "pay", "csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").input_value()}
    paid = page.request.post(page.url, form=form, headers={"Referer": page.url}, max_redirects=0)
    assert paid.status == 302
    page.close()

    steps.mail(live_server, to="closed@mail.example")
    later = page.context.new_page()
    later.goto(order)

    steps.expect_confirmed(later)


def test_leaving_the_bank_and_coming_back(page: Page) -> None:
    order = to_the_bank(page, 2)

    page.get_by_role("link", name="Leave without paying").click()

    expect(page.get_by_text("You came back without having paid")).to_be_visible()
    steps.go_to_the_bank(page)
    steps.answer_as_bank(page)
    steps.expect_confirmed(page)
    assert steps.order_path(page) == order


def test_somebody_else_takes_the_time_while_typing(new_page: NewPage) -> None:
    quick, slow = new_page(), new_page()
    slow.goto(CONTESTED_URL)
    slow.get_by_role("link", name="See free times").click()
    slow.wait_for_url("**/book/**")
    steps.choose_slot(quick, CONTESTED_URL)

    steps.choose_time(slow)

    expect(slow.get_by_role("alert")).to_be_visible()
    expect(slow.get_by_text("These are the times that are free now.")).to_be_visible()
    steps.choose_time(slow)
    slow.wait_for_url("**/details/**")


def test_hold_runs_out_and_the_time_goes(new_page: NewPage) -> None:
    page, other = new_page(), new_page()
    held(page, 3, package=CONTESTED_URL)
    steps.move_clock(other, 16, "minutes")
    steps.choose_slot(other, CONTESTED_URL, 2)

    steps.accept_terms(page)
    page.get_by_role("button", name=re.compile("^Go on to pay")).click()

    expect(page.get_by_text("The time we kept for you has run out")).to_be_visible()
    expect_nothing_lost(page)
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_text("This time is kept for you now.")).to_be_visible()
    expect_nothing_lost(page)
    steps.go_on_to_pay(page)


def test_double_click_books_once(page: Page, live_server: Server) -> None:
    held(page, 4)
    steps.accept_terms(page)

    page.get_by_role("button", name=re.compile("^Go on to pay")).dblclick()

    page.wait_for_url("**/pay/**")
    page.get_by_role("button", name=re.compile("in the sandbox")).dblclick()
    page.wait_for_url("**/sandbox/checkout/**")
    page.get_by_role("button", name=re.compile("^Pay ")).dblclick()
    steps.expect_confirmed(page)


def test_forged_form_keeps_what_was_typed(page: Page) -> None:
    held(page, 5)
    page.context.clear_cookies(name="csrftoken")
    steps.accept_terms(page)

    page.get_by_role("button", name=re.compile("^Go on to pay")).click()

    expect(page.locator("main")).to_contain_text(NOTE)
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**/pay/**")


def test_mistakes_are_told_beside_the_field(page: Page) -> None:
    steps.choose_slot(page, PACKAGE_URL, 6)
    page.get_by_label("Your e-mail address").fill("ilka.mail.example")

    page.get_by_role("button", name=re.compile("^Go on to pay")).click()

    expect(page.get_by_text("Please tell us your name.").first).to_be_visible()
    expect(page.get_by_label("Your e-mail address")).to_have_value("ilka.mail.example")
    expect(page.get_by_text("Your trainer would like an answer to this.").first).to_be_visible()


def test_retired_code_says_so(page: Page) -> None:
    held(page, 7)

    page.locator("#id_code").fill(RETIRED_CODE)
    page.get_by_role("button", name="Use this code").click()

    expect(page.locator("#id_code_error")).to_be_visible()
    expect_nothing_lost(page)


def test_without_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/")
    page.get_by_label("I work in").fill("probation")
    page.get_by_label("near", exact=True).fill("Taunton")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name=re.compile("^Justice")).check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Nerys Callow").first).to_be_visible()
    page.goto(f"/groups/quantock-listening-group/?ref={CODE}")

    page.goto(f"{PACKAGE_URL}?ref={CODE}")
    page.get_by_role("link", name="See free times").click()
    steps.choose_time(page, 8)
    page.get_by_text("Referred by Quantock Listening Group").wait_for()
    steps.type_details(page)
    steps.go_on_to_pay(page)
    steps.go_to_the_bank(page)
    steps.answer_as_bank(page)

    steps.expect_confirmed(page)


def test_free_package_never_meets_the_bank(page: Page, live_server: Server) -> None:
    page.goto(FREE_URL)
    steps.choose_slot(page, FREE_URL, 9)
    steps.type_details(page)
    steps.accept_terms(page)

    page.get_by_role("button", name="Book this time, free").click()

    steps.expect_confirmed(page)
    assert "/sandbox/" not in (live_server.var / "server.log").read_text().splitlines()[-1]
