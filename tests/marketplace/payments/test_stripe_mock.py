"""Every v1 call of the gateway against stripe-mock, which refuses what Stripe's specification lacks."""

import datetime as dt
import os
import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from core import clock
from core.money import Money
from marketplace.payments import gateway
from tests.marketplace.payments.factories import checkout
from tests.marketplace.payments.recording import SpecifiedByStripe

pytestmark = pytest.mark.stripe_mock

GBP = Money(1_000, "GBP")
CALLS: dict[str, Callable[[], object]] = {
    "POST /v1/checkout/sessions": checkout,
    "GET /v1/checkout/sessions/cs_1": lambda: gateway.retrieve_checkout("cs_1"),
    "POST /v1/checkout/sessions/cs_1/expire": lambda: gateway.expire_checkout("cs_1"),
    "GET /v1/checkout/sessions": lambda: gateway.find_checkout(
        uuid4(), uuid4(), since=clock.now() - dt.timedelta(hours=1)
    ),
    "POST /v1/refunds": lambda: gateway.create_refund(
        key="k", intent_id="pi_1", amount=GBP, refund_uid=uuid4(), order_uid=uuid4(), reason="duplicate"
    ),
    "GET /v1/refunds/re_1": lambda: gateway.retrieve_refund("re_1"),
    "GET /v1/refunds": lambda: gateway.find_refund("pi_1", uuid4()),
    "POST /v1/transfers": lambda: gateway.create_transfer(
        key="k",
        amount=GBP,
        destination="acct_1",
        source_charge="ch_1",
        transfer_group="group",
        transfer_uid=uuid4(),
    ),
    "GET /v1/transfers": lambda: gateway.find_transfer("group", uuid4()),
    "POST /v1/transfers/tr_1/reversals": lambda: gateway.create_transfer_reversal(
        key="k", transfer_id="tr_1", amount=GBP, reversal_uid=uuid4()
    ),
    "GET /v1/transfers/tr_1/reversals": lambda: gateway.find_transfer_reversal("tr_1", uuid4()),
}


@pytest.fixture
def specified(stripe_mock_url: str) -> Iterator[SpecifiedByStripe]:
    """The gateway talks to stripe-mock meanwhile; left out where it no longer runs, unless services must."""
    address = urlsplit(stripe_mock_url)
    try:
        socket.create_connection((str(address.hostname), address.port or 80), timeout=2).close()
    except OSError:
        (pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip)(
            f"stripe-mock does not answer at {stripe_mock_url} (`make services` starts it)"
        )
    http_client = SpecifiedByStripe()
    client = gateway.build_client(api_key="sk_test_123", http_client=http_client, base=stripe_mock_url)
    with gateway.using(client):
        yield http_client
    http_client.close()


@pytest.mark.parametrize("call", CALLS)
def test_call_fits_stripes_specification(specified: SpecifiedByStripe, call: str) -> None:
    CALLS[call]()

    method, path = call.split(" ")
    assert specified.answers == [(method, path, 200)]


def test_stripe_mock_refuses_what_is_unknown(
    specified: SpecifiedByStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpecifiedByStripe, "YOUNGER", "left as it is")

    with pytest.raises(gateway.Refused, match="additional properties are not allowed"):
        checkout()
