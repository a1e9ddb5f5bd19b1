"""Refunds."""

from typing import Any

from marketplace.payments.stripe_units import from_stripe
from marketplace.payments.twin import amounts, events, faults, store
from marketplace.payments.twin.models import TwinFault, TwinObject
from marketplace.payments.twin.parameters import need
from marketplace.payments.twin.problems import StripeProblem

Json = dict[str, Any]
KIND = "refund"


def create(params: Json) -> Json:
    """POST /v1/refunds: never more than what was captured and not yet given back."""
    if "charge" not in params:
        need(params, "payment_intent")
    charge = _charge(params)
    amount = params.get("amount", charge.data["amount"] - charge.data["amount_refunded"])
    _check(charge, amount)
    pending = faults.take([TwinFault.Kind.REFUND_PENDING], "POST /v1/refunds")
    data = {
        "amount": amount,
        "balance_transaction": None,
        "charge": charge.external_id,
        "currency": charge.data["currency"],
        "failure_reason": None,
        "metadata": params.get("metadata", {}),
        "payment_intent": charge.data["payment_intent"],
        "reason": params.get("reason"),
        "status": "pending" if pending else "succeeded",
    }
    refund = store.create(KIND, data, parent=charge.data["payment_intent"])
    _book(charge, amount)
    events.enqueue("refund.created", refund)
    events.enqueue("charge.refunded", charge)
    return store.public(refund, params.get("expand"))


def retrieve(external_id: str, params: Json) -> Json:
    """GET /v1/refunds/:id."""
    return store.public(store.find(KIND, external_id), params.get("expand"))


def list_all(params: Json) -> Json:
    """GET /v1/refunds."""
    rows = TwinObject.objects.filter(kind=KIND).order_by("-pk")
    if "payment_intent" in params:
        rows = store.of_parent(KIND, params["payment_intent"])
    if "charge" in params:
        rows = rows.filter(data__charge=params["charge"])
    return store.page(rows, params, "/v1/refunds")


def settle(external_id: str, status: str, failure_reason: str = "") -> None:
    """The bank's word on a refund: succeeded | requires_action | failed | canceled, after success too."""
    refund = store.find(KIND, external_id)
    if refund.data["status"] in (status, "failed", "canceled"):
        return
    refund.data |= {"status": status, "failure_reason": failure_reason or None}
    refund.save()
    if status in ("failed", "canceled"):
        _book(store.find("charge", refund.data["charge"]), -refund.data["amount"])
    events.enqueue("refund.failed" if status == "failed" else "refund.updated", refund)


def _charge(params: Json) -> TwinObject:
    if "charge" in params:
        return store.find("charge", params["charge"], param="charge")
    intent = store.find("payment_intent", params["payment_intent"], param="payment_intent")
    if intent.data["status"] != "succeeded":
        raise StripeProblem(
            f"This PaymentIntent ({intent.external_id}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            param="payment_intent",
        )
    return store.find("charge", intent.data["latest_charge"])


def _check(charge: TwinObject, amount: int) -> None:
    amounts.check(amount, charge.data["currency"])
    left = charge.data["amount"] - charge.data["amount_refunded"]
    if left == 0:
        raise StripeProblem(
            f"Charge {charge.external_id} has already been refunded.", code="charge_already_refunded"
        )
    if amount > left:
        asked, rest = (from_stripe(part, charge.data["currency"]) for part in (amount, left))
        raise StripeProblem(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})", param="amount"
        )


def _book(charge: TwinObject, amount: int) -> None:
    charge.data["amount_refunded"] += amount
    charge.data["refunded"] = charge.data["amount_refunded"] == charge.data["amount"]
    charge.save()
