"""The book: balanced by construction, each event once, never rewritten."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import Money
from marketplace.ledger.actions import Entry, Purse, account, balance, post
from marketplace.ledger.models import NOBODY, Account, Code, LedgerTransaction, Posting

pytestmark = pytest.mark.django_db
BALANCE, DEPOSITS = Purse(Code.STRIPE_BALANCE), Purse(Code.CLIENT_DEPOSITS)
PURSES = [Purse(code) for code in Code]


def book(*entries: Entry, key: str = "paid:1", **given: Any) -> LedgerTransaction | None:
    wanted = {"kind": "paid", "reference": uuid.UUID(int=1), "currency": "GBP", "mode": "sandbox"}
    return post(key=key, entries=entries, **wanted | given)


def amount(purse: Purse, currency: str = "GBP") -> Money:
    return balance(purse=purse, currency=currency, mode="sandbox")


def test_debits_are_positive_and_credits_negative() -> None:
    book(Entry(BALANCE, DEPOSITS, 38_000))

    assert (amount(BALANCE), amount(DEPOSITS)) == (Money(38_000, "GBP"), Money(-38_000, "GBP"))


def test_a_key_is_booked_once() -> None:
    first = book(Entry(BALANCE, DEPOSITS, 38_000))

    again = book(Entry(BALANCE, DEPOSITS, 1))

    assert again == first
    assert amount(BALANCE) == Money(38_000, "GBP")


def test_zero_is_left_out_and_nothing_is_no_transaction() -> None:
    assert book(Entry(BALANCE, DEPOSITS, 0)) is None
    booked = book(Entry(BALANCE, DEPOSITS, 0), Entry(BALANCE, DEPOSITS, 5))

    assert booked is not None
    assert booked.postings.count() == 1
    assert LedgerTransaction.objects.count() == 1


def test_accounts_differ_by_owner_currency_and_mode() -> None:
    owner = uuid.uuid4()
    book(Entry(BALANCE, Purse(Code.TRAINER_PAYABLE, owner), 5))
    book(Entry(BALANCE, DEPOSITS, 7), key="2", currency="EUR")

    assert amount(Purse(Code.TRAINER_PAYABLE, owner)) == Money(-5, "GBP")
    assert amount(Purse(Code.TRAINER_PAYABLE)) == Money(0, "GBP")
    assert (amount(BALANCE), amount(BALANCE, "EUR")) == (Money(5, "GBP"), Money(7, "EUR"))
    assert balance(purse=BALANCE, currency="GBP", mode="live") == Money(0, "GBP")


def test_an_account_is_made_once_though_nobody_owns_it() -> None:
    first = account(purse=BALANCE, currency="GBP", mode="sandbox")
    assert account(purse=BALANCE, currency="GBP", mode="sandbox") == first

    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(code=Code.STRIPE_BALANCE, owner=NOBODY, currency="GBP", mode="sandbox")


@pytest.mark.parametrize("entry", [Entry(BALANCE, DEPOSITS, -1), Entry(BALANCE, BALANCE, 1)])
def test_the_database_refuses_what_is_no_posting(entry: Entry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        book(entry)

    assert LedgerTransaction.objects.count() == 0


@pytest.mark.parametrize("field", [{"code": "pocket"}, {"mode": "dream"}])
def test_the_database_refuses_an_account_nobody_knows(field: dict[str, str]) -> None:
    wanted = {"code": Code.DISPUTES, "currency": "GBP", "mode": "sandbox"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(**wanted | field)


@pytest.mark.parametrize("other", [{"currency": "EUR"}, {"mode": "live"}])
def test_a_posting_stays_within_one_currency_and_mode(other: dict[str, str]) -> None:
    booked = book(Entry(BALANCE, DEPOSITS, 5))
    assert booked is not None
    here = account(purse=BALANCE, currency="GBP", mode="sandbox")
    there = account(purse=DEPOSITS, **{"currency": "GBP", "mode": "sandbox"} | other)

    with pytest.raises(DatabaseError, match="one currency and mode"), transaction.atomic():
        Posting.objects.create(transaction=booked, debit=here, credit=there, amount=5)


@pytest.mark.parametrize("model", [Account, LedgerTransaction, Posting])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_book_is_written_once(model: type[Any], act: str) -> None:
    book(Entry(BALANCE, DEPOSITS, 5))

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(act.format(model._meta.db_table))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(PURSES), st.sampled_from(PURSES), st.integers(0, 10**9)).filter(
            lambda entry: entry[0] != entry[1]
        ),
        max_size=8,
    )
)
def test_whatever_is_booked_the_sum_of_all_accounts_is_nothing(
    entries: list[tuple[Purse, Purse, int]],
) -> None:
    before = {purse: amount(purse).amount for purse in PURSES}

    book(*(Entry(*entry) for entry in entries), key=str(uuid.uuid4()))

    after = {purse: amount(purse).amount for purse in PURSES}
    assert sum(after.values()) == 0
    for purse in PURSES:
        moved = sum(e[2] for e in entries if e[0] == purse) - sum(e[2] for e in entries if e[1] == purse)
        assert after[purse] - before[purse] == moved
