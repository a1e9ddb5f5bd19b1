"""The details page: whatever goes wrong, what was typed is still there."""

import datetime as dt

import pytest
from django.test import Client

from core import clock
from core.when import spoken
from marketplace.checkout.presenters.orders import told_until
from marketplace.checkout.presenters.weeks import value
from marketplace.orders.actions import expire_order, publish_terms
from marketplace.orders.models import Attendee, Order
from marketplace.referrals.actions import create_code, retire_code
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.orders import held_order, sellable_version
from tests.marketplace.checkout.buying import fill, free, hold, terms, typed, values
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db

MINUTE = 60


def test_the_end_of_a_hold_is_told_apart_from_the_day_of_the_session() -> None:
    now = clock.now()
    tomorrow = now + dt.timedelta(days=1)

    assert told_until(now, "UTC") == f"{now:%H:%M} today"
    assert told_until(tomorrow, "UTC") == spoken(tomorrow, "UTC")


def test_the_hold_counts_down_and_says_until_when(client: Client) -> None:
    order = hold(client, sellable_version(), zone="Europe/Berlin")

    page = client.get(f"/orders/{order.uid}/details/").content.decode()

    assert 'role="timer"' in page
    assert "If it runs out, what you typed stays." in page
    assert "your time, Berlin" in page


def test_a_paid_package_goes_on_to_pay(client: Client) -> None:
    order = hold(client, sellable_version(price_minor=38_000))

    response = fill(client, order)

    order.refresh_from_db()
    assert response.url == f"/orders/{order.uid}/pay/"
    assert (order.status, order.buyer_name, order.buyer_email) == (
        "awaiting_payment",
        "Ilka Sund",
        "ilka@mail.example",
    )
    assert order.terms_version == terms()


@pytest.mark.parametrize(("prefix", "language"), [("", "en-gb"), ("/de", "de")])
def test_the_order_keeps_the_language_it_was_placed_in(client: Client, prefix: str, language: str) -> None:
    order = hold(client, sellable_version(price_minor=38_000))

    response = client.post(f"{prefix}/orders/{order.uid}/details/", typed())

    order.refresh_from_db()
    assert response.url == f"{prefix}/orders/{order.uid}/pay/"
    assert order.buyer_language == language


def test_a_free_package_is_confirmed_without_payment(client: Client) -> None:
    order = hold(client, sellable_version(price_minor=0))

    response = fill(client, order)

    order.refresh_from_db()
    assert response.url == f"/orders/{order.uid}/"
    assert order.status == "confirmed"
    assert not order.payments.exists()


def test_answers_note_and_attendee_are_kept_with_the_order(client: Client) -> None:
    version = sellable_version(
        intake_questions=[{"key": "why", "label": "Why now?", "required": True, "long": True}]
    )
    order = hold(client, version)

    fill(
        client,
        order,
        intake_why="It is time.",
        note="Bring tea.",
        someone_else="on",
        attendee_name="Aled Pryce",
        attendee_email="aled@mail.example",
    )

    order.refresh_from_db()
    assert (order.intake_answers, order.note) == ({"why": "It is time."}, "Bring tea.")
    assert Attendee.objects.get(order=order).email == "aled@mail.example"


def test_attendee_fields_count_only_when_somebody_else_attends(client: Client) -> None:
    order = hold(client, sellable_version())

    fill(client, order, attendee_name="Aled Pryce", attendee_email="aled@mail.example")

    assert Attendee.objects.get(order=order).email == "ilka@mail.example"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Please tell us your name."),
        ({"email": "ilka.mail.example"}, "This address is not complete."),
        ({"terms": ""}, "you would have to accept the terms"),
        ({"someone_else": "on"}, "Please tell us who will attend."),
        ({"intake_why": ""}, "Your trainer would like an answer to this."),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, given: dict[str, str], sentence: str
) -> None:
    version = sellable_version(intake_questions=[{"key": "why", "label": "Why now?", "required": True}])
    order = hold(client, version)

    response = fill(client, order, **{"intake_why": "It is time.", "note": "Bring tea.", **given})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Bring tea." in page
    order.refresh_from_db()
    assert order.status == "draft"


def test_terms_that_changed_meanwhile_are_shown_again(client: Client) -> None:
    order = hold(client, sellable_version())
    before = typed()
    newer = publish_terms(text="Other words.")

    response = client.post(f"/orders/{order.uid}/details/", before)

    page = response.content.decode()
    assert response.status_code == 422
    assert "The terms have changed since you opened this page." in page
    assert values(response)["terms_number"] == str(newer.number)
    assert values(response)["name"] == "Ilka Sund"
    order.refresh_from_db()
    assert order.placed_at is None


def test_without_any_terms_nothing_can_be_booked(client: Client) -> None:
    order = hold(client, sellable_version())
    data = {"act": "place", "name": "Ilka", "email": "i@mail.example", "terms": "on", "terms_number": ""}

    response = client.post(f"/orders/{order.uid}/details/", data)

    assert response.status_code == 409
    assert "the terms of this site are still being written" in response.content.decode()


def test_the_group_is_shown_and_may_be_removed_for_good(client: Client) -> None:
    version, group = sellable_version(), PracticeGroupFactory.create(name="the Quantock group")
    code = create_code(group=group, code="QUANTOCK")
    order = hold(client, version, ref=code.code)
    assert "Referred by the Quantock group." in client.get(f"/orders/{order.uid}/details/").content.decode()

    response = fill(client, order, act="remove_code", name="Ilka Sund", note="Bring tea.")
    fill(client, order, ref=code.code)

    order.refresh_from_db()
    assert values(response)["name"] == "Ilka Sund"
    assert "Bring tea." in response.content.decode()
    assert "Referred by" not in response.content.decode()
    assert order.attribution.group is None
    assert order.attribution.frozen_at is not None


