"""place_order freezes everything about money, and splits it so that it adds up in every currency."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from core.money import rounding_step
from marketplace.checkout.actions import place_order
from marketplace.offerings.actions import archive_package, save_draft
from marketplace.offerings.models import Package
from marketplace.orders.actions import publish_terms
from marketplace.orders.actions.placing import Shares, share_out
from marketplace.orders.errors import HoldExpired, NotOffered
from marketplace.orders.models import Appointment, Order, OrderLine, OrderUnit
from tests.factories.offerings import published_version
from tests.factories.orders import details, fresh, held_order, open_all_week, sellable_version
from tests.marketplace.money_rules import check_rules
from tests.marketplace.payments.scenes import MINUTE, awaiting, slots

db = pytest.mark.django_db
CURRENCIES = ["EUR", "USD", "JPY", "KWD"]


def shares(
    gross: int, units: int, currency: str = "EUR", *, fee_bp: int = 1000, tax: int = 0
) -> list[Shares]:
    return share_out(gross=gross, tax=tax, units=units, fee_bp=fee_bp, currency=currency)


def test_a_price_that_divides_evenly() -> None:
    assert shares(38_000, 4) == [Shares(9_500, 0, 950, 8_550)] * 4


def test_a_price_that_does_not_divide_goes_to_the_earlier_units() -> None:
    found = shares(10_000, 3)

    assert [unit.gross for unit in found] == [3_334, 3_333, 3_333]
    assert [unit.platform_fee for unit in found] == [334, 333, 333]


def test_yen_have_no_smaller_part() -> None:
    found = shares(10_000, 3, "JPY")

    assert [(unit.gross, unit.platform_fee) for unit in found] == [(3_334, 334), (3_333, 333), (3_333, 333)]


def test_dinars_go_in_steps_of_ten() -> None:
    found = shares(12_500, 3, "KWD")

    assert [unit.gross for unit in found] == [4_170, 4_170, 4_160]
    assert [unit.platform_fee for unit in found] == [420, 420, 410]


def test_tax_is_no_part_of_what_the_fee_is_taken_of() -> None:
    assert shares(12_000, 2, tax=2_000) == [Shares(6_000, 1_000, 500, 4_500)] * 2


@given(
    steps=st.integers(0, 2_000_000),
    units=st.integers(1, 24),
    fee_bp=st.integers(0, 10_000),
    tax_share=st.integers(0, 100),
    currency=st.sampled_from(CURRENCIES),
)
def test_shares_always_add_up(steps: int, units: int, fee_bp: int, tax_share: int, currency: str) -> None:
    step = rounding_step(currency)
    gross, tax = steps * step, steps * tax_share // 100 * step

    found = share_out(gross=gross, tax=tax, units=units, fee_bp=fee_bp, currency=currency)

    assert len(found) == units
    assert sum(unit.gross for unit in found) == gross
    assert sum(unit.tax for unit in found) == tax
    for unit in found:
        assert unit.gross == unit.tax + unit.platform_fee + unit.trainer_share
        assert min(unit.tax, unit.platform_fee, unit.trainer_share) >= 0
        assert {amount % step for amount in (unit.gross, unit.tax, unit.platform_fee)} == {0}
    fee = sum(unit.platform_fee for unit in found)
    assert abs(fee * 10_000 - (gross - tax) * fee_bp) <= step * 10_000


@db
@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize(("price", "sessions"), [(38_000, 4), (99_990, 7), (100, 3)])
def test_units_of_an_order_add_up_in_every_currency(
    settings: Any, currency: str, price: int, sessions: int
) -> None:
    settings.SETTLEMENT_CURRENCIES = CURRENCIES
    version = published_version(price_minor=price, sessions=sessions, currency=currency)
    open_all_week(version.package.trainer)

    order = awaiting(version=version)

    assert (order.gross_minor, order.currency, order.platform_fee_bp) == (price, currency, 1000)
    assert order.sessions.count() == order.units.count() == sessions
    check_rules()


@db
def test_everything_about_money_and_people_is_frozen(settings: Any) -> None:
    user = User.objects.create_user(email="ilka@mail.example", name="Ilka Sund")
    order = awaiting(user=user, attendee_name="Jo Finn", attendee_email="jo@mail.example", note="Bring tea.")

    settings.PLATFORM_FEE_BP = 5000
    publish_terms(text="Other terms.")

    order = fresh(order)
    assert (order.status, order.gross_minor, order.platform_fee_bp) == ("awaiting_payment", 38_000, 1000)
    assert order.terms_version is not None
    assert order.terms_version.text == "What is bought, from whom, and what comes back."
    assert order.terms_accepted_at == order.placed_at
    assert order.attendees.get().email == "jo@mail.example"
    assert {party.role: party.name for party in order.parties.all()} == {
        "seller": order.trainer.name,
        "buyer": "Ilka Sund",
    }
    assert order.buyer == user
    assert OrderLine.objects.get().description == "Four sessions"


@db
@pytest.mark.parametrize(
    "change",
    [
        {"gross_minor": 1},
        {"gross_minor": None},
        {"currency": "EUR"},
        {"platform_fee_bp": 0},
        {"mode": "live"},
        {"package_version": None},
        {"placed_at": None},
        {"terms_version": None},
    ],
)
def test_the_database_refuses_to_change_what_was_agreed(change: dict[str, Any]) -> None:
    order = awaiting()

    with pytest.raises(DatabaseError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**change)


@db
@pytest.mark.parametrize("model", [OrderUnit, OrderLine])
def test_units_and_lines_are_never_rewritten(model: type[Any]) -> None:
    awaiting()

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(gross_minor=0)


@db
def test_placing_twice_changes_nothing() -> None:
    order = awaiting()

    again = place_order(order=order, details=details(buyer_name="Somebody Else"))

    assert (again.buyer_name, again.units.count()) == ("Ilka Sund", 4)


@db
def test_a_hold_that_ran_out_is_told_and_nothing_is_written() -> None:
    order = held_order()
    clock.advance(15 * MINUTE)

    with pytest.raises(HoldExpired, match="choose a time once more"):
        place_order(order=order, details=details())

    order = fresh(order)
    assert (order.status, order.placed_at, order.units.count()) == ("draft", None, 0)


@db
def test_a_package_withdrawn_meanwhile_is_told() -> None:
    order = held_order()
    assert order.package_version is not None
    archive_package(package=order.package_version.package)

    with pytest.raises(NotOffered):
        place_order(order=order, details=details())


@db
def test_a_free_order_is_confirmed_at_once_with_its_time() -> None:
    order = awaiting(version=sellable_version(price_minor=0, sessions=2))

    assert (order.status, order.payments.count()) == ("confirmed", 0)
    assert order.valid_until is not None
    assert order.confirmed_at is not None
    appointment = Appointment.objects.get()
    assert (appointment.starts_at, appointment.block.kind) == (order.slot_start, "appointment")
    check_rules()


@db
def test_the_price_of_a_newer_version_does_not_touch_a_draft() -> None:
    version = sellable_version()
    order = held_order(version=version, start=slots(version)[0].start)
    newer = save_draft(package=version.package, price_minor=50_000)
    Package.objects.filter(pk=version.package_id).update(current=newer)

    order = place_order(order=order, details=details())

    assert order.gross_minor == 38_000
    assert dt.timedelta(0) <= clock.now() - (order.placed_at or clock.now()) < dt.timedelta(minutes=1)
