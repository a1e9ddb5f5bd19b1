"""Holding a time: fifteen minutes, two at most."""

import datetime as dt

import pytest

from core import clock
from marketplace.offerings.actions import archive_package
from marketplace.offerings.models import PackageVersion
from marketplace.orders.actions import change_slot, hold_slot, refuse_if_taken, release_hold
from marketplace.orders.errors import AlreadyPlaced, NotOffered, SlotTaken, TooManyHolds
from marketplace.orders.models import Order
from marketplace.orders.sweeping import end_old_drafts
from tests.factories.orders import fresh, sellable_version
from tests.marketplace.money_rules import check_rules
from tests.marketplace.payments.scenes import MINUTE, awaiting, slots

pytestmark = pytest.mark.django_db


def take(version: PackageVersion, number: int, visitor: str = "me") -> Order:
    """Hold the time `number` of those free at first (three hours apart, so that buffers do not meet)."""
    return hold_slot(
        version=version,
        start=FIRST[version.pk] + dt.timedelta(hours=3 * number),
        visitor=visitor,
        time_zone="Europe/Berlin",
    )


FIRST: dict[int, dt.datetime] = {}


def shop(trainer_of: PackageVersion | None = None) -> PackageVersion:
    version = sellable_version(trainer=trainer_of.package.trainer if trainer_of else None)
    FIRST[version.pk] = slots(version)[0].start
    return version


def statuses(*orders: Order) -> list[str]:
    return [fresh(order).status for order in orders]


def test_a_hold_lasts_fifteen_minutes_and_has_no_person() -> None:
    version = shop()

    order = take(version, 0)

    assert order.hold is not None
    assert order.hold.expires_at == order.held_at + dt.timedelta(minutes=15)
    assert (order.status, order.mode, order.buyer_email, order.terms_version) == (
        "draft",
        "sandbox",
        "",
        None,
    )


def test_a_time_that_is_held_is_nobody_elses_until_it_runs_out() -> None:
    version = shop()
    take(version, 0)
    with pytest.raises(SlotTaken, match="Nothing was charged"):
        take(version, 0, "you")

    clock.advance(15 * MINUTE)

    assert take(version, 0, "you").status == Order.Status.DRAFT
    check_rules()


def test_a_third_time_of_the_same_package_lets_the_oldest_go() -> None:
    version = shop()
    first, second = take(version, 0), take(version, 1)

    third = take(version, 2)

    assert statuses(first, second, third) == ["expired", "draft", "draft"]
    assert take(version, 0, "you").status == Order.Status.DRAFT  # free at once


def test_a_third_time_of_another_package_is_refused() -> None:
    version = shop()
    take(version, 0)
    take(version, 1)

    with pytest.raises(TooManyHolds, match="already holding two times"):
        take(shop(), 0)


def test_a_placed_order_counts_and_is_never_let_go() -> None:
    version = shop()
    placed = [awaiting(version=version, start=slots(version)[n * 6].start, visitor="me") for n in (0, 1)]

    with pytest.raises(TooManyHolds):
        take(version, 4)

    assert statuses(*placed) == ["awaiting_payment"] * 2


def test_holds_that_ran_out_do_not_count() -> None:
    version = shop()
    take(version, 0)
    take(version, 1)
    clock.advance(16 * MINUTE)

    assert take(shop(), 0).status == Order.Status.DRAFT


def test_somebody_else_has_two_of_their_own() -> None:
    version = shop()
    take(version, 0)
    take(version, 1)

    assert take(version, 2, "you").status == Order.Status.DRAFT


def test_another_time_begins_afresh_and_frees_the_first() -> None:
    version = shop()
    order = take(version, 0)
    clock.advance(10 * MINUTE)

    order = change_slot(order=order, start=FIRST[version.pk] + dt.timedelta(hours=3))

    assert order.hold is not None
    assert order.hold.expires_at == order.held_at + dt.timedelta(minutes=15)
    assert order.slot_end == FIRST[version.pk] + dt.timedelta(hours=3, minutes=version.minutes)
    assert take(version, 0, "you").status == Order.Status.DRAFT
    check_rules()


def test_changing_to_a_taken_time_keeps_the_first() -> None:
    version = shop()
    take(version, 1, "you")
    order = take(version, 0)

    with pytest.raises(SlotTaken):
        change_slot(order=order, start=FIRST[version.pk] + dt.timedelta(hours=3))

    hold = fresh(order).hold
    assert hold is not None
    assert hold.active


def test_a_lapsed_draft_takes_no_third_hold() -> None:
    version, other = shop(), shop()
    lapsed = take(version, 0)
    clock.advance(16 * MINUTE)
    take(other, 0)
    take(other, 1)

    with pytest.raises(TooManyHolds):
        change_slot(order=lapsed, start=FIRST[version.pk])


def test_a_placed_order_keeps_its_time() -> None:
    order = awaiting()
    assert order.slot_start is not None

    with pytest.raises(AlreadyPlaced):
        change_slot(order=order, start=order.slot_start + dt.timedelta(hours=5))
    release_hold(order=order)

    assert statuses(order) == ["awaiting_payment"]


def test_letting_go_frees_the_time_and_may_be_done_twice() -> None:
    version = shop()
    order = take(version, 0)

    release_hold(order=order)
    release_hold(order=order)

    assert statuses(order) == ["expired"]
    assert take(version, 0, "you").status == Order.Status.DRAFT


def test_what_is_not_offered_is_not_held() -> None:
    version = shop()
    archive_package(package=version.package)

    with pytest.raises(NotOffered):
        take(version, 0)


@pytest.mark.parametrize("minutes", [7, -60 * 24 * 30, 60 * 24 * 3000])
def test_a_time_that_was_never_offered(minutes: int) -> None:
    version = shop()

    with pytest.raises(SlotTaken):
        hold_slot(
            version=version,
            start=FIRST[version.pk] + dt.timedelta(minutes=minutes),
            visitor="me",
            time_zone="Europe/Berlin",
        )


def test_drafts_end_two_hours_after_their_hold() -> None:
    order = take(shop(), 0)
    clock.advance(2 * 60 * MINUTE)
    assert end_old_drafts() == 0

    clock.advance(16 * MINUTE)

    assert end_old_drafts() == 1
    assert statuses(order) == ["expired"]


def test_the_same_time_clicked_twice_gives_the_draft_that_holds_it() -> None:
    version = shop()

    first, second = take(version, 0), take(version, 0)

    assert (second.pk, Order.objects.count()) == (first.pk, 1)


def test_who_comes_too_late_hears_so_without_a_lock() -> None:
    version = shop()
    start = take(version, 0).slot_start
    assert start is not None

    refuse_if_taken(version=version, start=start, visitor="me")
    with pytest.raises(SlotTaken):
        refuse_if_taken(version=version, start=start, visitor="somebody else")
    refuse_if_taken(version=version, start=start + dt.timedelta(hours=3), visitor="somebody else")
