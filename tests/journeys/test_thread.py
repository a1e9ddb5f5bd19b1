"""The thread: somebody finds a trainer near by, books, pays, and the right group is credited.

Capabilities: F1 F3 D2 B1 B2 B3 B4 M2 M3 M5 M6 M10 M12 R1 R2 R3 R4 R5 R7. What staff and editors do is in
test_staff.py, what goes wrong in test_bad_luck.py, every page in every colour in test_looks.py.
"""

import datetime as dt
import re
import zoneinfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NewPage, screenshots
from tests.journeys import steps
from tests.journeys.conftest import Server
from tests.journeys.world import CHAMPION, CODE, GROUP, PACKAGE, PACKAGE_URL, PASSWORD, TRAINER

pytestmark = pytest.mark.journey
LONDON, BERLIN = zoneinfo.ZoneInfo("Europe/London"), zoneinfo.ZoneInfo("Europe/Berlin")
PRICE = "£380"


def test_from_a_search_to_a_reward(new_page: NewPage, live_server: Server) -> None:
    """Steps 1 to 8: each is seen by the person whom it concerns."""
    visitor, trainer, champion = new_page(), new_page(), new_page()

    find_a_trainer(visitor)
    come_by_the_groups_link(visitor)
    start = choose_a_time(visitor)
    fill_in(visitor)
    pay(visitor)
    order = steps.order_path(visitor)
    look_at_the_mails(visitor, live_server, start)
    open_from_the_mail(new_page(), live_server, order)
    sign_up(new_page(), live_server, order)
    receipt = receipt_of(visitor, order)
    trainer_sees_it(trainer)
    champion_sees(champion, pending="£", earned_bookings=0)
    hold_the_session(trainer, live_server, start)
    earned(trainer)
    champion_sees(champion, pending="£", earned_bookings=1)
    the_receipt_is_the_same_for_all(visitor, trainer, champion, order, receipt)
    share_the_name_and_take_it_back(visitor, champion, order)


def test_second_session_is_booked_without_paying(page: Page, live_server: Server) -> None:
    steps.book(page, f"{PACKAGE_URL}?ref={CODE}", 20, **{"Your e-mail address": "second@mail.example"})

    page.get_by_role("link", name="Choose a time for session 2").click()
    start = steps.choose_time(page, 30, button="Book this time")

    expect(page.get_by_text("Session 2 is booked.")).to_be_visible()
    assert "/orders/" in page.url
    assert not re.search("/pay/|/sandbox/", page.url)
    method, event = steps.invitation(steps.mail(live_server, to="second@mail.example", number=2))
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 0, start)
    first = steps.invitation(steps.mail(live_server, to="second@mail.example"))[1]
    assert event["UID"] != first["UID"]


def find_a_trainer(page: Page) -> None:
    page.goto("/")
    page.get_by_label("I work in").fill("probation")
    page.get_by_label("near", exact=True).fill("Taunton")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/**")
    expect(page.get_by_role("link", name="Nerys Callow")).to_be_visible()
    expect(page.get_by_role("link", name=GROUP)).to_be_visible()
    screenshots(page, "thread-search")
    page.reload()  # the pictures leave empty style attributes, which htmx would copy and the policy refuse
    expect(page.get_by_role("link", name=PACKAGE)).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("^Justice")).check()
    page.get_by_role("checkbox", name=re.compile("^Prison")).check()
    page.wait_for_url("**setting=prison**")
    page.get_by_role("checkbox", name=re.compile("^Justice")).uncheck()
    expect(page.get_by_role("link", name=GROUP)).to_have_count(0)
    expect(page.get_by_role("link", name="Nerys Callow").first).to_be_visible()


def come_by_the_groups_link(page: Page) -> None:
    page.goto(f"/r/{CODE}/")
    page.wait_for_url(f"**/trainers/nerys-callow/?ref={CODE}")
    assert page.context.cookies() == []
    expect(page.get_by_role("heading", name="Nerys Callow", level=1)).to_be_visible()
    page.get_by_role("link", name=PACKAGE, exact=True).click()
    expect(page.get_by_role("heading", name=PACKAGE)).to_be_visible()
    expect(page.locator("dl .total dd")).to_have_text(PRICE)


