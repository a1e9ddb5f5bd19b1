"""Two things at once, on PostgreSQL with real threads: whoever comes first wins, and the rules hold."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection

from core import clock
from core.refusal import Refusal
from marketplace.checkout.actions import place_order
from marketplace.orders import locks
from marketplace.orders.actions import book_session, earning, mark_delivered, undo_mark
from marketplace.orders.models import CoachingSession, Earning, Order, Refund
from marketplace.orders.sweeping import move_sessions_on
from marketplace.payments.actions import start_checkout
from marketplace.payments.models import Transfer
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.sweeping import end_unpaid_orders
from marketplace.payments.sync import sync_order
from outbox import worker
from tests.factories.orders import (
    BASE_URL,
    confirmed_order,
    delivered,
    details,
    fresh,
    held_order,
    session_of,
    settle,
)
from tests.marketplace.money_rules import at_stripe, check_rules, the_twin_agrees
from tests.marketplace.payments.scenes import MINUTE, letters, paid, slots

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What came of each: "done", the name of a refusal, or the text of a database's error."""
    answers = [""] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(number: int) -> None:
        barrier.wait()
        try:
            acts[number]()
            answers[number] = "done"
        except Refusal as refusal:
            answers[number] = type(refusal).__name__
        except DatabaseError as error:
            answers[number] = f"database: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def over(order: Order) -> None:
    """The first session took place, and its objection window is over."""
    delivered(order)
    clock.advance(75 * 3600)


@pytest.mark.parametrize("_round", range(4))
def test_a_refund_races_with_the_earning(_round: int) -> None:
    order = confirmed_order()
    over(order)

    answers = at_once(
        lambda: refund_in_full(order=order, reason="Asked for.", actor=None),
        move_sessions_on,
        move_sessions_on,
    )

    assert answers == ["done"] * 3
    settle()
    assert fresh(order).status == Order.Status.CANCELLED
    assert Earning.objects.count() <= 1
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    check_rules()
    the_twin_agrees()


def test_a_refund_races_with_its_transfer() -> None:
    order = confirmed_order()
    over(order)
    move_sessions_on()

    at_once(lambda: refund_in_full(order=order, reason="Asked for.", actor=None), worker.drain, worker.drain)

    clock.advance(3600)
    settle()
    assert Transfer.objects.count() == 1
    check_rules()
    the_twin_agrees()


def test_a_refund_races_with_a_mark_a_booking_and_another_refund() -> None:
    order = confirmed_order()
    version = order.package_version
    assert version is not None
    start = slots(version)[20].start
    delivered(order)

    answers = at_once(
        lambda: refund_in_full(order=order, reason="Asked for.", actor=None),
        lambda: refund_in_full(order=order, reason="Asked for.", actor=None),
        lambda: undo_mark(session=session_of(order), actor=None),
        lambda: mark_delivered(session=session_of(order), actor=None),
        lambda: book_session(session=session_of(order, 2), start=start, time_zone="Europe/London"),
    )

    assert sorted(answers[:2]) == ["NotPossibleNow", "done"]
    assert {*answers[2:]} <= {"done", "NotPossibleNow"}
    settle()
    assert set(CoachingSession.objects.values_list("status", flat=True)) == {"refunded"}
    assert at_stripe("refund") == 1
    check_rules()


def test_ten_earnings_of_one_session_are_one() -> None:
    order = confirmed_order()
    over(order)

    answers = at_once(*[lambda: earning.earn(session=session_of(order))] * 10)

    assert answers == ["done"] * 10
    assert (Earning.objects.count(), Transfer.objects.count()) == (1, 1)
    check_rules()


def test_ten_syncs_of_one_payment_confirm_once() -> None:
    payment = paid()
    letters()

    answers = at_once(*[lambda: sync_order(order_uid=payment.order.uid)] * 10)

    assert answers == ["done"] * 10
    assert fresh(payment.order).events.filter(what="confirmed").count() == 1
    check_rules()


def test_the_end_of_the_hold_races_with_the_payment() -> None:
    payment = paid()
    letters()
    clock.advance(37 * MINUTE)

    at_once(end_unpaid_orders, lambda: sync_order(order_uid=payment.order.uid), end_unpaid_orders)

    settle()
    assert fresh(payment.order).status == Order.Status.CONFIRMED
    assert Refund.objects.count() == 0
    check_rules()


def test_a_double_submit_places_once() -> None:
    order, filled_in = held_order(), details()

    answers = at_once(*[lambda: place_order(order=order, details=filled_in)] * 6)

    assert answers == ["done"] * 6
    order = fresh(order)
    assert (order.units.count(), order.parties.count(), order.lines.count()) == (4, 2, 1)
    check_rules()


def test_two_tabs_that_pay_open_one_payment() -> None:
    order = place_order(order=held_order(), details=details())

    answers = at_once(*[lambda: start_checkout(order=Order.objects.get(pk=order.pk), base_url=BASE_URL)] * 4)

    assert "done" in answers
    assert {*answers} <= {"done", "PaymentsUnreachable", "NothingToPay"}
    assert order.payments.open().count() == 1
    check_rules()


def test_without_the_lock_a_session_is_earned_and_refunded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the trainer's and the order's rows unlocked the race is seen to be lost."""

    def unlocked(order: Order) -> Order:
        found = Order.objects.select_related("trainer", "package_version__package", "hold").get(pk=order.pk)
        meeting.wait(10)  # both have read; now both write
        return found

    order = confirmed_order()
    over(order)
    session = session_of(order)
    meeting = threading.Barrier(2)
    from marketplace.payments import refunds  # noqa: PLC0415  (its lock is what is taken out)

    monkeypatch.setattr(refunds, "lock_order", unlocked)
    monkeypatch.setattr(earning, "lock_order", unlocked)

    answers = at_once(
        lambda: refund_in_full(order=order, reason="Asked for.", actor=None),
        lambda: earning.earn(session=session),
    )

    assert locks.lock_order is not unlocked
    assert answers == ["done", "done"]
    with pytest.raises(AssertionError):
        check_rules()
