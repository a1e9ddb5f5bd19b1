"""What Stripe said, as plain frozen values. Amounts are Money in ISO units, instants are UTC."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.money import Money
from marketplace.payments.stripe_units import from_stripe

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """A Checkout Session with the payment behind it.

    `status` open | complete | expired; `payment_status` paid | unpaid | no_payment_required. Complete and
    unpaid means a delayed payment that is still under way, or failed. `settled` is what reached our balance
    before `fee`, both in the settlement currency; like `charge_id` they are None until paid.
    """

    external_id: str
    url: str
    status: str
    payment_status: str
    intent_id: str | None
    charge_id: str | None
    balance_transaction_id: str | None
    amount: Money
    fee: Money | None
    settled: Money | None
    order_uid: UUID | None
    payment_uid: UUID | None
    livemode: bool
    expires_at: dt.datetime
    intent_status: str | None = None

    @property
    def has_failed(self) -> bool:
        """A delayed payment that the bank refused: the session is complete, yet nothing will come of it."""
        return (
            self.status == "complete"
            and self.payment_status == "unpaid"
            and self.intent_status in {"requires_payment_method", "canceled"}
        )


@dataclass(frozen=True, slots=True)
class RefundState:
    """`status` pending | requires_action | succeeded | failed | canceled; succeeded may still fail."""

    external_id: str
    status: str
    amount: Money
    failure_reason: str
    refund_uid: UUID | None


@dataclass(frozen=True, slots=True)
class TransferState:
    """Money moved to a connected account; `reversed` is how much of it came back."""

    external_id: str
    amount: Money
    reversed: Money
    destination: str
    source_charge: str | None
    transfer_uid: UUID | None


@dataclass(frozen=True, slots=True)
class TransferReversalState:
    """Money taken back from a connected account."""

    external_id: str
    transfer_id: str
    amount: Money
    reversal_uid: UUID | None


@dataclass(frozen=True, slots=True)
class AccountState:
    """A connected account; it can be paid when `transfers_status` is "active" (else pending, restricted)."""

    external_id: str
    country: str
    transfers_status: str


@dataclass(frozen=True, slots=True)
class Event:
    """A verified event: a trigger only, never the truth. `object_id` is what to look up again.

    `account` is the connected account it comes from, if any. Thin events (v2) have the same shape.
    """

    event_id: str
    type: str
    created: dt.datetime
    object_id: str
    object_type: str
    livemode: bool
    account: str | None


def checkout_state(data: Json) -> CheckoutState:
    """From a Checkout Session, its payment expanded or not."""
    intent = _expanded(data.get("payment_intent"))
    charge = _expanded(intent.get("latest_charge"))
    booked = _expanded(charge.get("balance_transaction"))
    return CheckoutState(
        external_id=data["id"],
        url=data.get("url") or "",
        status=data["status"],
        payment_status=data["payment_status"],
        intent_id=intent.get("id"),
        charge_id=charge.get("id"),
        balance_transaction_id=booked.get("id"),
        amount=from_stripe(data["amount_total"], data["currency"]),
        fee=_money(booked, "fee"),
        settled=_money(booked, "amount"),
        order_uid=uid(data, "order"),
        payment_uid=uid(data, "payment"),
        livemode=data["livemode"],
        expires_at=instant(data["expires_at"]),
        intent_status=intent.get("status"),
    )


def refund_state(data: Json) -> RefundState:
    """From a Refund."""
    return RefundState(
        external_id=data["id"],
        status=data["status"],
        amount=from_stripe(data["amount"], data["currency"]),
        failure_reason=data.get("failure_reason") or "",
        refund_uid=uid(data, "refund"),
    )


def transfer_state(data: Json) -> TransferState:
    """From a Transfer."""
    return TransferState(
        external_id=data["id"],
        amount=from_stripe(data["amount"], data["currency"]),
        reversed=from_stripe(data["amount_reversed"], data["currency"]),
        destination=_id(data["destination"]) or "",
        source_charge=_id(data.get("source_transaction")),
        transfer_uid=uid(data, "transfer"),
    )


def reversal_state(data: Json) -> TransferReversalState:
    """From a TransferReversal."""
    return TransferReversalState(
        external_id=data["id"],
        transfer_id=_id(data["transfer"]) or "",
        amount=from_stripe(data["amount"], data["currency"]),
        reversal_uid=uid(data, "reversal"),
    )


def account_state(data: Json) -> AccountState:
    """From a v2 Account that includes its recipient configuration and identity."""
    recipient = (data.get("configuration") or {}).get("recipient") or {}
    balance = (recipient.get("capabilities") or {}).get("stripe_balance") or {}
    transfers = balance.get("stripe_transfers") or {}
    country = (data.get("identity") or {}).get("country") or ""
    return AccountState(data["id"], country.upper(), transfers.get("status") or "unrequested")


def uid(data: Json, name: str) -> UUID | None:
    """The UUID that we wrote into the object's metadata, if it is ours."""
    try:
        return UUID((data.get("metadata") or {})[name])
    except (KeyError, ValueError):
        return None


def instant(epoch: int) -> dt.datetime:
    """Stripe's seconds as an aware UTC instant."""
    return dt.datetime.fromtimestamp(epoch, tz=dt.UTC)


def _expanded(value: Json | str | None) -> Json:
    if value is None:
        return {}
    return {"id": value} if isinstance(value, str) else value


def _id(value: Json | str | None) -> str | None:
    return _expanded(value).get("id")


def _money(data: Json, field: str) -> Money | None:
    return from_stripe(data[field], data["currency"]) if field in data else None
