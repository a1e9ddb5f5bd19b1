"""Which request goes where, and what it may contain."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marketplace.payments.twin import accounts, checkout, refunds, transfers
from marketplace.payments.twin.parameters import MAP, Spec
from marketplace.payments.twin.problems import StripeProblem

Json = dict[str, Any]

_ONE: Spec = {"expand": [str]}
_LIST: Spec = {"limit": int, "starting_after": str, "ending_before": str, "expand": [str]}
_RANGE: Spec = {"gt": int, "gte": int, "lt": int, "lte": int}
_SESSION: Spec = {
    "mode": str,
    "ui_mode": str,
    "line_items": [
        {
            "quantity": int,
            "price_data": {
                "currency": str,
                "unit_amount": int,
                "product_data": {"name": str, "description": str, "metadata": MAP},
            },
        }
    ],
    "allowed_payment_method_types": [str],
    "adaptive_pricing": {"enabled": bool},
    "client_reference_id": str,
    "customer_email": str,
    "metadata": MAP,
    "payment_intent_data": {"description": str, "metadata": MAP, "transfer_group": str},
    "success_url": str,
    "cancel_url": str,
    "expires_at": int,
    "locale": str,
    "expand": [str],
}
_REFUND: Spec = {
    "payment_intent": str,
    "charge": str,
    "amount": int,
    "reason": str,
    "metadata": MAP,
    "expand": [str],
}
_TRANSFER: Spec = {
    "amount": int,
    "currency": str,
    "destination": str,
    "source_transaction": str,
    "transfer_group": str,
    "description": str,
    "metadata": MAP,
    "expand": [str],
}
_REVERSAL: Spec = {"amount": int, "description": str, "metadata": MAP, "expand": [str]}
_ACCOUNT: Spec = {
    "contact_email": str,
    "display_name": str,
    "dashboard": str,
    "identity": {"country": str, "entity_type": str},
    "configuration": {
        "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": bool}}}}
    },
    "defaults": {"responsibilities": {"fees_collector": str, "losses_collector": str}},
    "metadata": MAP,
    "include": [str],
}


@dataclass(frozen=True, slots=True)
class Route:
    """A method and path, the parameters it takes, and what it does with (ids of the path, parameters)."""

    method: str
    path: str
    spec: Spec
    act: Callable[..., Json]


ROUTES = (
    Route("POST", "/v1/checkout/sessions", _SESSION, checkout.create),
    Route(
        "GET",
        "/v1/checkout/sessions",
        {**_LIST, "created": _RANGE, "payment_intent": str, "status": str},
        checkout.list_all,
    ),
    Route("GET", "/v1/checkout/sessions/*", _ONE, checkout.retrieve),
    Route("POST", "/v1/checkout/sessions/*/expire", _ONE, checkout.expire),
    Route("GET", "/v1/payment_intents/*", _ONE, checkout.retrieve_intent),
    Route("POST", "/v1/refunds", _REFUND, refunds.create),
    Route("GET", "/v1/refunds", {**_LIST, "payment_intent": str, "charge": str}, refunds.list_all),
    Route("GET", "/v1/refunds/*", _ONE, refunds.retrieve),
    Route("POST", "/v1/transfers", _TRANSFER, transfers.create),
    Route("GET", "/v1/transfers", {**_LIST, "transfer_group": str, "destination": str}, transfers.list_all),
    Route("GET", "/v1/transfers/*", _ONE, transfers.retrieve),
    Route("POST", "/v1/transfers/*/reversals", _REVERSAL, transfers.create_reversal),
    Route("GET", "/v1/transfers/*/reversals", _LIST, transfers.list_reversals),
    Route("POST", "/v2/core/accounts", _ACCOUNT, accounts.create),
    Route("GET", "/v2/core/accounts/*", {"include": [str]}, accounts.retrieve),
)
_COMPILED = [(route, re.compile(route.path.replace("*", "([A-Za-z0-9_]+)"))) for route in ROUTES]


def match(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route and the ids in the path. Raises Stripe's 404."""
    for route, pattern in _COMPILED:
        found = pattern.fullmatch(path)
        if found and route.method == method:
            return route, found.groups()
    raise StripeProblem(f"Unrecognized request URL ({method}: {path}).", status=404, stored=False)