def choose_a_time(page: Page) -> dt.datetime:
    page.get_by_role("link", name="See free times").click()
    page.wait_for_url("**/book/**")
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Show in this zone").click()
    expect(page.get_by_text("Large: your time, Berlin.")).to_be_visible()
    slot = page.locator("label.slot").first
    start = dt.datetime.fromisoformat(slot.locator("input").get_attribute("value") or "")
    expect(slot).to_contain_text(f"{start.astimezone(BERLIN):%H:%M}")
    expect(slot).to_contain_text(f"{start.astimezone(LONDON):%H:%M}")
    screenshots(page, "thread-slots")
    assert steps.choose_time(page) == start
    page.wait_for_url("**/details/**")
    return start


def fill_in(page: Page) -> None:
    left = page.get_by_role("timer")
    expect(left).to_have_text(re.compile(r"^1[45]:\d\d$"))
    before = left.inner_text()
    expect(left).not_to_have_text(before)
    expect(page.get_by_text(f"Referred by {GROUP}")).to_be_visible()
    steps.type_details(page)
    page.get_by_label("What would make the first hour").fill("One honest recording.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No group is noted for this booking.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No group is noted for this booking.")).to_be_visible()
    use_code(page, "NO-SUCH-CODE")
    expect(page.locator("#id_code_error")).to_be_visible()
    use_code(page, "bristol")
    expect(page.get_by_text("Referred by Bristol Listening Circle")).to_be_visible()
    use_code(page, CODE.lower())
    expect(page.get_by_text(f"Referred by {GROUP}")).to_be_visible()
    steps.type_details(page)
    page.get_by_role("checkbox", name="Someone else will attend").check()
    page.get_by_label("Their name").fill("Jonna Reed")
    page.get_by_label("Their e-mail address").fill("jonna@mail.example")
    screenshots(page, "thread-details")
    steps.go_on_to_pay(page)


def use_code(page: Page, code: str) -> None:
    page.locator("#id_code").fill(code)
    page.get_by_role("button", name="Use this code").click()
    page.wait_for_load_state()


def pay(page: Page) -> None:
    expect(page.get_by_role("heading", name=f"Pay {PRICE}")).to_be_visible()
    expect(page.get_by_text(GROUP).first).to_be_visible()
    steps.go_to_the_bank(page)
    expect(page.get_by_text("SANDBOX: no money moves")).to_be_visible()
    steps.answer_as_bank(page, "Says no")
    expect(page.get_by_text("The bank said no")).to_be_visible()
    steps.answer_as_bank(page)
    steps.expect_confirmed(page)
    screenshots(page, "thread-confirmed")


def look_at_the_mails(page: Page, server: Server, start: dt.datetime) -> None:
    identifiers = set()
    for address in (steps.BUYER_MAIL, "jonna@mail.example", TRAINER):
        method, event = steps.invitation(steps.mail(server, to=address))
        identifiers.add(str(event["UID"]))
        assert method == "REQUEST"
        assert event["SEQUENCE"] == 0
        assert event["DTSTART"].dt == start
        assert str(event["ORGANIZER"]) == "mailto:hello@mi-commons.example"
        assert str(event["ATTENDEE"]).casefold() == f"mailto:{address}"
    assert len(identifiers) == 1
    page.goto("/dev/mailbox/")
    page.get_by_role("row").filter(has_text=steps.BUYER_MAIL).get_by_role("link").first.click()
    expect(page.frame_locator("iframe").get_by_text(PACKAGE).first).to_be_visible()


def open_from_the_mail(page: Page, server: Server, order: str) -> None:
    """In another browser: only with the link."""
    assert page.request.get(order).status == 404
    page.goto(steps.link_in(steps.mail(server, to=steps.BUYER_MAIL), "/open/"))
    page.wait_for_url(f"**{order}**")
    steps.expect_confirmed(page)


