"""To Stripe and back: the only place that imports `stripe`. Plain values in, frozen values out, no models.

Every call that writes takes a `key` (the row's UUID and the attempt) and may raise OutcomeUnknown (send the
same key again, or look it up), Refused (final), KeyReused or RateLimited. Never call inside a transaction.
"""

from marketplace.payments.gateway.accounts import create_account, retrieve_account
from marketplace.payments.gateway.checkout import (
    create_checkout,
    expire_checkout,
    find_checkout,
    retrieve_checkout,
)
from marketplace.payments.gateway.client import build_client, using
from marketplace.payments.gateway.errors import (
    BadBody,
    BadSignature,
    GatewayError,
    KeyReused,
    OutcomeUnknown,
    RateLimited,
    Refused,
)
from marketplace.payments.gateway.events import read_event
from marketplace.payments.gateway.refunds import create_refund, find_refund, retrieve_refund
from marketplace.payments.gateway.states import (
    AccountState,
    CheckoutState,
    Event,
    RefundState,
    TransferReversalState,
    TransferState,
)
from marketplace.payments.gateway.transfers import (
    create_transfer,
    create_transfer_reversal,
    find_transfer,
    find_transfer_reversal,
)
from marketplace.payments.stripe_units import AmountNotPossible

__all__ = [
    "AccountState",
    "AmountNotPossible",
    "BadBody",
    "BadSignature",
    "CheckoutState",
    "Event",
    "GatewayError",
    "KeyReused",
    "OutcomeUnknown",
    "RateLimited",
    "RefundState",
    "Refused",
    "TransferReversalState",
    "TransferState",
    "build_client",
    "create_account",
    "create_checkout",
    "create_refund",
    "create_transfer",
    "create_transfer_reversal",
    "expire_checkout",
    "find_checkout",
    "find_refund",
    "find_transfer",
    "find_transfer_reversal",
    "read_event",
    "retrieve_account",
    "retrieve_checkout",
    "retrieve_refund",
    "using",
]
