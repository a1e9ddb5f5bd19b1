"""The client that each mode gets, and what the library's errors mean."""

from collections.abc import Mapping
from typing import Any

import pytest
import stripe
from django.conf import LazySettings

from marketplace.payments import gateway
from marketplace.payments.gateway.client import client
from marketplace.payments.twin.http_client import TwinHTTPClient


class Answering(stripe.HTTPClient):
    """Always the same answer."""

    name = "answering"

    def __init__(self, status: int, body: str) -> None:
        super().__init__()
        self.answer = (body, status)
        self.asked = 0

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        self.asked += 1
        return *self.answer, {}

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0


def retrieve(status: int, body: str) -> None:
    http_client = Answering(status, body)
    with gateway.using(gateway.build_client(api_key="sk_test_1", http_client=http_client)):
        gateway.retrieve_refund("re_1")


def test_sandbox_meets_the_twin_and_no_address_of_stripes() -> None:
    found = client()

    assert isinstance(found._requestor._client, TwinHTTPClient)
    assert set(found._requestor._options.base_addresses.values()) == {"https://stripe-twin.invalid"}
    assert client() is found


@pytest.mark.parametrize(("mode", "key"), [("stripe_test", "sk_test_1"), ("stripe_live", "sk_live_1")])
def test_other_modes_meet_stripe_with_timeout_and_retries(
    settings: LazySettings, mode: str, key: str
) -> None:
    settings.PAYMENTS_MODE = mode
    settings.STRIPE_SECRET_KEY = key

    found = client()

    options, http_client = found._requestor._options, found._requestor._client
    assert (options.api_key, options.max_network_retries) == (key, 2)
    assert options.base_addresses == {
        "api": "https://api.stripe.com",
        "connect": "https://connect.stripe.com",
        "files": "https://files.stripe.com",
        "meter_events": "https://meter-events.stripe.com",
    }
    assert isinstance(http_client, stripe.RequestsClient)
    assert http_client._timeout == 10


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, '{"error": {"type": "invalid_request_error", "code": "c", "message": "m"}}', gateway.Refused),
        (401, '{"error": {"type": "invalid_request_error", "message": "m"}}', gateway.RateLimited),
        (402, '{"error": {"type": "card_error", "code": "card_declined", "message": "m"}}', gateway.Refused),
        (403, '{"error": {"message": "m"}}', gateway.RateLimited),
        (404, '{"error": {"message": "m"}}', gateway.Refused),
        (400, '{"error": {"type": "idempotency_error", "message": "m"}}', gateway.KeyReused),
        (409, '{"error": {"type": "idempotency_error", "message": "m"}}', gateway.OutcomeUnknown),
        (429, '{"error": {"message": "m"}}', gateway.RateLimited),
        (500, '{"error": {"message": "m"}}', gateway.OutcomeUnknown),
        (502, "<html>Bad gateway</html>", gateway.OutcomeUnknown),
        (200, "<html>A captive portal</html>", gateway.OutcomeUnknown),
        (503, "{}", gateway.OutcomeUnknown),
    ],
)
def test_answers_become_our_errors(status: int, body: str, error: type[gateway.GatewayError]) -> None:
    with pytest.raises(error) as raised:
        retrieve(status, body)

    assert type(raised.value) is error
    assert raised.value.sentence


@pytest.mark.parametrize(("status", "asked"), [(400, 1), (429, 1), (409, 3), (500, 3)])
def test_the_library_asks_again_where_that_may_help(status: int, asked: int) -> None:
    http_client = Answering(status, '{"error": {"message": "m"}}')

    with (
        gateway.using(gateway.build_client(api_key="sk_test_1", http_client=http_client)),
        pytest.raises(gateway.GatewayError),
    ):
        gateway.retrieve_refund("re_1")

    assert http_client.asked == asked
