"""The way to the payment page: minutes, second attempts, silence at Stripe, two tabs."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from core import clock
from marketplace.orders.models import Order, Payment
from marketplace.payments import gateway
from marketplace.payments.actions import start_checkout
from marketplace.payments.errors import NothingToPay, PaymentRefused, PaymentsUnreachable, TooLateToPay
from marketplace.payments.sync import sync_order
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from tests.factories.orders import BASE_URL, fresh, settle
from tests.marketplace.money_rules import at_stripe, check_rules
from tests.marketplace.payments.recording import RecordingTwin
from tests.marketplace.payments.scenes import MINUTE, at_checkout, awaiting, paid, session_id

pytestmark = pytest.mark.django_db


def start(order: Order) -> Payment:
    return start_checkout(order=order, base_url=BASE_URL)


def minutes_held(order: Order) -> float:
    hold = fresh(order).hold
    assert hold is not None
    assert hold.expires_at is not None
    return round((hold.expires_at - order.held_at) / dt.timedelta(minutes=1), 1)


def test_paying_opens_a_page_and_holds_the_time_for_36_minutes() -> None:
    order = awaiting()
    clock.advance(10 * MINUTE)

    payment = start(order)

    assert payment.checkout_url.startswith(BASE_URL)
    assert payment.checkout_expires_at is not None
    life = payment.checkout_expires_at - clock.now()
    assert dt.timedelta(minutes=30) < life <= dt.timedelta(minutes=31)
    assert minutes_held(order) == 46.0


def test_the_session_bears_order_amount_and_group_of_transfers() -> None:
    payment = at_checkout()

    session = TwinObject.objects.get(external_id=payment.external_id).data

    assert session["client_reference_id"] == str(payment.order.uid)
    assert session["metadata"] == {"order": str(payment.order.uid), "payment": str(payment.uid)}
    assert (session["amount_total"], session["currency"]) == (38_000, "gbp")
    assert session["_intent"]["transfer_group"] == str(payment.order.uid)


@pytest.mark.parametrize(
    ("placed_in", "prefix", "locale", "said"),
    [("en-gb", "", "en-GB", "order"), ("de", "/de", "de", "Bestellung")],
)
@pytest.mark.parametrize("asked_in", ["en-gb", "de"])
def test_the_page_is_in_the_language_of_the_order_whoever_asks(
    placed_in: str, prefix: str, locale: str, said: str, asked_in: str
) -> None:
    order = awaiting(language=placed_in)

    recorder = RecordingTwin()
    client = gateway.build_client(api_key="sk_test_twin", http_client=recorder, base="https://twin.invalid")
    with gateway.using(client), translation.override(asked_in):
        start(order)

    (sent,) = [sent for sent in recorder.sent if sent.path == "/v1/checkout/sessions"]
    assert sent.params["locale"] == locale
    assert sent.params["success_url"] == f"{BASE_URL}{prefix}/orders/{order.uid}/?paid=1"
    assert sent.params["cancel_url"] == f"{BASE_URL}{prefix}/orders/{order.uid}/pay/?left=1"
    assert f", {said} MC-" in sent.params["line_items"][0]["price_data"]["product_data"]["description"]


def test_a_hold_that_ran_out_before_paying_is_told() -> None:
    order = awaiting()
    clock.advance(16 * MINUTE)

    with pytest.raises(TooLateToPay, match="choose a time once more"):
        start(order)

    assert order.payments.count() == 0


def test_a_second_attempt_closes_the_first_page() -> None:
    first = at_checkout()
    clock.advance(5 * MINUTE)

    second = start(first.order)

    first.refresh_from_db()
    assert first.status == Payment.Status.CANCELLED
    assert second.pk != first.pk
    assert not twin.pay(session_id(first))
    assert twin.pay(session_id(second))


def test_until_minute_24_a_new_page_opens_and_no_hold_passes_the_hour() -> None:
    order = awaiting()
    clock.advance(14 * MINUTE)
    first = start(order)
    clock.advance(9 * MINUTE)

    second = start(order)

    assert second.pk != first.pk
    assert 59 <= minutes_held(order) <= 60


def test_after_minute_24_the_open_page_is_offered_again() -> None:
    order = awaiting()
    clock.advance(14 * MINUTE)
    first = start(order)
    clock.advance(11 * MINUTE)

    again = start(order)

    assert (again.pk, again.checkout_url) == (first.pk, first.checkout_url)
    assert at_stripe("checkout.session") == 1


def test_after_minute_24_and_a_closed_page_the_buyer_chooses_a_new_time() -> None:
    order = awaiting()
    payment = start(order)
    clock.advance(32 * MINUTE)

    with pytest.raises(TooLateToPay):
        start(order)

    sync_order(order_uid=order.uid)
    payment.refresh_from_db()
    assert payment.status == Payment.Status.CANCELLED


def test_going_back_after_paying_finds_it_paid() -> None:
    payment = paid()

    again = start(payment.order)

    assert (again.pk, again.status) == (payment.pk, "succeeded")
    assert fresh(payment.order).status == Order.Status.CONFIRMED
    with pytest.raises(NothingToPay):
        start(payment.order)


def test_a_payment_under_way_is_not_begun_again() -> None:
    payment = at_checkout()
    twin.pay_later(session_id(payment))

    again = start(payment.order)

    assert (again.pk, again.status) == (payment.pk, "pending")
    assert at_stripe("checkout.session") == 1


def test_an_order_of_another_mode_is_not_paid_in_this_one(settings: Any) -> None:
    order = awaiting()
    settings.PAYMENTS_MODE = "stripe_test"

    with pytest.raises(NothingToPay):
        start(order)


def test_silence_keeps_the_attempt_and_the_next_one_opens_a_single_page() -> None:
    order = awaiting()
    twin.switch_on("timeout", "POST /v1/checkout/sessions", times=3)
    with pytest.raises(PaymentsUnreachable, match="Nothing was charged"):
        start(order)

    payment = start(order)

    assert (payment.attempt, order.payments.count()) == (1, 1)
    assert at_stripe("checkout.session") == 1


def test_an_answer_that_was_lost_is_found_again() -> None:
    order = awaiting()
    twin.switch_on("drop_after_commit", "POST /v1/checkout/sessions", times=3)
    with pytest.raises(PaymentsUnreachable):
        start(order)

    payment = start(order)

    assert at_stripe("checkout.session") == 1
    assert session_id(payment) == TwinObject.objects.get(kind="checkout.session").external_id


def test_an_answer_that_was_lost_and_paid_is_found_by_the_sweeper() -> None:
    order = awaiting()
    twin.switch_on("drop_after_commit", "POST /v1/checkout/sessions", times=3)
    with pytest.raises(PaymentsUnreachable):
        start(order)
    twin.pay(TwinObject.objects.get(kind="checkout.session").external_id)
    clock.advance(30 * 3600)  # nobody looked for more than a day

    assert sync_order(order_uid=order.uid).status == Order.Status.CONFIRMED


def test_a_500_is_not_replayed_to_the_next_attempt() -> None:
    order = awaiting()
    twin.switch_on("error_500", "POST /v1/checkout/sessions")  # and the library's retries meet the same 500
    with pytest.raises(PaymentsUnreachable):
        start(order)

    payment = start(order)

    assert payment.attempt == 2
    assert at_stripe("checkout.session") == 1


def test_an_attempt_that_grew_old_begins_afresh_at_once() -> None:
    order = awaiting()
    twin.switch_on("timeout", "POST /v1/checkout/sessions", times=3)
    with pytest.raises(PaymentsUnreachable):
        start(order)
    clock.advance(5 * MINUTE)  # its end would be less than 30 minutes ahead: Stripe refuses that

    payment = start(order)

    assert payment.status == Payment.Status.CREATED
    assert payment.checkout_url
    assert order.payments.count() == 2


def test_a_refusal_ends_the_attempt_and_says_so() -> None:
    order = awaiting()
    twin.switch_on("refuse", "POST /v1/checkout/sessions", times=1)

    with pytest.raises(PaymentRefused, match="Nothing was charged"):
        start(order)

    assert order.payments.get().status == Payment.Status.FAILED
    assert start(order).checkout_url


def test_a_page_that_cannot_be_closed_is_offered_again() -> None:
    first = at_checkout()
    twin.switch_on("timeout", "*", times=None)

    again = start(first.order)

    assert again.pk == first.pk


def test_a_closed_page_whose_state_nobody_tells_is_offered_again() -> None:
    first = at_checkout()
    twin.switch_on("timeout", "GET *", times=None)

    again = start(first.order)

    assert again.pk == first.pk


def test_two_tabs_share_one_page() -> None:
    order = awaiting()
    tabs = [Order.objects.get(pk=order.pk) for _ in range(2)]

    payments = [start(tab) for tab in tabs]

    opened = [p for p in order.payments.all() if p.status == Payment.Status.CREATED]
    assert [p.pk for p in opened] == [payments[1].pk]
    twin.pay(session_id(payments[1]))
    settle()
    assert fresh(order).status == Order.Status.CONFIRMED
    check_rules()
