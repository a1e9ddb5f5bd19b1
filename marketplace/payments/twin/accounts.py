"""Connected accounts (Accounts v2)."""

import re
from typing import Any

from marketplace.payments.twin import events, store
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.parameters import need
from marketplace.payments.twin.problems import bad_parameter

Json = dict[str, Any]
KIND = "v2.core.account"
READY_FLAG = "sandbox_ready"  # metadata that makes an account ready at once
_CAPABILITY_UPDATED = "v2.core.account[configuration.recipient].capability_status_updated"


def create(params: Json) -> Json:
    """POST /v2/core/accounts: transfers stay pending until the account is made ready."""
    need(params, "contact_email", "identity", "configuration")
    country = params["identity"].get("country", "")
    if not re.fullmatch("[a-zA-Z]{2}", country):
        raise bad_parameter("Country is ISO 3166-1 alpha-2.", param="identity.country", code="invalid_fields")
    ready = READY_FLAG in params.get("metadata", {})
    data = {
        "contact_email": params["contact_email"],
        "dashboard": params.get("dashboard"),
        "display_name": params.get("display_name"),
        "identity": {**params["identity"], "country": country.lower()},
        "metadata": params.get("metadata", {}),
        "_transfers": "active" if ready else "pending",
    }
    return _answer(store.create(KIND, data), params)


def retrieve(external_id: str, params: Json) -> Json:
    """GET /v2/core/accounts/:id."""
    return _answer(store.find(KIND, external_id), params)


def set_transfers(external_id: str, status: str) -> None:
    """Stripe's word on the account: active | pending | restricted."""
    account = store.find(KIND, external_id)
    if account.data["_transfers"] == status:
        return
    account.data["_transfers"] = status
    account.save()
    events.enqueue_thin(_CAPABILITY_UPDATED, account)


def _answer(account: TwinObject, params: Json) -> Json:
    """API v2 leaves out what is not included by name."""
    data = store.public(account)
    include = params.get("include", [])
    identity = data.pop("identity")
    transfers = {"status": account.data["_transfers"], "status_details": []}
    recipient = {"applied": True, "capabilities": {"stripe_balance": {"stripe_transfers": transfers}}}
    return {
        **data,
        "created": account.created.isoformat(),
        "applied_configurations": ["recipient"],
        "identity": identity if "identity" in include else None,
        "configuration": {"recipient": recipient} if "configuration.recipient" in include else None,
    }