def test_a_group_may_be_named_by_its_code(client: Client) -> None:
    order = hold(client, sellable_version())
    group = PracticeGroupFactory.create(name="the Quantock group")
    create_code(group=group, code="QUANTOCK")

    response = fill(client, order, act="use_code", code=" quantock ", email="half.an.address")

    assert response.status_code == 200
    assert "Referred by the Quantock group." in response.content.decode()
    assert values(response)["email"] == "half.an.address"
    assert "This address is not complete" not in response.content.decode()


@pytest.mark.parametrize("code", ["", "NOSUCH", "x" * 65, "RETIRED"])
def test_a_code_that_does_not_count_gives_a_sentence_and_keeps_the_rest(client: Client, code: str) -> None:
    order = hold(client, sellable_version())
    retire_code(code=create_code(group=PracticeGroupFactory.create(), code="RETIRED"))

    response = fill(client, order, act="use_code", code=code, note="Bring tea.")

    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_code_error"' in page
    assert "Bring tea." in page


def test_a_hold_that_ran_out_offers_times_and_keeps_the_form(client: Client) -> None:
    order = hold(client, sellable_version())
    clock.advance(16 * MINUTE)

    response = fill(client, order, note="Bring tea.")

    page = response.content.decode()
    assert response.status_code == 409
    assert "The time we kept for you has run out" in page
    assert page.count('role="alert"') == 1  # said once
    assert page.count('name="slot"') == 6
    assert values(response)["name"] == "Ilka Sund"
    assert "Bring tea." in page


def test_another_time_is_taken_with_everything_typed_kept(client: Client) -> None:
    version = sellable_version()
    order = hold(client, version)
    clock.advance(16 * MINUTE)
    other = free(version)[3]

    response = fill(client, order, act="change_slot", slot=value(other.start), note="Bring tea.")
    placed = fill(client, order)

    order.refresh_from_db()
    assert response.status_code == 200
    assert "This time is kept for you now." in response.content.decode()
    assert "Bring tea." in response.content.decode()
    assert placed.url == f"/orders/{order.uid}/pay/"
    assert order.slot_start == other.start


def test_somebody_else_took_the_time_meanwhile(client: Client) -> None:
    version = sellable_version()
    order = hold(client, version, free(version)[10])
    clock.advance(16 * MINUTE)
    held_order(version=version, start=order.slot_start)

    response = fill(client, order, act="change_slot", slot=value(order.slot_start), note="Bring tea.")

    page = response.content.decode()
    assert response.status_code == 409
    assert "That time is no longer free." in page
    assert f'value="{value(order.slot_start)}"' not in page
    assert "Bring tea." in page


def test_an_order_that_was_swept_begins_anew_with_what_was_typed(client: Client) -> None:
    version, group = sellable_version(), PracticeGroupFactory.create()
    code = create_code(group=group)
    order = hold(client, version, ref=code.code)
    clock.advance(3 * 60 * MINUTE)
    expire_order(order=order)

    response = fill(client, order, act="change_slot", slot=value(free(version)[2].start), note="Bring tea.")

    new = Order.objects.exclude(pk=order.pk).get()
    page = response.content.decode()
    assert f'action="/orders/{new.uid}/details/"' in page
    assert "Bring tea." in page
    assert new.attribution.group == group
    assert fill(client, new).url == f"/orders/{new.uid}/pay/"


def test_sending_twice_and_two_tabs_change_nothing(client: Client) -> None:
    order = hold(client, sellable_version())

    first, second = fill(client, order), fill(client, order, name="Somebody Else")
    third = fill(client, order, act="change_slot", slot="")

    order.refresh_from_db()
    assert first.url == second.url == third.url == f"/orders/{order.uid}/pay/"
    assert order.buyer_name == "Ilka Sund"
    assert order.units.count() == 4


def test_an_order_of_somebody_else_is_nothing(client: Client) -> None:
    order = held_order()

    assert client.get(f"/orders/{order.uid}/details/").status_code == 404
    assert fill(client, order).status_code == 404


def test_a_signed_in_person_finds_name_and_address_filled_in(client: Client) -> None:
    client.force_login(PersonFactory.create(name="Ilka Sund", email="ilka@mail.example"))
    order = hold(client, sellable_version())

    found = values(client.get(f"/orders/{order.uid}/details/"))

    assert (found["name"], found["email"]) == ("Ilka Sund", "ilka@mail.example")


def test_the_page_is_kept_by_nobody(client: Client) -> None:
    order = hold(client, sellable_version())

    headers = client.get(f"/orders/{order.uid}/details/").headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"


def test_markup_that_is_typed_is_shown_as_text(client: Client) -> None:
    order = hold(client, sellable_version())

    page = fill(client, order, name="<script>alert(1)</script>", email="").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_details_stay_within_their_queries(client: Client) -> None:
    client.force_login(PersonFactory.create())
    terms()
    order = hold(client, sellable_version())
    live = queries_of(client, f"/orders/{order.uid}/details/")
    clock.advance(16 * MINUTE)

    assert len(live) <= 12
    assert len(queries_of(client, f"/orders/{order.uid}/details/")) <= 12


def test_the_time_of_the_night_when_clocks_change_is_said_in_the_buyers_zone(client: Client) -> None:
    version = sellable_version()
    slot = next(s for s in free(version) if s.start.hour == 12)
    order = hold(client, version, slot, zone="Asia/Tokyo")

    page = client.get(f"/orders/{order.uid}/details/").content.decode()

    assert f"{(slot.start + dt.timedelta(hours=9)):%H:%M}" in page
