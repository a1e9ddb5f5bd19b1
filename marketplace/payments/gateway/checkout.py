"""Checkout Sessions: the page where the buyer pays."""

import datetime as dt
from uuid import UUID

from stripe.params.checkout import SessionCreateParams, SessionListParams

from core import clock
from core.money import Money
from marketplace.payments.gateway.client import answers, client
from marketplace.payments.gateway.errors import Refused
from marketplace.payments.gateway.states import CheckoutState, checkout_state, uid
from marketplace.payments.stripe_units import to_stripe

PAID_DETAILS = "payment_intent.latest_charge.balance_transaction"
# A slot is held for minutes: only what answers at once. Wallets (Apple Pay, Google Pay) are cards to Stripe.
INSTANT_METHODS = ["card"]
# As Stripe calls the languages of the site; of one it does not speak it chooses by the buyer's browser.
_LOCALES = {"en-gb": "en-GB", "de": "de"}
_LONGEST_SESSION = dt.timedelta(hours=24)


def create_checkout(
    *,
    key: str,
    order_uid: UUID,
    payment_uid: UUID,
    amount: Money,
    title: str,
    description: str,
    customer_email: str,
    success_url: str,
    cancel_url: str,
    expires_at: dt.datetime,
    language: str,
) -> CheckoutState:
    """Open a hosted payment page for one order; `expires_at` is 30 minutes to 24 hours ahead, `language` the
    page's, as LANGUAGES has it.

    Raises AmountNotPossible before asking, then OutcomeUnknown, Refused, KeyReused, RateLimited.
    """
    metadata = {"order": str(order_uid), "payment": str(payment_uid)}
    params: SessionCreateParams = {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": amount.currency.lower(),
                    "unit_amount": to_stripe(amount),
                    "product_data": {"name": title[:250]},
                },
            }
        ],
        "allowed_payment_method_types": [*INSTANT_METHODS],
        # The buyer pays in the currency of the order, so that charge and settlement agree.
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": str(order_uid),
        "metadata": metadata,
        "payment_intent_data": {
            "description": title[:500],
            "metadata": metadata,
            "transfer_group": str(order_uid),
        },
        "success_url": success_url,
        "cancel_url": cancel_url,
        "expires_at": int(expires_at.timestamp()),
        "locale": _LOCALES.get(language, "auto"),
    }
    if description:  # an empty one is refused
        params["line_items"][0]["price_data"]["product_data"]["description"] = description[:500]
    if customer_email:
        params["customer_email"] = customer_email
    with answers():
        session = client().v1.checkout.sessions.create(params, {"idempotency_key": key})
    return checkout_state(session.to_dict())


def retrieve_checkout(external_id: str) -> CheckoutState:
    """The session as it is now, with charge, fee and settled amount once paid."""
    with answers():
        session = client().v1.checkout.sessions.retrieve(external_id, {"expand": [PAID_DETAILS]})
    return checkout_state(session.to_dict())


def expire_checkout(external_id: str) -> CheckoutState:
    """Close the page. Refused means it is no longer open, maybe paid: what it is then is returned."""
    try:
        with answers():
            session = client().v1.checkout.sessions.expire(external_id, {"expand": [PAID_DETAILS]})
    except Refused:
        return retrieve_checkout(external_id)
    return checkout_state(session.to_dict())


def find_checkout(
    order_uid: UUID, payment_uid: UUID, *, since: dt.datetime | None = None
) -> CheckoutState | None:
    """The session we opened for this payment, if there is one; for when the answer to creating it was lost.

    Stripe cannot filter sessions by metadata, so all created after `since` (default: the longest life of a
    session ago) are read, newest first.
    """
    earliest = since or clock.now() - _LONGEST_SESSION
    params: SessionListParams = {"limit": 100, "created": {"gte": int(earliest.timestamp())}}
    with answers():
        for session in client().v1.checkout.sessions.list(params).auto_paging_iter():
            data = session.to_dict()
            if (uid(data, "order"), uid(data, "payment")) == (order_uid, payment_uid):
                return retrieve_checkout(data["id"])
    return None
