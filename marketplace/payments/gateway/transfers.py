"""Transfers to connected accounts, and taking them back."""

from uuid import UUID

from stripe.params import TransferCreateParams

from core.money import Money
from marketplace.payments.gateway.client import answers, client
from marketplace.payments.gateway.states import (
    TransferReversalState,
    TransferState,
    reversal_state,
    transfer_state,
    uid,
)
from marketplace.payments.stripe_units import to_stripe


def create_transfer(
    *,
    key: str,
    amount: Money,
    destination: str,
    source_charge: str | None,
    transfer_group: str,
    transfer_uid: UUID,
) -> TransferState:
    """Send a trainer's share. With `source_charge` it must be in the currency that charge settled in.

    Raises AmountNotPossible before asking, then OutcomeUnknown, Refused, KeyReused, RateLimited.
    """
    params: TransferCreateParams = {
        "amount": to_stripe(amount),
        "currency": amount.currency.lower(),
        "destination": destination,
        "transfer_group": transfer_group,
        "metadata": {"transfer": str(transfer_uid)},
    }
    if source_charge:
        params["source_transaction"] = source_charge
    with answers():
        transfer = client().v1.transfers.create(params, {"idempotency_key": key})
    return transfer_state(transfer.to_dict())


def find_transfer(transfer_group: str, transfer_uid: UUID) -> TransferState | None:
    """The transfer of this group that bears our id; for when the answer to creating it was lost."""
    with answers():
        found = client().v1.transfers.list({"transfer_group": transfer_group, "limit": 100})
        for transfer in found.auto_paging_iter():
            data = transfer.to_dict()
            if uid(data, "transfer") == transfer_uid:
                return transfer_state(data)
    return None


def create_transfer_reversal(
    *, key: str, transfer_id: str, amount: Money, reversal_uid: UUID
) -> TransferReversalState:
    """Take `amount` of a transfer back.

    Raises AmountNotPossible before asking, then OutcomeUnknown, Refused, KeyReused, RateLimited.
    """
    with answers():
        reversal = client().v1.transfers.reversals.create(
            transfer_id,
            {"amount": to_stripe(amount), "metadata": {"reversal": str(reversal_uid)}},
            {"idempotency_key": key},
        )
    return reversal_state(reversal.to_dict())


def find_transfer_reversal(transfer_id: str, reversal_uid: UUID) -> TransferReversalState | None:
    """The reversal of this transfer that bears our id; for when the answer to creating it was lost."""
    with answers():
        for reversal in client().v1.transfers.reversals.list(transfer_id, {"limit": 100}).auto_paging_iter():
            data = reversal.to_dict()
            if uid(data, "reversal") == reversal_uid:
                return reversal_state(data)
    return None
