"""From what Stripe says to what we hold: late, double, delayed, forged and altered payments."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from core import clock
from marketplace.orders.models import Appointment, CoachingSession, Order, OrderEvent, Payment, Refund
from marketplace.payments import gateway
from marketplace.payments.sweeping import end_unpaid_orders, sync_open_payments
from marketplace.payments.sync import sync_order
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from outbox import worker
from tests.factories.groups import PracticeGroupFactory
from tests.factories.orders import fresh, held_order, sellable_version, settle
from tests.marketplace.money_rules import at_stripe, check_rules, picture, the_twin_agrees
from tests.marketplace.payments.scenes import (
    MINUTE,
    at_checkout,
    awaiting,
    hand_in,
    letters,
    paid,
    session_id,
    slots,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    yield
    check_rules()


def test_paid_confirms_books_and_keeps_the_time() -> None:
    payment = paid()

    order = sync_order(order_uid=payment.order.uid)

    payment.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED
    assert (payment.status, payment.settled_minor, payment.settled_currency) == ("succeeded", 38_000, "GBP")
    assert payment.fee_minor
    assert payment.charge_id
    appointment = Appointment.objects.get()
    assert appointment.block == fresh(order).hold
    assert (appointment.block.kind, appointment.block.expires_at) == ("appointment", None)
    the_twin_agrees()


def test_a_forged_success_address_does_nothing() -> None:
    payment = at_checkout()

    order = sync_order(order_uid=payment.order.uid)  # what the page of the success address calls

    payment.refresh_from_db()
    assert (order.status, payment.status) == ("awaiting_payment", "created")


def test_syncing_again_and_again_changes_nothing() -> None:
    payment = paid()
    sync_order(order_uid=payment.order.uid)
    settle()
    once = picture(payment.order)

    for _ in range(3):
        sync_order(order_uid=payment.order.uid)

    assert picture(payment.order) == once


def test_a_declined_card_leaves_the_page_open_for_another() -> None:
    payment = at_checkout()
    twin.decline(session_id(payment))
    settle()
    payment.refresh_from_db()
    assert (fresh(payment.order).status, payment.status) == ("awaiting_payment", "created")

    twin.pay(session_id(payment))
    settle()

    assert fresh(payment.order).status == Order.Status.CONFIRMED


@pytest.mark.parametrize(("succeeded", "status", "pays"), [(True, "confirmed", "succeeded")])
def test_a_delayed_payment_waits_and_then_confirms(*, succeeded: bool, status: str, pays: str) -> None:
    payment = at_checkout()
    twin.pay_later(session_id(payment))
    settle()
    payment.refresh_from_db()
    assert (fresh(payment.order).status, payment.status) == ("awaiting_payment", "pending")

    twin.answer_now(session_id(payment), succeeded=succeeded)
    settle()

    payment.refresh_from_db()
    assert (fresh(payment.order).status, payment.status) == (status, pays)


def test_a_delayed_payment_that_fails_ends_the_payment_and_then_the_order() -> None:
    payment = at_checkout()
    twin.pay_later(session_id(payment))
    settle()
    twin.answer_now(session_id(payment), succeeded=False)
    settle()
    payment.refresh_from_db()
    assert payment.status == Payment.Status.FAILED

    clock.advance(37 * MINUTE)
    assert end_unpaid_orders() == 1

    assert fresh(payment.order).status == Order.Status.EXPIRED


def test_a_delayed_payment_is_waited_for_after_the_hold() -> None:
    payment = at_checkout()
    clock.advance(30 * MINUTE)
    twin.pay_later(session_id(payment))
    settle()
    clock.advance(7 * MINUTE)
    twin.switch_on("lose", "*", times=None)
    TwinObject.objects.filter(external_id=payment.external_id).update(changes_at=None)  # the bank takes days

    assert end_unpaid_orders() == 0

    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT


def test_a_lost_event_is_made_up_for_by_the_sweeper() -> None:
    twin.switch_on("lose", "*", times=None)
    payment = paid()
    settle()
    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT

    assert sync_open_payments() == 1

    assert fresh(payment.order).status == Order.Status.CONFIRMED


def test_unpaid_when_the_hold_ends_closes_the_page_and_frees_the_time() -> None:
    payment = at_checkout()
    clock.advance(37 * MINUTE)

    assert end_unpaid_orders() == 1

    order = fresh(payment.order)
    payment.refresh_from_db()
    assert (order.status, payment.status) == ("expired", "cancelled")
    assert order.hold is not None
    assert not order.hold.active
    assert set(order.sessions.values_list("status", flat=True)) == {"void"}
    assert not twin.pay(session_id(payment))


def late(*, taken: bool) -> Payment:
    """Paid just before the page closed; we hear of it after the hold, its time taken by another or not."""
    payment = paid()
    letters()
    order = payment.order
    clock.advance(40 * MINUTE)
    if taken:
        held_order(version=order.package_version, start=order.slot_start)
    return payment


def test_paid_too_late_takes_the_time_again_where_it_is_free() -> None:
    payment = late(taken=False)

    order = sync_order(order_uid=payment.order.uid)

    assert order.status == Order.Status.CONFIRMED
    assert Appointment.objects.get().block.active
    assert at_stripe("refund") == 0


def test_an_expired_order_that_was_paid_after_all_takes_its_time_again() -> None:
    payment = late(taken=False)
    twin.switch_on("timeout", "*", times=None)
    assert end_unpaid_orders() == 0  # nobody answers: it is not ended in the dark
    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT
    twin.switch_off()
    expire_in_the_dark(payment.order)

    order = sync_order(order_uid=payment.order.uid)

    assert order.status == Order.Status.CONFIRMED
    statuses = list(order.sessions.order_by("number").values_list("status", flat=True))
    assert statuses == ["scheduled", "unscheduled", "unscheduled", "unscheduled"]


def expire_in_the_dark(order: Order) -> None:
    """What happens where Stripe said "open" and the buyer paid a moment later."""
    from marketplace.orders.actions import expire_order  # noqa: PLC0415  (this one test's business)

    assert expire_order(order=order).status == Order.Status.EXPIRED


def test_paid_too_late_is_refunded_in_full_where_the_time_is_gone() -> None:
    payment = late(taken=True)

    order = sync_order(order_uid=payment.order.uid)
    settle()

    refund = Refund.objects.get()
    assert order.status == Order.Status.EXPIRED
    assert order.late_payment_refunded_at is not None
    assert (refund.status, refund.cause, refund.amount_minor) == ("succeeded", "late_payment", 38_000)
    assert set(order.sessions.values_list("status", flat=True)) == {"void"}
    assert at_stripe("refund") == 1
    the_twin_agrees()


def test_a_late_payment_refunded_stays_so_however_often_it_is_heard_of() -> None:
    payment = late(taken=True)
    sync_order(order_uid=payment.order.uid)
    settle()
    once = picture(payment.order)

    clock.advance(3600)
    for _ in range(3):
        sync_order(order_uid=payment.order.uid)
        settle()

    assert picture(payment.order) == once


def two_pages() -> tuple[Payment, Payment]:
    """Two open pages for one order: the first is one whose answer never reached us."""
    order = awaiting()
    twin.switch_on("drop_after_commit", "POST /v1/checkout/sessions", times=3)
    with pytest.raises(Exception, match="does not answer"):
        at_checkout(order)
    first = order.payments.get()
    lost = TwinObject.objects.get(kind="checkout.session")
    first.status = Payment.Status.FAILED  # given up, say by an older release
    first.save()
    second = at_checkout(order)
    first.external_id = lost.external_id
    return first, second


@pytest.mark.parametrize("first_to_pay", [0, 1])
def test_paid_twice_the_second_payment_is_given_back(first_to_pay: int) -> None:
    pages = two_pages()
    order = pages[0].order
    twin.pay(session_id(pages[first_to_pay]))
    settle()
    assert fresh(order).status == Order.Status.CONFIRMED

    twin.pay(session_id(pages[1 - first_to_pay]))
    settle()
    sync_order(order_uid=order.uid)
    settle()

    refund = Refund.objects.get()
    assert refund.payment.pk == pages[1 - first_to_pay].pk
    assert (refund.status, refund.cause, refund.amount_minor) == ("succeeded", "double_payment", 38_000)
    assert fresh(order).status == Order.Status.CONFIRMED
    assert [kept.pk for kept in order.payments.kept()] == [pages[first_to_pay].pk]
    the_twin_agrees()


def test_an_order_paid_twice_is_refunded_out_of_the_payment_that_bought_it() -> None:
    from marketplace.payments.refunds import refund_in_full  # noqa: PLC0415  (beside what it is about)

    first, second = two_pages()
    twin.pay(session_id(second))
    settle()
    twin.pay(session_id(first))
    settle()
    sync_order(order_uid=first.order.uid)
    settle()

    refund_in_full(order=first.order, reason="Asked for it.", actor=None)
    settle()

    given = {refund.payment_id: refund.status for refund in Refund.objects.all()}
    assert given == {first.pk: "succeeded", second.pk: "succeeded"}
    the_twin_agrees()


@pytest.mark.parametrize(
    "altered",
    [
        {"amount_total": 100},
        {"currency": "eur"},
        {"metadata": {"order": "6b0ef0f4-7a43-4c2a-9d7f-8e1d8c3a5a11"}},
    ],
)
def test_another_amount_currency_or_order_confirms_nothing_and_raises_an_alert(
    altered: dict[str, Any],
) -> None:
    payment = paid()
    session = TwinObject.objects.get(external_id=payment.external_id)
    session.data |= altered
    session.save()

    order = sync_order(order_uid=payment.order.uid)
    sync_order(order_uid=payment.order.uid)

    payment.refresh_from_db()
    assert (order.status, payment.status) == ("awaiting_payment", "created")
    assert "another amount, currency or order" in payment.alert
    assert OrderEvent.objects.filter(order=order, what="payment alert").count() == 1


def test_settled_in_another_currency_confirms_but_stops_transfers(settings: Any) -> None:
    payment = at_checkout()
    settings.SETTLEMENT_CURRENCIES = ["EUR"]
    twin.pay(session_id(payment))

    order = sync_order(order_uid=payment.order.uid)

    payment.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED
    assert payment.settled_currency == "EUR"
    assert "transfers wait" in payment.alert


def test_nothing_changes_while_stripe_is_silent() -> None:
    payment = paid()
    before = picture(payment.order)
    twin.switch_on("timeout", "*", times=None)

    with pytest.raises(gateway.OutcomeUnknown):
        sync_order(order_uid=payment.order.uid)

    assert picture(payment.order) == before
    assert sync_open_payments() == 0  # it says so in the log and goes on


def test_stripe_is_never_asked_inside_a_transaction() -> None:
    payment = paid()

    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        sync_order(order_uid=payment.order.uid)


def test_an_unknown_order_is_told() -> None:
    with pytest.raises(Order.DoesNotExist):
        sync_order(order_uid=awaiting_nobody())


def awaiting_nobody() -> Any:

    return uuid.uuid4()


EVENTS = ("payment_intent.payment_failed", "payment_intent.succeeded", "checkout.session.completed")


@pytest.mark.parametrize("order_of_arrival", list(permutations(range(3))))
@pytest.mark.parametrize("each", [1, 2])
def test_any_order_and_repetition_of_events_ends_in_the_same_state(
    order_of_arrival: tuple[int, ...], each: int
) -> None:
    group = PracticeGroupFactory.create()
    payment = at_checkout(group=group)
    twin.decline(session_id(payment))
    twin.pay(session_id(payment))
    post = letters()
    assert len(post) == 3

    for index in order_of_arrival:
        hand_in(*[post[index]] * each)
    hand_in(*post)  # and once more, all of them

    assert picture(payment.order) == THE_SAME


THE_SAME: dict[str, Any] = {
    "order": ("confirmed", False),
    "sessions": [(1, "scheduled"), (2, "unscheduled"), (3, "unscheduled"), (4, "unscheduled")],
    "times": [("booked", 0, True)],
    "payments": [("succeeded", 38_000, 590, 38_000, "")],
    "refunds": [],
    "earnings": [],
    "transfers": [],
    "rewards": [("pending", 0)] * 4,
    "hold": ("appointment", True),
    "balances": {
        ("stripe_balance", "GBP"): 37_410,
        ("client_deposits", "GBP"): -38_000,
        ("stripe_fees", "GBP"): 590,
    },
    "booked": {"paid": 1, "stripe_fee": 1},
}


@pytest.mark.parametrize("order_of_arrival", list(permutations(range(4))))
def test_events_of_a_payment_and_its_late_refund_end_in_the_same_state(
    order_of_arrival: tuple[int, ...],
) -> None:
    payment = late_letters = None
    payment = paid()
    paid_letters = letters()
    clock.advance(40 * MINUTE)
    held_order(version=payment.order.package_version, start=payment.order.slot_start)
    sync_order(order_uid=payment.order.uid)
    worker.drain()
    late_letters = letters()
    post = [*paid_letters, *late_letters]
    assert len(post) == 4
    before = picture(payment.order)

    hand_in(*[post[index] for index in order_of_arrival])
    hand_in(*[post[index] for index in reversed(order_of_arrival)])

    assert picture(payment.order) == before
    assert before["refunds"] == [("succeeded", "late_payment", 38_000)]
    assert before["balances"] == {("stripe_balance", "GBP"): -590, ("stripe_fees", "GBP"): 590}


def test_sessions_of_a_second_order_are_not_touched() -> None:
    version = sellable_version()
    mine = paid(version=version)
    other = at_checkout(version=version, start=slots(version)[3].start)

    sync_order(order_uid=mine.order.uid)

    assert set(CoachingSession.objects.filter(order=other.order).values_list("status", flat=True)) == {
        "unscheduled"
    }
    assert fresh(other.order).status == Order.Status.AWAITING_PAYMENT
    assert dt.timedelta(0) < other.order.held_at - mine.order.held_at + dt.timedelta(minutes=1)
