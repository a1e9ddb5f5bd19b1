"""Rewards: promised with the order, earned with each unit, taken back in proportion."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from directory.groups.models import PracticeGroup
from marketplace.orders.actions.refunding import settle_refund
from marketplace.orders.models import Order, Refund, RefundLine
from marketplace.payments.refunds import refund_in_full
from marketplace.referrals import rewards
from marketplace.referrals.models import Reward
from marketplace.referrals.queries import credit_of_group, reward_to_reverse
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.orders import confirmed_order, earned, sellable_version, settle
from tests.marketplace.money_rules import check_rules
from tests.marketplace.payments.scenes import awaiting

db = pytest.mark.django_db


def credit(group: PracticeGroup) -> list[tuple[Money, Money]]:
    return [(one.available, one.pending) for one in credit_of_group(group)]


@db
def test_promised_when_confirmed_and_not_before() -> None:
    group = PracticeGroupFactory.create()
    awaiting(group=group)
    assert Reward.objects.count() == 0

    order = confirmed_order(group=group)

    assert [(r.amount_minor, r.status) for r in Reward.objects.all()] == [(190, "pending")] * 4
    assert credit(group) == [(Money(0, "GBP"), Money(760, "GBP"))]
    assert reward_to_reverse(order) == 760
    check_rules()


@db
def test_earned_with_its_session_alone() -> None:
    group = PracticeGroupFactory.create()

    earned(confirmed_order(group=group))

    assert credit(group) == [(Money(190, "GBP"), Money(570, "GBP"))]
    check_rules()


@db
def test_a_group_that_wants_recognition_only_gets_no_money() -> None:
    group = PracticeGroupFactory.create(reward_policy=PracticeGroup.RewardPolicy.RECOGNITION)

    order = confirmed_order(group=group)

    assert order.attribution.group == group
    assert order.attribution.rate_bp == 0
    assert Reward.objects.count() == 0


@db
def test_a_flagged_order_promises_nothing_and_earns_nothing() -> None:
    group = PracticeGroupFactory.create()
    champion = PersonFactory.create(email="champion@mail.example")
    GroupMembershipFactory.create(group=group, user=champion, role="champion")

    order = confirmed_order(group=group, buyer_email="champion+own@mail.example")
    earned(order)
    refund_in_full(order=order, reason="Asked for.", actor=None)
    settle()

    assert {(r.status, r.earned_at) for r in Reward.objects.all()} == {("blocked", None)}
    assert credit(group) == []
    check_rules()


@db
@pytest.mark.parametrize("rate", [0, 1, 9_999, 10_000])
def test_never_more_than_the_fee(settings: Any, rate: int) -> None:
    settings.REWARD_BP = rate
    confirmed_order(
        version=sellable_version(price_minor=101, sessions=3), group=PracticeGroupFactory.create()
    )

    check_rules()
    assert all(reward.amount_minor <= reward.unit.platform_fee_minor for reward in Reward.objects.all())


@db
def test_a_free_order_is_credited_and_rewards_nothing() -> None:
    group = PracticeGroupFactory.create()

    order = confirmed_order(version=sellable_version(price_minor=0), group=group)

    assert order.attribution.group == group
    assert Reward.objects.count() == 0


@db
def test_parts_of_a_unit_take_parts_of_its_reward_back_to_the_last_penny() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)
    earned(order)
    unit = order.units.get(position=1)
    taken = []

    for part in (3_333, 3_333, 2_834):
        rewards.take_back(unit=unit, line=line_of(order, part))
        taken.append(Reward.objects.get(unit=unit).reversed_minor)

    assert taken == [66, 133, 190]
    assert Reward.objects.get(unit=unit).status == Reward.Status.REVERSED
    assert credit(group)[0][0] == Money(0, "GBP")


def line_of(order: Order, amount: int) -> RefundLine:
    refund = Refund.objects.create(
        payment=order.payments.get(), amount_minor=amount, currency="GBP", reason="Part of it."
    )
    return RefundLine.objects.create(
        refund=refund, unit=order.units.get(position=1), amount_minor=amount, earned_trainer_minor=0
    )


@db
def test_a_refund_that_failed_does_not_count_for_the_next_part() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)
    unit = order.units.get(position=1)
    first = line_of(order, 4_750)
    Refund.objects.filter(pk=first.refund_id).update(status="submitted")
    first.refund.refresh_from_db()
    settle_refund(order=order, refund=first.refund, status="failed")

    rewards.take_back(unit=unit, line=line_of(order, 4_750))

    assert Reward.objects.get(unit=unit).reversed_minor == 95


@db
def test_what_was_paid_too_late_or_twice_takes_no_reward_back() -> None:
    order = confirmed_order(group=PracticeGroupFactory.create())
    line = line_of(order, 9_500)
    Refund.objects.filter(pk=line.refund_id).update(cause="double_payment")

    rewards.take_back(unit=order.units.get(position=1), line=line)

    assert Reward.objects.get(unit__position=1).reversed_minor == 0


@given(
    amount=st.integers(0, 10**6),
    gross=st.integers(1, 10**7),
    parts=st.lists(st.integers(0, 10**6), max_size=6),
)
def test_taken_back_step_by_step_is_taken_back_at_once(amount: int, gross: int, parts: list[int]) -> None:
    before = given_back = total = 0
    for part in parts:
        total += part
        now = rewards.reversed_for(amount=amount, refunded=total, gross=gross)
        given_back += now - before
        before = now

    assert given_back == rewards.reversed_for(amount=amount, refunded=sum(parts), gross=gross)
    assert 0 <= given_back <= amount
    assert rewards.reversed_for(amount=amount, refunded=gross, gross=gross) == amount
