"""Objections are decided: set aside, or upheld with the price of the session given back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.orders.actions import book_session, object_to, set_objection_aside, uphold_objection
from marketplace.orders.errors import NotPossibleNow
from marketplace.orders.models import CoachingSession, Earning, Order, OrderEvent, Refund
from marketplace.orders.sweeping import move_sessions_on
from marketplace.payments.refunds import refund_in_full
from marketplace.referrals.models import Reward
from tests.factories.groups import PersonFactory, PracticeGroupFactory
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
from tests.marketplace.money_rules import check_rules
from tests.marketplace.office.staff import sign_in_as

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


def objected(order: Order, number: int = 1) -> CoachingSession:
    return object_to(session=delivered(order, number), words="Nobody was there.")


def days_after(session: CoachingSession, days: int) -> None:
    end = session.appointments.get(status="booked").ends_at
    go_to(end + days * DAYS)
    move_sessions_on()
    settle()


def test_what_is_set_aside_is_earned_after_all() -> None:
    session = objected(confirmed_order(version=sellable_version(sessions=1)))
    days_after(session, 20)
    assert Earning.objects.count() == 0

    set_objection_aside(session=session, reason="The recording is there.", actor=None)
    move_sessions_on()

    assert Earning.objects.get().reason == "delivered"
    assert fresh(session.order).status == Order.Status.FULFILLED
    assert OrderEvent.objects.get(reason="The recording is there.").what == "session 1 objection set aside"
    check_rules()


def test_what_is_upheld_gives_the_price_of_the_session_back_and_leaves_the_others() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)
    session, actor = objected(order), PersonFactory.create()

    refund = uphold_objection(session=session, reason="The line was gone.", actor=actor)
    settle()
    days_after(session, 20)

    assert refund is not None
    refund.refresh_from_db()
    assert (refund.amount_minor, refund.status, refund.requested_by) == (
        9_500,
        Refund.Status.SUCCEEDED,
        actor,
    )
    assert [s.status for s in order.sessions.order_by("number")] == ["refunded", *["unscheduled"] * 3]
    assert fresh(order).status == Order.Status.CONFIRMED
    assert Earning.objects.count() == 0
    assert Reward.objects.get(unit=session.unit).status == Reward.Status.REVERSED
    assert Reward.objects.filter(status=Reward.Status.PENDING).count() == 3
    check_rules()


def test_an_order_whose_only_session_is_refunded_is_cancelled() -> None:
    session = objected(confirmed_order(version=sellable_version(sessions=1)))

    uphold_objection(session=session, reason="The line was gone.", actor=None)
    settle()

    assert fresh(session.order).status == Order.Status.CANCELLED
    check_rules()


def test_an_order_whose_other_session_was_earned_is_fulfilled() -> None:
    order = confirmed_order(version=sellable_version(sessions=2))
    start = session_of(order).appointments.get().starts_at + 10 * DAYS
    book_session(session=session_of(order, 2), start=start, time_zone="Europe/London")
    earned(order)
    session = objected(order, 2)

    uphold_objection(session=session, reason="The line was gone.", actor=None)
    settle()

    assert fresh(order).status == Order.Status.FULFILLED
    check_rules()


def test_a_free_session_is_ended_without_a_refund() -> None:
    session = objected(confirmed_order(version=sellable_version(sessions=1, price_minor=0)))

    assert uphold_objection(session=session, reason="The line was gone.", actor=None) is None

    assert session_of(session.order).status == CoachingSession.Status.REFUNDED
    assert Refund.objects.count() == 0


@pytest.mark.parametrize("decide", [set_objection_aside, uphold_objection, None])
def test_a_session_is_objected_to_once(decide: Callable[..., object] | None) -> None:
    session = objected(confirmed_order())
    if decide:
        decide(session=session, reason="Both were heard.", actor=None)

    with pytest.raises(NotPossibleNow, match="noted already"):
        object_to(session=session, words="Once more.")

    session.refresh_from_db()
    assert session.objection == "Nobody was there."


def test_a_full_refund_after_an_upheld_objection_gives_the_rest_back() -> None:
    order = confirmed_order()
    uphold_objection(session=objected(order), reason="The line was gone.", actor=None)
    settle()

    refund_in_full(order=fresh(order), reason="They moved away.", actor=None)
    settle()

    first, rest = Refund.objects.order_by("pk")
    assert (first.amount_minor, rest.amount_minor) == (9_500, order.gross_minor - 9_500)
    assert {session.status for session in fresh(order).sessions.all()} == {"refunded"}
    check_rules()


@pytest.mark.parametrize("decide", [set_objection_aside, uphold_objection])
def test_a_decision_is_made_once(decide: object) -> None:
    session = objected(confirmed_order())
    uphold_objection(session=session, reason="The line was gone.", actor=None)

    with pytest.raises(NotPossibleNow, match="waits for a decision"):
        decide(session=session, reason="Again.", actor=None)  # type: ignore[operator]

    assert Refund.objects.count() == 1


@pytest.mark.parametrize("decide", [set_objection_aside, uphold_objection])
def test_without_an_objection_there_is_nothing_to_decide(decide: object) -> None:
    session = delivered(confirmed_order())

    with pytest.raises(NotPossibleNow):
        decide(session=session, reason="Just so.", actor=None)  # type: ignore[operator]


def page(session: CoachingSession, act: str) -> str:
    return reverse(f"cms_objections:{act}", args=[session.pk])


def test_of_a_free_session_no_money_is_promised(client: Client) -> None:
    sign_in_as(client, "finance")
    session = objected(confirmed_order(version=sellable_version(sessions=1, price_minor=0)))

    assert "no money goes back" in client.get(page(session, "uphold")).content.decode()


def test_finance_is_led_to_an_objection_and_decides_it_with_a_reason(client: Client) -> None:
    sign_in_as(client, "finance")
    session = objected(confirmed_order())
    assert "1 objection waits for a decision" in client.get("/cms/").content.decode()
    assert page(session, "uphold") in client.get(page(session, "inspect")).content.decode()
    assert "£95 goes back to the buyer" in client.get(page(session, "uphold")).content.decode()

    assert client.post(page(session, "uphold"), {"reason": ""}).status_code == 400
    answer = client.post(page(session, "uphold"), {"reason": "The line was gone."})

    assert answer["Location"] == page(session, "inspect")
    assert Refund.objects.get().amount_minor == 9_500
    assert page(session, "uphold") not in client.get(page(session, "inspect")).content.decode()
    assert "waits for a decision" not in client.get("/cms/").content.decode()


def test_who_may_not_refund_decides_no_objection(client: Client) -> None:
    sign_in_as(client, "moderator")
    session = objected(confirmed_order())

    client.post(page(session, "uphold"), {"reason": "Because."})
    client.post(page(session, "set-aside"), {"reason": "Because."})

    assert Refund.objects.count() == 0
    assert session_of(session.order).objected_at is not None
