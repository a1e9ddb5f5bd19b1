import json
import time
from typing import Any

import pytest
import stripe
from django.conf import settings

from marketplace.payments.gateway import BadBody, BadSignature, Event, read_event

BODY: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "created": 1_770_000_000,
    "type": "checkout.session.completed",
    "livemode": False,
    "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
}


def signed(text: str, *, endpoint: str = "platform", ahead: int = 0) -> str:
    secret = settings.STRIPE_WEBHOOK_SECRETS[endpoint]
    return stripe.WebhookSignature.generate_signature_header(text, secret, int(time.time()) + ahead)


def read(text: str, **given: Any) -> Event:
    wanted = {"body": text.encode(), "signature": signed(text), "endpoint": "platform"}
    return read_event(**wanted | given)


def test_read_event_reduces_it_to_a_trigger() -> None:
    event = read(json.dumps(BODY))

    assert (event.event_id, event.type, event.livemode, event.account) == ("evt_1", BODY["type"], False, None)
    assert (event.object_id, event.object_type) == ("cs_test_1", "checkout.session")
    assert event.created.isoformat() == "2026-02-02T02:40:00+00:00"


def test_read_event_of_a_connected_account() -> None:
    text = json.dumps(BODY | {"account": "acct_1", "livemode": True})

    event = read(text, signature=signed(text, endpoint="connect"), endpoint="connect")

    assert (event.account, event.livemode) == ("acct_1", True)


@pytest.mark.parametrize("ahead", [-299, 0, 290])
def test_read_event_takes_a_clock_that_is_a_little_off(ahead: int) -> None:
    text = json.dumps(BODY)

    assert read(text, signature=signed(text, ahead=ahead)).event_id == "evt_1"


@pytest.mark.parametrize("ahead", [-310, 310, 86_400])
def test_read_event_refuses_stale_and_future_signatures(ahead: int) -> None:
    text = json.dumps(BODY)

    with pytest.raises(BadSignature):
        read(text, signature=signed(text, ahead=ahead))


@pytest.mark.parametrize("signature", ["", "t=1", "v1=abc", "nonsense", "t=x,v1=y", "t=now,v1=abc", "t=,v1="])
def test_read_event_refuses_a_signature_that_is_none(signature: str) -> None:
    signature = signature.replace("now", str(int(time.time())))
    with pytest.raises(BadSignature):
        read(json.dumps(BODY), signature=signature)


def test_read_event_refuses_an_altered_body() -> None:
    with pytest.raises(BadSignature):
        read(json.dumps(BODY | {"livemode": True}), signature=signed(json.dumps(BODY)))


def test_read_event_refuses_the_other_endpoints_secret() -> None:
    with pytest.raises(BadSignature):
        read(json.dumps(BODY), endpoint="connect")


@pytest.mark.parametrize("endpoint", ["", "elsewhere"])
def test_read_event_refuses_an_unknown_endpoint(endpoint: str) -> None:
    with pytest.raises(BadSignature):
        read(json.dumps(BODY), endpoint=endpoint)


def test_read_event_refuses_an_endpoint_without_a_secret(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = {"platform": ""}

    with pytest.raises(BadSignature):
        read_event(body=b"{}", signature="t=1,v1=1", endpoint="platform")


def test_read_event_refuses_what_is_not_utf_8() -> None:
    with pytest.raises(BadBody):
        read(json.dumps(BODY), body=b"\xff\xfe")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "null",
        "7",
        "{}",
        json.dumps(BODY | {"data": None}),
        json.dumps(BODY | {"created": "soon"}),
        json.dumps(BODY | {"created": 10**20}),
        json.dumps(
            {"object": "v2.core.event", "id": "evt_2", "type": "x", "created": "soon", "livemode": True}
        ),
    ],
)
def test_read_event_refuses_what_is_not_an_event(text: str) -> None:
    with pytest.raises(BadBody):
        read(text)
