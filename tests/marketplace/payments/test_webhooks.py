"""The inbox of events: who may write to it, and that once is once."""

import json
import threading
import time
from typing import Any

import pytest
import stripe
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import clock
from marketplace.orders.models import Order
from marketplace.payments import webhooks
from marketplace.payments.models import WebhookEvent
from marketplace.payments.sweeping import blank_old_bodies
from marketplace.payments.twin import actions as twin
from outbox import worker
from outbox.models import OutboxMessage, State
from tests.factories.orders import fresh
from tests.marketplace.payments.scenes import at_checkout, hand_in, letters, paid

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def event(**given: Any) -> dict[str, Any]:
    """A snapshot event about a session that nobody knows."""
    wanted = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": {"id": "cs_test_unknown", "object": "checkout.session"}},
    }
    return wanted | given


def post(body: bytes, *, signature: str | None = None, secret: str = "", at: int | None = None) -> int:
    """The HTTP status of a delivery, signed by the platform's secret unless told."""
    if signature is None:
        text = body.decode("utf-8", "replace")
        secret = secret or site.STRIPE_WEBHOOK_SECRETS["platform"]
        signature = stripe.WebhookSignature.generate_signature_header(text, secret, timestamp=at)
    response = Client().post(
        reverse("payments:stripe-webhook", args=["platform"]),
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    return response.status_code


def send(data: dict[str, Any], **given: Any) -> int:
    return post(json.dumps(data).encode(), **given)


def test_an_event_is_stored_as_it_came_and_worked_off() -> None:
    body = json.dumps(event()).encode()

    assert post(body) == 200
    worker.drain()

    stored = WebhookEvent.objects.get()
    assert bytes(stored.body) == body
    assert (stored.status, stored.outcome) == ("ignored", "Nothing here is concerned.")


@pytest.mark.parametrize("signature", ["", "t=1", "v1=abc", "nonsense", "t=x,v1=abc"])
def test_without_a_signature_nothing_is_stored(signature: str) -> None:
    assert send(event(), signature=signature) == 400
    assert WebhookEvent.objects.count() == 0


def test_signed_by_somebody_else() -> None:
    assert send(event(), secret="whsec_of_a_stranger") == 400
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize("ahead", [-310, 310])
def test_stale_or_from_the_future(ahead: int) -> None:
    assert send(event(), at=int(time.time()) + ahead) == 400
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"", b"[]", b'"text"', b"{}", b"null"])
def test_a_body_that_is_no_event(body: bytes) -> None:
    assert post(body) == 400
    assert WebhookEvent.objects.count() == 0


def test_a_body_that_is_too_large() -> None:
    assert webhooks.receive(endpoint="platform", body=b" " * 1_000_001, signature="") == 413


def test_an_endpoint_that_is_not_there() -> None:
    assert webhooks.receive(endpoint="nowhere", body=b"{}", signature="") == 404


def test_the_same_event_is_stored_and_worked_off_once() -> None:
    assert [send(event()) for _ in range(3)] == [200, 200, 200]
    worker.drain()

    assert WebhookEvent.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="stripe.event").count() == 1


def test_an_event_of_the_other_mode_is_kept_and_ignored_and_its_body_forgotten() -> None:
    assert send(event(livemode=True)) == 200

    stored = WebhookEvent.objects.get()
    assert (stored.status, stored.outcome) == ("ignored", "From the other mode.")
    assert OutboxMessage.objects.count() == 0
    clock.advance(31 * DAY)
    assert blank_old_bodies() == 1


def test_an_event_that_lies_about_a_payment_only_makes_us_look() -> None:
    payment = paid()
    letters()
    lie = {"id": payment.external_id, "object": "checkout.session", "payment_status": "unpaid"}

    assert send(event(data={"object": lie | {"amount_total": 1}})) == 200
    worker.drain()

    assert fresh(payment.order).status == Order.Status.CONFIRMED


def test_a_forged_payment_confirms_nothing() -> None:

    payment = at_checkout()
    lie = {"id": payment.external_id, "object": "checkout.session", "payment_status": "paid"}

    assert send(event(data={"object": lie})) == 200
    worker.drain()

    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT


def test_stripe_silent_while_an_event_is_worked_off_is_tried_again() -> None:
    payment = paid()
    post_box = letters()
    twin.switch_on("timeout", "GET *", times=None)
    hand_in(*post_box)
    assert fresh(payment.order).status == Order.Status.AWAITING_PAYMENT
    assert OutboxMessage.objects.filter(kind="stripe.event", state=State.WAITING).count() == 1

    twin.switch_off()
    clock.advance(60)
    worker.drain()

    assert fresh(payment.order).status == Order.Status.CONFIRMED
    assert set(WebhookEvent.objects.filter(endpoint="platform").values_list("status", flat=True)) <= {
        "processed",
        "ignored",
    }


def test_bodies_are_forgotten_30_days_after_they_were_worked_off() -> None:
    send(event())
    clock.advance(31 * DAY)
    assert blank_old_bodies() == 0  # nobody has looked at it yet
    worker.drain()
    clock.advance(29 * DAY)
    assert blank_old_bodies() == 0

    clock.advance(2 * DAY)

    assert blank_old_bodies() == 1
    stored = WebhookEvent.objects.get()
    assert bytes(stored.body) == b""
    assert stored.blanked_at is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_deliveries_at_once_are_one_event_and_one_booking() -> None:
    payment = paid()
    letter = next(one for one in letters() if b"checkout.session.completed" in one["body"])
    statuses: list[int] = []
    barrier = threading.Barrier(20)

    def deliver() -> None:
        barrier.wait()
        try:
            statuses.append(webhooks.receive(**letter))
            worker.drain()
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    order = fresh(payment.order)
    assert statuses == [200] * 20
    assert WebhookEvent.objects.filter(type="checkout.session.completed").count() == 1
    assert order.status == Order.Status.CONFIRMED
    assert order.events.filter(what="confirmed").count() == 1
