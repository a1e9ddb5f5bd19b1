"""Connected accounts (Accounts v2): where a trainer's money goes."""

from uuid import UUID

from stripe.params.v2.core import AccountCreateParams

from marketplace.payments.gateway.client import answers, client
from marketplace.payments.gateway.states import AccountState, account_state


def create_account(*, key: str, trainer_uid: UUID, email: str, country: str, name: str) -> AccountState:
    """Open an account that receives transfers; `country` is ISO 3166-1 alpha-2.

    The community collects fees and answers for losses (separate charges and transfers).
    Raises OutcomeUnknown, Refused, KeyReused, RateLimited.
    """
    params: AccountCreateParams = {
        "contact_email": email,
        "display_name": name,
        "dashboard": "express",
        "identity": {"country": country.lower()},
        "configuration": {
            "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}
        },
        "defaults": {
            "responsibilities": {"fees_collector": "application", "losses_collector": "application"}
        },
        "metadata": {"trainer": str(trainer_uid)},
        "include": ["configuration.recipient", "identity"],
    }
    with answers():
        account = client().v2.core.accounts.create(params, {"idempotency_key": key})
    return account_state(account.to_dict())


def retrieve_account(external_id: str) -> AccountState:
    """The account as it is now."""
    with answers():
        account = client().v2.core.accounts.retrieve(
            external_id, {"include": ["configuration.recipient", "identity"]}
        )
    return account_state(account.to_dict())
