"""Full refunds: previewed, one act, and the race with what earns."""

import datetime as dt
from typing import Any

import pytest

from core import clock
from core.money import Money
from marketplace.ledger.models import LedgerTransaction
from marketplace.orders.actions import book_session, expire_order, mark_delivered, mark_no_show, object_to
from marketplace.orders.actions.refunding import refund_again
from marketplace.orders.errors import NothingToRefund, NotPossibleNow
from marketplace.orders.models import Appointment, Earning, Order, Refund, RefundLine
from marketplace.orders.sweeping import move_sessions_on
from marketplace.payments.models import Transfer, TransferReversal
from marketplace.payments.refunds import preview_full_refund, refund_in_full
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from marketplace.referrals.models import Reward
from marketplace.referrals.queries import credit_of_group, reward_to_reverse
from outbox import worker
from tests.factories.groups import PracticeGroupFactory
from tests.factories.orders import (
    confirmed_order,
    delivered,
    earned,
    fresh,
    go_to,
    sellable_version,
    session_of,
    settle,
)
from tests.marketplace.money_rules import at_stripe, balances, check_rules, picture, the_twin_agrees
from tests.marketplace.payments.scenes import awaiting, slots

pytestmark = pytest.mark.django_db


def refund(order: Order) -> Order:
    return refund_in_full(order=order, reason="The trainer is ill.", actor=None)


def refund_id() -> str:
    return TwinObject.objects.get(kind="refund").external_id


def statuses(order: Order) -> list[str]:
    return list(order.sessions.order_by("number").values_list("status", flat=True))


def test_nothing_held_yet_all_comes_back_and_the_time_is_free() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)

    refund(order)
    settle()

    order = fresh(order)
    assert order.status == Order.Status.CANCELLED
    assert statuses(order) == ["refunded"] * 4
    appointment = Appointment.objects.get()
    assert (appointment.status, appointment.sequence, appointment.block.active) == ("cancelled", 1, False)
    assert {reward.status for reward in Reward.objects.all()} == {"reversed"}
    assert credit_of_group(group) == []
    assert picture(order)["balances"] == {("stripe_balance", "GBP"): -590, ("stripe_fees", "GBP"): 590}
    check_rules()
    the_twin_agrees()


def test_what_was_earned_comes_back_from_trainer_fee_and_group() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)
    earned(order)
    assert credit_of_group(group)[0].available == Money(190, "GBP")

    refund(order)
    settle()

    earning = Earning.objects.get()
    line = RefundLine.objects.get(unit=earning.unit)
    assert (earning.trainer_minor, earning.reversed_minor) == (8_550, 8_550)
    assert (line.amount_minor, line.earned_trainer_minor, line.earned_platform_minor) == (9_500, 8_550, 950)
    assert TransferReversal.objects.get().status == TransferReversal.Status.DONE
    assert credit_of_group(group)[0].available == Money(0, "GBP")
    assert picture(order)["balances"] == {("stripe_balance", "GBP"): -590, ("stripe_fees", "GBP"): 590}
    check_rules()
    the_twin_agrees()


def test_a_fulfilled_order_is_refunded_too() -> None:
    order = confirmed_order(version=sellable_version(sessions=1))
    earned(order)
    assert fresh(order).status == Order.Status.FULFILLED

    refund(order)
    settle()

    assert fresh(order).status == Order.Status.CANCELLED
    check_rules()
    the_twin_agrees()


def test_the_preview_says_what_the_act_does() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)
    earned(order)
    before = picture(order)

    preview = preview_full_refund(fresh(order), reward_reversed=reward_to_reverse(order))

    assert picture(order) == before
    assert preview.total == Money(38_000, "GBP")
    assert preview.trainer_returns == Money(8_550, "GBP")
    assert preview.reward_reversed == Money(760, "GBP")
    assert [line.earned for line in preview.lines] == [True, False, False, False]
    assert preview.obstacles == ()
    refund(order)
    reversed_minor = sum(reward.reversed_minor for reward in Reward.objects.all())
    assert reversed_minor == preview.reward_reversed.amount
    assert Refund.objects.get().amount == preview.total


def test_twice_is_refused_and_gives_nothing_back_again() -> None:
    order = confirmed_order()
    refund(order)
    settle()

    with pytest.raises(NotPossibleNow):
        refund(order)

    assert preview_full_refund(fresh(order)).obstacles != ()
    assert at_stripe("refund") == 1


@pytest.mark.parametrize("status", ["awaiting_payment", "expired"])
def test_an_order_that_was_not_paid_has_nothing_to_give_back(status: str) -> None:

    order = awaiting()
    if status == "expired":
        expire_order(order=order)

    with pytest.raises(NotPossibleNow):
        refund(order)


def test_a_free_order_is_cancelled_without_money() -> None:
    order = confirmed_order(version=sellable_version(price_minor=0))

    refund(order)
    settle()

    assert fresh(order).status == Order.Status.CANCELLED
    assert Refund.objects.count() == 0
    assert balances() == {}
    check_rules()


