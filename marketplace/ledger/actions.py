"""Book what happened to money. Nothing here knows why."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from core import clock
from core.money import Money
from marketplace.ledger.models import NOBODY, Account, Code, LedgerTransaction, Posting


@dataclass(frozen=True, slots=True)
class Purse:
    """An account by what it is: its row is made when first used."""

    code: Code
    owner: uuid.UUID = NOBODY


@dataclass(frozen=True, slots=True)
class Entry:
    """`amount` minor units, debit > credit as in the table of docs/decisions/0002; zero is left out."""

    debit: Purse
    credit: Purse
    amount: int


@transaction.atomic
def post(
    *,
    key: str,
    kind: str,
    reference: uuid.UUID,
    currency: str,
    mode: str,
    entries: Sequence[Entry],
    occurred_at: dt.datetime | None = None,
) -> LedgerTransaction | None:
    """Book `entries` as one transaction, once per `key`. None when there is nothing to book."""
    entries = [entry for entry in entries if entry.amount]
    if not entries:
        return None
    now = clock.now()
    booked, created = LedgerTransaction.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "kind": kind,
            "reference": reference,
            "occurred_at": occurred_at or now,
            "created_at": now,
        },
    )
    if created:
        Posting.objects.bulk_create(
            Posting(
                transaction=booked,
                debit=account(purse=entry.debit, currency=currency, mode=mode),
                credit=account(purse=entry.credit, currency=currency, mode=mode),
                amount=entry.amount,
            )
            for entry in entries
        )
    return booked


def account(*, purse: Purse, currency: str, mode: str) -> Account:
    """The account's row, made when missing."""
    found, _ = Account.objects.get_or_create(code=purse.code, owner=purse.owner, currency=currency, mode=mode)
    return found


def balance(*, purse: Purse, currency: str, mode: str) -> Money:
    """Debits less credits: assets and costs are positive, liabilities and income negative."""
    found = Account.objects.filter(
        code=purse.code, owner=purse.owner, currency=currency, mode=mode
    ).aggregate(debit=Sum("debits__amount"))
    credit = Posting.objects.filter(
        credit__code=purse.code, credit__owner=purse.owner, credit__currency=currency, credit__mode=mode
    ).aggregate(credit=Sum("amount"))
    return Money((found["debit"] or 0) - (credit["credit"] or 0), currency)


def balances_of(purse: Purse) -> dict[tuple[str, str], int]:
    """Debits less credits of one purse by (currency, mode), minor units; two queries however many there are."""
    found: dict[tuple[str, str], int] = {}
    accounts = Account.objects.filter(code=purse.code, owner=purse.owner)
    for side, sign in (("debits", 1), ("credits", -1)):
        for currency, mode, total in accounts.values_list("currency", "mode").annotate(
            total=Sum(f"{side}__amount")
        ):
            found[currency, mode] = found.get((currency, mode), 0) + sign * (total or 0)
    return found
