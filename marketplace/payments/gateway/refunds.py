"""Refunds: money back to the buyer."""

from uuid import UUID

from stripe.params import RefundCreateParams

from core.money import Money
from marketplace.payments.gateway.client import answers, client
from marketplace.payments.gateway.states import RefundState, refund_state, uid
from marketplace.payments.stripe_units import to_stripe

_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create_refund(
    *, key: str, intent_id: str, amount: Money, refund_uid: UUID, order_uid: UUID, reason: str
) -> RefundState:
    """Give `amount` of a payment back. One of Stripe's three reasons is passed on, any other text is a note.

    Raises AmountNotPossible before asking, then OutcomeUnknown, Refused, KeyReused, RateLimited.
    """
    metadata = {"refund": str(refund_uid), "order": str(order_uid)}
    params: RefundCreateParams = {
        "payment_intent": intent_id,
        "amount": to_stripe(amount),
        "metadata": metadata,
    }
    if reason in _REASONS:
        params["reason"] = reason
    elif reason:
        metadata["reason"] = reason[:500]
    with answers():
        refund = client().v1.refunds.create(params, {"idempotency_key": key})
    return refund_state(refund.to_dict())


def retrieve_refund(external_id: str) -> RefundState:
    """The refund as it is now."""
    with answers():
        refund = client().v1.refunds.retrieve(external_id)
    return refund_state(refund.to_dict())


def find_refund(intent_id: str, refund_uid: UUID) -> RefundState | None:
    """The refund of this payment that bears our id; for when the answer to creating it was lost."""
    with answers():
        found = client().v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        for refund in found.auto_paging_iter():
            data = refund.to_dict()
            if uid(data, "refund") == refund_uid:
                return refund_state(data)
    return None