def test_refund_first_then_nothing_can_be_held_or_earned() -> None:
    order = confirmed_order()
    session = delivered(order)
    refund(order)

    with pytest.raises(NotPossibleNow):
        mark_no_show(session=session, actor=None)
    with pytest.raises(NotPossibleNow):
        object_to(session=session, words="Nobody was there.")
    assert session.ended_at is not None
    go_to(session.ended_at + dt.timedelta(hours=200))
    move_sessions_on()
    settle()

    assert Earning.objects.count() == 0
    check_rules()


def test_earned_first_then_refund_takes_it_back() -> None:
    order = confirmed_order()
    session = delivered(order)
    assert session.ended_at is not None
    go_to(session.ended_at + dt.timedelta(hours=72))
    move_sessions_on()  # earned; the transfer is due and not sent yet

    refund(order)
    settle()

    transfer = Transfer.objects.get()
    assert (transfer.status, transfer.amount_minor) == ("failed", 0)
    assert at_stripe("transfer") == 0
    check_rules()
    the_twin_agrees()


def test_refund_while_the_transfer_is_on_its_way_fetches_it_back() -> None:
    order = confirmed_order()
    twin.switch_on("drop_after_commit", "POST /v1/transfers", times=3)
    earned(order)
    assert Transfer.objects.get().status == Transfer.Status.SUBMITTED

    refund(order)
    clock.advance(3600)
    settle()
    clock.advance(3600)
    settle()

    assert Transfer.objects.get().status == Transfer.Status.SENT
    assert TransferReversal.objects.get().status == TransferReversal.Status.DONE
    check_rules()
    the_twin_agrees()


def test_a_refund_that_fails_after_it_succeeded_is_booked_back() -> None:
    order = confirmed_order()
    before = picture(order)["balances"]
    refund(order)
    settle()

    twin.settle_refund(refund_id(), "failed", failure_reason="lost_or_stolen_card")
    settle()

    row = Refund.objects.get()
    assert (row.status, row.failure_reason) == ("failed", "lost_or_stolen_card")
    assert picture(order)["balances"] == before
    assert set(LedgerTransaction.objects.filter(reference=row.uid).values_list("kind", flat=True)) == {
        "refunded",
        "refund_failed",
    }
    assert fresh(order).events.filter(what="refund failed").count() == 1
    check_rules()
    the_twin_agrees()


@pytest.mark.parametrize("last", ["succeeded", "failed", "canceled"])
def test_a_slow_refund_is_booked_when_the_bank_has_spoken(last: str) -> None:
    order = confirmed_order()
    before = picture(order)["balances"]
    twin.switch_on("refund_pending", "*")
    refund(order)
    settle()
    assert Refund.objects.get().status == Refund.Status.PENDING
    assert picture(order)["balances"] == before

    twin.settle_refund(refund_id(), "requires_action")
    settle()
    assert Refund.objects.get().status == Refund.Status.REQUIRES_ACTION
    twin.settle_refund(refund_id(), last)
    settle()

    wanted = {"succeeded": "succeeded", "failed": "failed", "canceled": "cancelled"}[last]
    assert Refund.objects.get().status == wanted
    check_rules()
    the_twin_agrees()


def test_a_refund_waits_where_the_mode_is_another(settings: Any) -> None:
    order = confirmed_order()
    refund(order)
    settings.PAYMENTS_MODE = "stripe_live"

    worker.drain()

    assert Refund.objects.get().status == Refund.Status.CREATED
    settings.PAYMENTS_MODE = "sandbox"
    clock.advance(3601)
    settle()
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED


def test_a_second_booked_time_is_given_up_as_well() -> None:
    order = confirmed_order()
    version = order.package_version
    assert version is not None
    book_session(session=session_of(order, 2), start=slots(version)[20].start, time_zone="Europe/London")
    mark_delivered_later = session_of(order, 1)
    appointment = mark_delivered_later.appointment
    assert appointment is not None
    go_to(appointment.starts_at)
    mark_delivered(session=mark_delivered_later, actor=None)

    refund(order)

    assert list(Appointment.objects.order_by("session__number").values_list("status", "block__active")) == [
        ("booked", True),
        ("cancelled", False),
    ]
    assert statuses(order) == ["refunded"] * 4
    check_rules()


def test_a_refund_that_failed_is_tried_again_and_the_book_agrees() -> None:
    order = confirmed_order()
    earned(order)
    refund(order)
    settle()
    twin.settle_refund(refund_id(), "failed", failure_reason="lost_or_stolen_card")
    settle()
    failed = Refund.objects.get()

    again = refund_again(refund=failed, actor=None)
    settle()

    assert [row.status for row in Refund.objects.order_by("pk")] == ["failed", "succeeded"]
    assert again.amount == failed.amount
    assert fresh(order).status == "cancelled"
    check_rules()


def test_a_refund_that_stands_is_not_tried_again() -> None:
    refund(confirmed_order())
    settle()

    with pytest.raises(NotPossibleNow):
        refund_again(refund=Refund.objects.get(), actor=None)


def test_a_failed_refund_is_tried_again_once() -> None:
    refund(confirmed_order())
    settle()
    twin.settle_refund(refund_id(), "failed", failure_reason="lost_or_stolen_card")
    settle()
    failed = Refund.objects.get()
    refund_again(refund=failed, actor=None)

    with pytest.raises(NothingToRefund):
        refund_again(refund=failed, actor=None)
