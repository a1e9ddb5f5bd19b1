"""Checkout Sessions."""

import datetime as dt
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from core import clock
from marketplace.payments.twin import amounts, events, store
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.parameters import need
from marketplace.payments.twin.problems import StripeProblem, bad_parameter

Json = dict[str, Any]
KIND = "checkout.session"
SHORTEST, LONGEST = dt.timedelta(minutes=30), dt.timedelta(hours=24)
_TRAVEL = dt.timedelta(seconds=5)  # between the caller's clock and ours


def create(params: Json) -> Json:
    """POST /v1/checkout/sessions."""
    need(params, "mode", "line_items", "success_url")
    currency, amount, item = _line(params)
    amounts.check_charge(amount, currency)
    expires_at = _expiry(params)
    external_id = f"cs_test_{secrets.token_hex(20)}"
    data = {
        "amount_subtotal": amount,
        "amount_total": amount,
        "currency": currency,
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "customer_email": params.get("customer_email"),
        "expires_at": store.epoch(expires_at),
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "payment_intent": None,  # made with the first attempt to pay
        "payment_method_types": params.get("allowed_payment_method_types", ["card"]),
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params["success_url"],
        "ui_mode": params.get("ui_mode", "hosted_page"),
        "url": _page_url(params["success_url"], external_id),
        "_intent": params.get("payment_intent_data", {}),
        "_item": item,
    }
    session = store.create(KIND, data, changes_at=expires_at, external_id=external_id)
    return store.public(session, params.get("expand"))


def retrieve(external_id: str, params: Json) -> Json:
    """GET /v1/checkout/sessions/:id."""
    return store.public(store.find(KIND, external_id), params.get("expand"))


def list_all(params: Json) -> Json:
    """GET /v1/checkout/sessions."""
    rows = TwinObject.objects.filter(kind=KIND).order_by("-pk")
    for bound, value in params.get("created", {}).items():
        rows = rows.filter(**{f"created__{bound}": dt.datetime.fromtimestamp(value, tz=dt.UTC)})
    for field in ("payment_intent", "status"):
        if field in params:
            rows = rows.filter(**{f"data__{field}": params[field]})
    return store.page(rows, params, "/v1/checkout/sessions")


def expire(external_id: str, params: Json) -> Json:
    """POST /v1/checkout/sessions/:id/expire: refused unless open."""
    session = store.find(KIND, external_id)
    if session.data["status"] != "open":
        raise StripeProblem(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
            f"status of {session.data['status']}."
        )
    close(session)
    return store.public(session, params.get("expand"))


def retrieve_intent(external_id: str, params: Json) -> Json:
    """GET /v1/payment_intents/:id."""
    return store.public(store.find("payment_intent", external_id), params.get("expand"))


def close(session: TwinObject) -> None:
    """An open session expires."""
    session.data |= {"status": "expired", "url": None}
    session.changes_at = None
    session.save()
    events.enqueue("checkout.session.expired", session)


def _line(params: Json) -> tuple[str, int, Json]:
    items = params["line_items"]
    if params["mode"] != "payment" or len(items) != 1:
        message = "The twin takes one line in payment mode."
        raise bad_parameter(message, param="mode", code="parameter_invalid")
    price = items[0].get("price_data", {})
    need(price, "currency", "unit_amount", "product_data")
    need(price["product_data"], "name")
    return price["currency"], price["unit_amount"] * items[0].get("quantity", 1), price["product_data"]


def _expiry(params: Json) -> dt.datetime:
    now = clock.now()
    if "expires_at" not in params:
        return now + LONGEST
    asked = dt.datetime.fromtimestamp(params["expires_at"], tz=dt.UTC)
    if not now + SHORTEST - _TRAVEL <= asked <= now + LONGEST + _TRAVEL:
        raise StripeProblem(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout "
            "Session creation.",
            param="expires_at",
        )
    return asked


def _page_url(success_url: str, external_id: str) -> str:
    """The hosted page, on the site the buyer came from: it shares their log-in and their CSRF cookie."""
    site = urlsplit(success_url)
    return f"{site.scheme}://{site.netloc}{reverse('twin:checkout', args=[external_id])}"
