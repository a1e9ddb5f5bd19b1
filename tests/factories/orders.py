"""Orders for tests, made by the actions that buyers call: hold, place, pay at the twin, deliver, drain."""

import datetime as dt
from typing import Any

from accounts.models import User
from core import clock
from directory.groups.models import PracticeGroup
from directory.trainers.models import Trainer
from marketplace.checkout.actions import hold, place_order
from marketplace.offerings.models import PackageVersion
from marketplace.orders.actions import Details, mark_delivered, publish_terms
from marketplace.orders.models import CoachingSession, Order
from marketplace.orders.sweeping import move_sessions_on
from marketplace.payments.accounts import connect_trainer
from marketplace.payments.actions import start_checkout
from marketplace.payments.models import ConnectedAccount
from marketplace.payments.twin import actions as twin
from marketplace.referrals.actions import create_code
from marketplace.referrals.models import ReferralCode
from marketplace.scheduling.actions import save_rule
from marketplace.scheduling.slots import free_slots
from outbox import worker
from tests.factories.offerings import published_version

BASE_URL = "http://testserver"


def sellable_version(*, trainer: Trainer | None = None, **terms: Any) -> PackageVersion:
    """A published version at £380 for four sessions, of a trainer who is open all week and can be paid."""
    given = {"price_minor": 38_000, "sessions": 4, **terms}
    if trainer is not None:
        given["trainer"] = trainer
    version = published_version(**given)
    open_all_week(version.package.trainer)
    if version.price_minor:
        payable(version.package.trainer)
    return version


def open_all_week(trainer: Trainer) -> None:
    """Weekly windows from 8 to 20 on every day, once."""
    if not trainer.availability_rules.exists():
        for weekday in range(7):
            save_rule(trainer=trainer, weekday=weekday, starts=dt.time(8), ends=dt.time(20))


def payable(trainer: Trainer) -> ConnectedAccount:
    """The trainer's account at the twin, ready for transfers."""
    account = connect_trainer(trainer=trainer, email="trainer@mail.example")
    twin.make_ready(account.external_id)
    settle()
    account.refresh_from_db()
    return account


def code_of(group: PracticeGroup) -> ReferralCode:
    """The group's first code in use, made when there is none."""
    found = group.referral_codes.filter(retired_at__isnull=True).first()
    return found or create_code(group=group)


def held_order(
    *,
    version: PackageVersion | None = None,
    group: PracticeGroup | None = None,
    user: User | None = None,
    visitor: str = "",
    start: dt.datetime | None = None,
) -> Order:
    """A draft that holds the first free time (or `start`), brought by `group` if one is given."""
    version = version or sellable_version()
    if start is None:
        today = clock.now().date()
        start = free_slots(version=version, start=today, days=version.horizon_days)[0].start
    return hold(
        version=version,
        start=start,
        visitor=visitor or f"visitor-{Order.objects.count()}",
        time_zone="Europe/London",
        reference=code_of(group).code if group else "",
        user=user,
    )


def details(**given: Any) -> Details:
    """What Ilka Sund fills in."""
    wanted = {
        "buyer_name": "Ilka Sund",
        "buyer_email": "ilka@mail.example",
        "time_zone": "Europe/Berlin",
        "terms_version": publish_terms(text="What is bought, from whom, and what comes back."),
    }
    return Details(**wanted | given)


def placed_order(
    *,
    version: PackageVersion | None = None,
    group: PracticeGroup | None = None,
    user: User | None = None,
    **given: Any,
) -> Order:
    """An order that awaits payment; a free one is confirmed."""
    order = held_order(version=version, group=group, user=user)
    return place_order(order=order, details=details(user=user, **given))


def confirmed_order(
    *,
    version: PackageVersion | None = None,
    group: PracticeGroup | None = None,
    user: User | None = None,
    **given: Any,
) -> Order:
    """A confirmed order, paid at the twin unless it is free; `given` are fields of Details."""
    order = placed_order(version=version, group=group, user=user, **given)
    if order.status == Order.Status.AWAITING_PAYMENT:
        pay(order)
    settle()
    return fresh(order)


def pay(order: Order) -> None:
    """The buyer pays at the twin; its events are not delivered yet."""
    payment = start_checkout(order=order, base_url=BASE_URL)
    assert payment.external_id is not None
    assert twin.pay(payment.external_id)


def settle() -> None:
    """Deliver the twin's events and work the outbox off until nothing moves any more."""
    while twin.deliver_due() + worker.drain():
        pass


def fresh(order: Order) -> Order:
    """The order as it is stored now, with its page's load plan."""
    return Order.objects.for_page().get(pk=order.pk)


def session_of(order: Order, number: int = 1) -> CoachingSession:
    """A session of the order as it is stored now."""
    return CoachingSession.objects.select_related("order", "unit").get(order=order, number=number)


def go_to(instant: dt.datetime) -> None:
    """Move the clock forward to an instant (or just past it); the past stays where it is."""
    seconds = int((instant - clock.now()).total_seconds()) + 2
    if seconds > 0:
        clock.advance(seconds)


def after_start(order: Order, number: int = 1) -> CoachingSession:
    """Move the clock past the start of a booked session, and return it."""
    session = session_of(order, number)
    appointment = session.appointment
    assert appointment is not None
    go_to(appointment.starts_at)
    return session_of(order, number)


def delivered(order: Order, number: int = 1) -> CoachingSession:
    """A session that took place and was marked so; not earned yet."""
    return mark_delivered(session=after_start(order, number), actor=None)


def earned(order: Order, number: int = 1) -> CoachingSession:
    """A session that took place, is earned, and whose transfer was sent."""
    session = delivered(order, number)
    assert session.ended_at is not None
    go_to(session.ended_at + dt.timedelta(hours=72))
    move_sessions_on()
    settle()
    return session_of(order, number)
