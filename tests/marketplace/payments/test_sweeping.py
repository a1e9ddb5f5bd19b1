"""What no event told us is found out in time."""

import pytest

from core import clock
from marketplace.orders.models import Order, Payment, Refund
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.sweeping import (
    deliver_the_twins_post,
    end_unpaid_orders,
    sync_open_payments,
    sync_settled_refunds,
)
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from outbox import worker
from tests.factories.orders import confirmed_order, fresh, sellable_version
from tests.marketplace.money_rules import check_rules
from tests.marketplace.payments.scenes import MINUTE, at_checkout, awaiting, paid, session_id, slots

pytestmark = pytest.mark.django_db


def test_one_order_nobody_can_ask_about_keeps_no_other_from_its_answer() -> None:
    version = sellable_version()
    first, second = paid(version=version), paid(version=version, start=slots(version)[8].start)
    twin.switch_on("timeout", f"GET */{first.external_id}", times=None)

    assert sync_open_payments() == 1

    assert [fresh(p.order).status for p in (first, second)] == ["awaiting_payment", "confirmed"]


def test_a_refund_under_way_is_asked_about() -> None:
    order = confirmed_order()
    twin.switch_on("refund_pending", "*")
    twin.switch_on("lose", "refund.*", times=None)
    refund_in_full(order=order, reason="Asked for.", actor=None)
    worker.drain()
    twin.settle_refund(TwinObject.objects.get(kind="refund").external_id, "succeeded")
    assert Refund.objects.get().status == Refund.Status.PENDING

    assert sync_open_payments() == 1

    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    check_rules()


def test_a_refund_that_fails_after_all_is_noticed_without_its_event() -> None:
    order = confirmed_order()
    refund_in_full(order=order, reason="Asked for.", actor=None)
    worker.drain()
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    twin.switch_on("lose", "refund.*", times=None)
    twin.settle_refund(TwinObject.objects.get(kind="refund").external_id, "failed")

    assert sync_settled_refunds() == 1

    assert Refund.objects.get().status == Refund.Status.FAILED
    check_rules()


def test_a_refund_of_long_ago_is_asked_about_no_more() -> None:
    refund_in_full(order=confirmed_order(), reason="Asked for.", actor=None)
    worker.drain()
    clock.advance(31 * 24 * 60 * MINUTE)

    assert sync_settled_refunds() == 0


def test_more_open_payments_than_one_sweep_asks_for_all_get_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("marketplace.payments.sweeping._BATCH", 1)
    version = sellable_version()
    first, second = paid(version=version), paid(version=version, start=slots(version)[8].start)
    twin.switch_on("timeout", f"GET */{first.external_id}", times=None)

    for _ in range(
        40
    ):  # the one that cannot be asked stays open; by chance alone the other misses 1 in 2**40
        sync_open_payments()

    assert fresh(second.order).status == Order.Status.CONFIRMED


def test_a_hold_that_still_runs_is_left_alone() -> None:
    payment = at_checkout()
    clock.advance(35 * MINUTE)

    assert end_unpaid_orders() == 0

    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT


def test_an_order_nobody_went_on_to_pay_ends_with_its_hold() -> None:
    order = awaiting()
    clock.advance(16 * MINUTE)

    assert end_unpaid_orders() == 1

    assert fresh(order).status == Order.Status.EXPIRED


def test_paid_in_the_last_second_is_confirmed_instead_of_ended() -> None:
    payment = at_checkout()
    clock.advance(30 * MINUTE)
    twin.pay(session_id(payment))
    clock.advance(7 * MINUTE)

    end_unpaid_orders()

    assert fresh(payment.order).status == Order.Status.CONFIRMED
    assert Payment.objects.get().status == Payment.Status.SUCCEEDED


def test_the_twins_post_is_delivered_in_the_sandbox_alone(settings: object) -> None:
    paid()
    settings.PAYMENTS_MODE = "stripe_test"  # type: ignore[attr-defined]  # pytest-django's fixture
    assert deliver_the_twins_post() == 0
    settings.PAYMENTS_MODE = "sandbox"  # type: ignore[attr-defined]  # pytest-django's fixture

    assert deliver_the_twins_post() > 0
