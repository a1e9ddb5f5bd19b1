"""Every call of the gateway, as it goes over the wire, against the types the library publishes for it."""

import re
import sys
import typing
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import stripe
from pydantic import ConfigDict, TypeAdapter, ValidationError
from stripe import params
from stripe.params import checkout as checkout_params
from stripe.params.v2 import core as v2_params
from typing_extensions import is_typeddict

from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from tests.marketplace.payments.factories import account, checkout, refund, transfer
from tests.marketplace.payments.recording import RecordingTwin, Sent

pytestmark = pytest.mark.django_db

TYPES: dict[str, Any] = {
    "POST /v1/checkout/sessions": checkout_params.SessionCreateParams,
    "GET /v1/checkout/sessions": checkout_params.SessionListParams,
    "GET /v1/checkout/sessions/*": checkout_params.SessionRetrieveParams,
    "POST /v1/checkout/sessions/*/expire": checkout_params.SessionExpireParams,
    "POST /v1/refunds": params.RefundCreateParams,
    "GET /v1/refunds": params.RefundListParams,
    "GET /v1/refunds/*": params.RefundRetrieveParams,
    "POST /v1/transfers": params.TransferCreateParams,
    "GET /v1/transfers": params.TransferListParams,
    "POST /v1/transfers/*/reversals": params.TransferReversalCreateParams,
    "GET /v1/transfers/*/reversals": params.TransferReversalListParams,
    "POST /v2/core/accounts": v2_params.AccountCreateParams,
    "GET /v2/core/accounts/*": v2_params.AccountRetrieveParams,
}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Validates `kind` and everything nested in it, refusing what it does not know."""
    module = vars(sys.modules[kind.__module__])
    for nested in module.values():
        if is_typeddict(nested):
            nested.__pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    found: TypeAdapter[Any] = TypeAdapter(kind)
    # What the library imports for type checkers only.
    names = {**vars(typing), **vars(stripe._request_options), **module, "StripeContext": stripe.StripeContext}
    found.rebuild(_types_namespace=names)
    return found


def route(sent: Sent) -> str:
    return f"{sent.method} {re.sub(r'/[a-z]+_[A-Za-z0-9_]+', '/*', sent.path)}"


@pytest.fixture
def sent() -> Iterator[list[Sent]]:
    """What the gateway sends meanwhile."""
    recorder = RecordingTwin()
    client = gateway.build_client(api_key="sk_test_twin", http_client=recorder, base="https://twin.invalid")
    with gateway.using(client):
        yield recorder.sent


def call_everything() -> None:
    """Each public call of the gateway, and each of its branches."""
    session = checkout()
    checkout(description="", customer_email="")
    gateway.find_checkout(uuid4(), uuid4())
    gateway.expire_checkout(checkout().external_id)
    twin.pay(session.external_id)
    paid = gateway.retrieve_checkout(session.external_id)
    made = refund(paid, amount=Money(100, "GBP"), reason="duplicate")
    refund(paid, amount=Money(100, "GBP"), reason="The trainer fell ill")
    gateway.retrieve_refund(made.external_id)
    gateway.find_refund(paid.intent_id or "", uuid4())
    sent_on = transfer(paid, destination=account().external_id)
    transfer(paid, source_charge=None, destination=account().external_id)
    gateway.find_transfer(str(paid.order_uid), uuid4())
    gateway.create_transfer_reversal(
        key="r:1", transfer_id=sent_on.external_id, amount=Money(10, "GBP"), reversal_uid=uuid4()
    )
    gateway.find_transfer_reversal(sent_on.external_id, uuid4())


def test_every_call_fits_the_types_of_the_library(sent: list[Sent]) -> None:
    call_everything()

    assert {route(call) for call in sent} == set(TYPES)
    for call in sent:
        adapter(TYPES[route(call)]).validate_python(call.params)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (checkout_params.SessionCreateParams, {"payment_method_types": ["card"]}),
        (checkout_params.SessionCreateParams, {"line_items": [{"colour": "red"}]}),
        (checkout_params.SessionCreateParams, {"line_items": [{"price_data": {"unit_amount": 1}}]}),
        (params.TransferCreateParams, {"currency": "gbp", "destination": "acct_1", "amount": "ten"}),
        (v2_params.AccountCreateParams, {"identity": {"land": "gb"}}),
    ],
)
def test_types_refuse_what_is_wrong_at_any_depth(kind: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        adapter(kind).validate_python(wrong)