def sign_up(page: Page, server: Server, order: str) -> None:
    page.goto("/account/signup/")
    page.get_by_label("What should we call you?").fill(steps.BUYER)
    page.get_by_label("E-mail address").fill(steps.BUYER_MAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.goto(steps.link_in(steps.mail(server, to=steps.BUYER_MAIL, number=2), "/confirm-email/"))
    page.get_by_role("button", name="Yes, that is mine").click()
    page.wait_for_load_state()
    if "/account/login" in page.url:
        steps.log_in(page, steps.BUYER_MAIL)
    page.goto("/me/bookings/")
    expect(page.get_by_role("heading", name="My bookings")).to_be_visible()
    page.get_by_role("link", name=PACKAGE).click()
    page.wait_for_url(f"**{order}**")
    steps.expect_confirmed(page)


def receipt_of(page: Page, order: str) -> str:
    """The buyer's attribution receipt, as text."""
    page.goto(order)
    receipt = page.get_by_role("complementary").filter(has_text="Attribution receipt")
    words = receipt.inner_text()
    assert GROUP in words
    assert steps.BUYER not in words
    return words


def trainer_sees_it(page: Page) -> None:
    steps.log_in(page, TRAINER)
    page.goto("/desk/")
    row = page.get_by_role("row").filter(has_text=PACKAGE)
    expect(row).to_contain_text("Jonna Reed")
    expect(row).to_contain_text(GROUP)
    row.get_by_role("link", name=re.compile("^Open")).click()
    expect(page.get_by_text("One honest recording.")).to_be_visible()
    expect(page.get_by_text(GROUP).first).to_be_visible()


def champion_sees(page: Page, *, pending: str, earned_bookings: int) -> None:
    if "/account/" in page.url or page.url == "about:blank":
        steps.log_in(page, CHAMPION)
    page.goto("/groups/quantock-listening-group/manage/referrals/")
    expect(page.get_by_role("heading", name="What the group brought")).to_be_visible()
    expect(page.locator("main")).to_contain_text("brought 1 booking so far")
    expect(page.locator("main")).to_contain_text(f"{earned_bookings} with credit earned")
    expect(page.locator("main")).to_contain_text(pending)
    for name in (steps.BUYER, steps.BUYER_MAIL, "Jonna Reed", "jonna@mail.example"):
        assert name not in page.content()


def hold_the_session(page: Page, server: Server, start: dt.datetime) -> None:
    steps.move_clock_to(page, server, start)
    page.goto("/desk/")
    page.get_by_role("button", name=re.compile("^Held")).click()
    expect(page.get_by_text("Marked as held.")).to_be_visible()
    expect(page.get_by_text("Marked, not earned yet")).to_be_visible()
    steps.move_clock(page, 74, "hours")


def earned(page: Page) -> None:
    def is_sent() -> bool:
        page.goto("/desk/")
        return page.get_by_role("region", name="Earned").get_by_text("Jonna Reed").count() > 0

    steps.eventually(is_sent)
    steps.eventually_shows(page, "/desk/", re.compile("sent", re.IGNORECASE))
    screenshots(page, "thread-desk-earned")


def the_receipt_is_the_same_for_all(
    buyer: Page, trainer: Page, champion: Page, order: str, before: str
) -> None:
    now = receipt_of(buyer, order)
    assert now != before  # a quarter is earned by now
    assert re.search(r"Earned\s+£", now)
    champion.goto("/groups/quantock-listening-group/manage/referrals/")
    champion.get_by_role("link", name=re.compile("receipt", re.IGNORECASE)).first.click()
    trainer.goto("/desk/")
    trainer.get_by_role("region", name="Earned").get_by_role("link", name="Jonna Reed").first.click()
    for page in (champion, trainer):
        shown = page.get_by_role("complementary").filter(has_text="Attribution receipt")
        assert shown.inner_text() == now
    screenshots(champion, "thread-attribution-receipt")


def share_the_name_and_take_it_back(buyer: Page, champion: Page, order: str) -> None:
    referrals = "/groups/quantock-listening-group/manage/referrals/"
    buyer.goto(order)
    buyer.get_by_role("button", name="Share my name with the group").click()
    champion.goto(referrals)
    expect(champion.get_by_text(steps.BUYER)).to_be_visible()
    buyer.get_by_role("button", name="Do not show my name any more").click()
    buyer.get_by_role("button", name="Share my name with the group").wait_for()
    champion.goto(referrals)
    assert steps.BUYER not in champion.content()
