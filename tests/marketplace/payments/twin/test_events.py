import datetime as dt
import json

import pytest

from core import clock
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin import store
from marketplace.payments.twin.events import LAST_ATTEMPT, back_off
from marketplace.payments.twin.models import TwinEvent, TwinFault
from tests.marketplace.payments.factories import Inbox, checkout, paid_checkout, refund

pytestmark = pytest.mark.django_db
Kind = TwinFault.Kind
PAID = ["payment_intent.succeeded", "checkout.session.completed"]


def test_deliver_hands_over_each_event_once() -> None:
    paid_checkout()
    inbox = Inbox()

    assert [twin.deliver_due(receiver=inbox), twin.deliver_due(receiver=inbox)] == [2, 0]
    assert inbox.types == PAID


def test_deliver_keeps_to_its_limit() -> None:
    paid_checkout()
    inbox = Inbox()

    assert twin.deliver_due(limit=1, receiver=inbox) == 1
    assert inbox.types == PAID[:1]


def test_deliver_tries_again_later_and_ever_later() -> None:
    twin.decline(checkout().external_id)
    inbox = Inbox(answers=[500, 302])

    assert twin.deliver_due(receiver=inbox) == 0
    assert twin.deliver_due(receiver=inbox) == 0  # not yet
    clock.advance(6)
    assert twin.deliver_due(receiver=inbox) == 0
    clock.advance(6)
    assert twin.deliver_due(receiver=inbox) == 0  # not yet
    clock.advance(5)
    assert twin.deliver_due(receiver=inbox) == 1
    assert len({event.event_id for event in inbox.events}) == 1
    assert len(inbox.events) == 3


def test_back_off_doubles_up_to_an_hour() -> None:
    assert [back_off(n).total_seconds() for n in (1, 2, 3, 12)] == [5, 10, 20, 3600]


def test_deliver_gives_up_in_the_end() -> None:
    twin.decline(checkout().external_id)
    TwinEvent.objects.update(attempts=LAST_ATTEMPT - 1)

    twin.deliver_due(receiver=Inbox(answers=[500]))

    assert TwinEvent.objects.get().state == TwinEvent.State.GIVEN_UP


def test_deliver_survives_a_receiver_that_breaks(caplog: pytest.LogCaptureFixture) -> None:
    twin.decline(checkout().external_id)

    def broken(*, endpoint: str, body: bytes, signature: str) -> int:
        raise ValueError("broken")

    assert twin.deliver_due(receiver=broken) == 0
    assert (TwinEvent.objects.get().answer, TwinEvent.objects.get().state) == (500, TwinEvent.State.DUE)
    assert len(caplog.records) == 1


def test_deliver_that_dies_half_way_is_repeated_after_the_lease() -> None:
    twin.decline(checkout().external_id)

    class Killed(BaseException):
        pass

    def killed(*, endpoint: str, body: bytes, signature: str) -> int:
        raise Killed

    with pytest.raises(Killed):
        twin.deliver_due(receiver=killed)
    inbox = Inbox()

    assert twin.deliver_due(receiver=inbox) == 0
    clock.advance(61)
    assert twin.deliver_due(receiver=inbox) == 1


def test_receiver_may_call_stripe() -> None:
    paid = paid_checkout()
    seen = []

    def receiver(*, endpoint: str, body: bytes, signature: str) -> int:
        seen.append(gateway.retrieve_checkout(paid.external_id).payment_status)
        return 200

    assert twin.deliver_due(receiver=receiver) == 2
    assert seen == ["paid", "paid"]


def test_duplicate_sends_one_event_twice() -> None:
    twin.switch_on(Kind.DUPLICATE, "checkout.session.completed")
    paid_checkout()
    inbox = Inbox()

    assert twin.deliver_due(receiver=inbox) == 3
    assert inbox.types == [*PAID, PAID[1]]
    assert inbox.events[1].event_id == inbox.events[2].event_id


def test_reorder_sends_the_newest_first() -> None:
    twin.switch_on(Kind.REORDER)
    paid_checkout()
    inbox = Inbox()

    twin.deliver_due(receiver=inbox)

    assert inbox.types == PAID[::-1]


def test_lose_never_sends_it() -> None:
    twin.switch_on(Kind.LOSE, "checkout.session.*")
    paid = paid_checkout()
    inbox = Inbox()

    twin.deliver_due(receiver=inbox)
    clock.advance(7200)
    twin.deliver_due(receiver=inbox)

    assert inbox.types == PAID[:1]
    assert gateway.retrieve_checkout(paid.external_id).payment_status == "paid"


def test_events_are_signed_in_real_time_whatever_the_clock_says() -> None:
    clock.advance(90 * 86_400)
    paid = paid_checkout()
    inbox = Inbox()

    assert twin.deliver_due(receiver=inbox) == 2
    assert abs(inbox.events[0].created - dt.datetime.now(tz=dt.UTC)) < dt.timedelta(minutes=1)
    assert paid.expires_at - clock.now() > dt.timedelta(minutes=30)


def test_events_carry_what_was_true_then_and_nothing_private() -> None:
    paid = paid_checkout()
    refund(paid)

    bodies = [json.loads(row.body)["data"]["object"] for row in TwinEvent.objects.order_by("pk")]

    assert bodies[1]["payment_status"] == "paid"
    assert bodies[3]["amount_refunded"] == 38_000
    assert not [name for body in bodies for name in body if name.startswith("_")]


def test_no_delivery_inside_a_transaction() -> None:
    with pytest.raises(store.CalledInsideTransaction), store.exclusive():
        twin.deliver_due(receiver=Inbox())
