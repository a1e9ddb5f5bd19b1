"""The front desk in a browser: by keyboard, without JavaScript, at every width, in both themes."""

import datetime as dt
import os
import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from core import clock
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models import Order
from marketplace.payments.actions import start_checkout
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.twin import actions as twin
from marketplace.referrals.actions import create_code
from tests.browser import NARROW, NewPage, axe, screenshots, set_theme, sideways_scroll
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.orders import BASE_URL, confirmed_order, placed_order, sellable_version, settle
from tests.factories.places import PlaceFactory, load_practice_settings
from tests.factories.trainers import CredentialFactory, TrainerFactory, TrainerPlaceFactory
from tests.marketplace.checkout.buying import terms

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def version() -> PackageVersion:
    """Four sessions with Nerys Callow of Taunton, and a group that brings people to her."""
    terms()
    today = clock.now().date()
    town = PlaceFactory.create(name="Taunton")
    trainer = TrainerFactory.create(
        name="Nerys Callow",
        slug="nerys-callow",
        headline="Then somebody asked me a question and waited for the answer.",
        story="I spent nineteen years in probation.\n\nA first session starts with something you recorded.",
        languages=["en", "cy"],
        formats=["in_person", "online"],
        questions=["Who deletes the recording?", "Have you worked with people who have to attend?"],
        accepting_confirmed_on=today,
        accepting_until=today + dt.timedelta(days=42),
        user=PersonFactory.create(email="nerys@mail.example"),
    )
    settings = load_practice_settings()
    trainer.settings.set([settings["probation"], settings["prison"]])
    TrainerPlaceFactory.create(trainer=trainer, place=town, travel_km=50)
    CredentialFactory.create(trainer=trainer, verified=True)
    group = PracticeGroupFactory.create(name="Quantock Listening Group", place=town)
    create_code(group=group, code="QUANTOCK")
    return sellable_version(
        trainer=trainer,
        title="Four sessions over six months",
        summary="One to one, 50 minutes each. Spaced on purpose.",
        description="We listen for what you already do well.\n\nThen we choose one thing to stretch.",
        in_person=True,
        places=[town],
        intake_questions=[
            {
                "key": "why",
                "label": "What would make the first hour worth it?",
                "required": True,
                "long": True,
            },
            {"key": "where", "label": "Where do you work?", "required": False},
        ],
    )


def look(page: Page, name: str) -> None:
    """axe in light and at 320 px (in dark too when all is asked for), no scrolling sideways, pictures kept."""
    screenshots(page, f"desk-{name}")
    axe(page)
    if os.environ.get("HYPOTHESIS_PROFILE") == "all":
        set_theme(page, "dark")
        axe(page)
        set_theme(page, "light")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    axe(page)
    assert sideways_scroll(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_booking_from_profile_to_confirmation(page: Page, version: PackageVersion) -> None:
    page.goto("/trainers/nerys-callow/?ref=QUANTOCK")
    look(page, "1-trainer")
    page.get_by_role("link", name="Four sessions over six months").first.click()
    look(page, "2-package")
    page.get_by_role("link", name="See free times").click()
    expect(page).to_have_url(re.compile("ref=QUANTOCK"))
    page.locator("select[name=zone]").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Show in this zone").click()
    look(page, "3-slots")
    page.locator("input[name=slot]").nth(20).check(force=True)
    expect(page.locator("[data-chosen] b")).to_be_visible()
    page.get_by_role("button", name="Continue with this time").click()
    expect(page.get_by_text("Referred by Quantock Listening Group.")).to_be_visible()
    look(page, "4-details")
    page.get_by_role("button", name="Go on to pay £380").click()
    expect(page.get_by_text("fields need another look")).to_be_visible()
    look(page, "4-details-mistakes")
    page.get_by_label("Your name").fill("Ilka Sund")
    page.get_by_label("Your e-mail address").fill("ilka@mail.example")
    page.get_by_label("What would make the first hour worth it?").fill("I lose the thread.")
    page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name="Go on to pay £380").click()
    look(page, "5-pay")
    page.get_by_role("button", name="Pay £380 in the sandbox").click()
    page.get_by_role("button", name="Pay", exact=False).first.click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    look(page, "6-confirmed")
    page.get_by_role("link", name="Choose a time for session 2").click()
    look(page, "7-next-session")
    page.locator("input[name=slot]").nth(3).check(force=True)
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_text("Session 2 is booked.")).to_be_visible()


