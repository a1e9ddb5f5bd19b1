"""Transfers to connected accounts, and their reversals."""

from typing import Any

from django.conf import settings

from marketplace.payments.twin import amounts, events, store
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.parameters import need
from marketplace.payments.twin.problems import StripeProblem, missing

Json = dict[str, Any]
KIND = "transfer"
REVERSAL = "transfer_reversal"


def create(params: Json) -> Json:
    """POST /v1/transfers."""
    need(params, "amount", "currency", "destination")
    amounts.check(params["amount"], params["currency"])
    _check_destination(params["destination"])
    source = params.get("source_transaction")
    group = params.get("transfer_group")
    if source:
        group = _check_source(source, params) or group
    data = {
        "amount": params["amount"],
        "amount_reversed": 0,
        "currency": params["currency"],
        "description": params.get("description"),
        "destination": params["destination"],
        "metadata": params.get("metadata", {}),
        "reversed": False,
        "source_transaction": source,
        "transfer_group": group,
    }
    transfer = store.create(KIND, data, parent=group or "")
    events.enqueue("transfer.created", transfer)
    return store.public(transfer, params.get("expand"))


def retrieve(external_id: str, params: Json) -> Json:
    """GET /v1/transfers/:id."""
    return store.public(store.find(KIND, external_id), params.get("expand"))


def list_all(params: Json) -> Json:
    """GET /v1/transfers."""
    rows = TwinObject.objects.filter(kind=KIND).order_by("-pk")
    if "transfer_group" in params:
        rows = store.of_parent(KIND, params["transfer_group"])
    if "destination" in params:
        rows = rows.filter(data__destination=params["destination"])
    return store.page(rows, params, "/v1/transfers")


def create_reversal(external_id: str, params: Json) -> Json:
    """POST /v1/transfers/:id/reversals: never more than what is left of the transfer."""
    transfer = store.find(KIND, external_id)
    left = transfer.data["amount"] - transfer.data["amount_reversed"]
    amount = params.get("amount", left)
    amounts.check(amount, transfer.data["currency"])
    if amount > left:
        raise StripeProblem(
            f"Transfer reversal amount ({amount}) is greater than unreversed amount on transfer ({left})",
            param="amount",
        )
    data = {
        "amount": amount,
        "currency": transfer.data["currency"],
        "metadata": params.get("metadata", {}),
        "transfer": external_id,
    }
    reversal = store.create(REVERSAL, data, parent=external_id)
    transfer.data["amount_reversed"] += amount
    transfer.data["reversed"] = amount == left
    transfer.save()
    events.enqueue("transfer.reversed", transfer)
    return store.public(reversal, params.get("expand"))


def list_reversals(external_id: str, params: Json) -> Json:
    """GET /v1/transfers/:id/reversals."""
    store.find(KIND, external_id)
    rows = store.of_parent(REVERSAL, external_id)
    return store.page(rows, params, f"/v1/transfers/{external_id}/reversals")


def _check_destination(external_id: str) -> None:
    account = TwinObject.objects.filter(kind="v2.core.account", external_id=external_id).first()
    if account is None:
        raise missing("destination", external_id, param="destination")
    if account.data["_transfers"] != "active":
        raise StripeProblem(
            "Your destination account needs to have at least one of the following capabilities enabled: "
            "transfers",
            code="insufficient_capabilities_for_transfer",
        )
    if account.data["identity"]["country"].upper() not in settings.PAYABLE_COUNTRIES:
        raise StripeProblem(
            "Funds can't be sent to accounts located in this country because it's restricted due to the "
            "location of the platform account.",
            code="transfers_not_allowed",
        )


def _check_source(source: str, params: Json) -> str | None:
    """The charge's transfer group, once currency and amount agree with it."""
    charge = store.find("charge", source, param="source_transaction")
    booked = store.find("balance_transaction", charge.data["balance_transaction"]).data
    if params["currency"] != booked["currency"]:
        raise StripeProblem(
            f"The currency of source_transaction's balance transaction ({booked['currency']}) must be the "
            f"same as the transfer currency ({params['currency']})",
            param="currency",
        )
    sent = sum(
        row.data["amount"] - row.data["amount_reversed"]
        for row in TwinObject.objects.filter(kind=KIND, data__source_transaction=source)
    )
    if sent + params["amount"] > booked["amount"]:
        raise StripeProblem(
            f"The transfers that use this charge as source_transaction would exceed its amount of "
            f"{booked['amount']}.",
            code="balance_insufficient",
            param="amount",
        )
    group: str | None = charge.data["transfer_group"]
    if group and params.get("transfer_group", group) != group:
        message = "The transfer_group differs from the source_transaction's."
        raise StripeProblem(message, param="transfer_group")
    return group