def test_the_browsers_own_zone_is_found_once(new_page: NewPage, version: PackageVersion) -> None:
    version.package.trainer.time_zone = "America/New_York"
    version.package.trainer.save()
    page = new_page()

    page.goto(f"/book/{version.package.uid}/")

    page.wait_for_url("**zone=Europe%2FLondon**")
    expect(page.get_by_text("Large: your time, London.")).to_be_visible()


def test_the_whole_booking_works_without_javascript(new_page: NewPage, version: PackageVersion) -> None:
    page = new_page(javascript=False)
    page.goto(f"/book/{version.package.uid}/?zone=Europe/Berlin")
    page.locator("input[name=slot]").first.check(force=True)
    page.get_by_role("button", name="Continue with this time").click()
    page.get_by_label("Your name").fill("Ilka Sund")
    page.get_by_label("A group’s code").fill("quantock")
    page.get_by_role("button", name="Use this code").click()
    assert page.get_by_label("Your name").input_value() == "Ilka Sund"
    page.get_by_label("Your e-mail address", exact=True).fill("ilka@mail.example")
    page.get_by_label("What would make the first hour worth it?").fill("I lose the thread.")
    page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name="Go on to pay £380").click()

    expect(page.get_by_role("heading", name="Pay £380")).to_be_visible()


def test_the_form_is_sent_by_the_enter_key_to_its_main_act(page: Page, version: PackageVersion) -> None:
    page.goto(f"/book/{version.package.uid}/?zone=Europe/Berlin")
    page.locator("input[name=slot]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/details/**")
    page.get_by_label("What would make the first hour worth it?").fill("I lose the thread.")
    page.get_by_label("I accept the terms").focus()
    page.keyboard.press("Space")
    page.get_by_label("Your e-mail address", exact=True).fill("ilka@mail.example")
    page.get_by_label("Your name").fill("Ilka Sund")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Pay £380")).to_be_visible()


def sign_in(page: Page) -> object:
    user = PersonFactory.create(email="ilka@mail.example", name="Ilka Sund")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/me/bookings/")
    return user


def test_the_waiting_page_changes_by_itself(page: Page, version: PackageVersion) -> None:
    user = sign_in(page)
    look(page, "8-no-bookings")
    order = placed_order(user=user, version=version)
    payment = start_checkout(order=order, base_url=BASE_URL)
    twin.pay_later(payment.external_id)
    page.goto(f"/orders/{order.uid}/?paid=1")
    expect(page.get_by_text("We are listening for your bank")).to_be_visible()
    look(page, "9-pending")

    twin.answer_now(payment.external_id)
    settle()

    expect(page.get_by_role("heading", name="What happens next")).to_be_visible(timeout=15_000)
    page.goto("/me/bookings/")
    look(page, "8-my-bookings")


def test_a_time_that_ran_out_and_an_order_that_was_refunded(page: Page, version: PackageVersion) -> None:
    user = sign_in(page)
    order = confirmed_order(user=user, version=version)
    refund_in_full(order=order, reason="Illness.", actor=None)
    settle()
    page.goto(f"/orders/{order.uid}/")
    look(page, "10-refunded")
    page.goto(f"/book/{version.package.uid}/?zone=Europe/Berlin")
    page.locator("input[name=slot]").first.check(force=True)
    page.get_by_role("button", name="Continue with this time").click()
    page.wait_for_url("**/details/**")
    clock.advance(16 * 60)
    page.reload()
    look(page, "11-time-gone")
    page.get_by_label("Your name").fill("Ilka Sund")
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_text("This time is kept for you now.")).to_be_visible()
    assert page.get_by_label("Your name").input_value() == "Ilka Sund"
    held = Order.objects.get(status="draft")
    clock.advance(3 * 60 * 60)
    page.goto(f"/orders/{held.uid}/details/")
    expect(page.get_by_text("The time we kept for you has run out")).to_be_visible()
