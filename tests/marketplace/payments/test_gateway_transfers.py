from uuid import uuid4

import pytest
from django.conf import LazySettings

from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from tests.marketplace.payments.factories import account, paid_checkout, transfer

pytestmark = pytest.mark.django_db


def test_transfer_in_parts_up_to_the_charge() -> None:
    paid = paid_checkout()
    to = account().external_id

    first = transfer(paid, destination=to, amount=Money(30_000, "GBP"))
    with pytest.raises(gateway.Refused) as refusal:
        transfer(paid, destination=to, amount=Money(8_001, "GBP"))
    second = transfer(paid, destination=to, amount=Money(8_000, "GBP"))

    assert refusal.value.code == "balance_insufficient"
    assert (first.amount, first.reversed) == (Money(30_000, "GBP"), Money(0, "GBP"))
    assert (second.destination, second.source_charge) == (to, paid.charge_id)


def test_transfer_is_found_by_group_and_our_id() -> None:
    paid, other = paid_checkout(), paid_checkout()
    transfer(paid)
    made = transfer(paid)

    assert made.transfer_uid is not None
    assert gateway.find_transfer(str(paid.order_uid), made.transfer_uid) == made
    assert gateway.find_transfer(str(paid.order_uid), uuid4()) is None
    assert gateway.find_transfer(str(other.order_uid), made.transfer_uid) is None


def test_transfer_needs_the_currency_the_charge_settled_in(settings: LazySettings) -> None:
    settings.SETTLEMENT_CURRENCIES = ["GBP"]
    paid = paid_checkout(amount=Money(5_000, "JPY"))

    with pytest.raises(gateway.Refused, match="must be the same as the transfer currency"):
        transfer(paid, amount=Money(1_000, "JPY"))

    assert transfer(paid, amount=Money(1_000, "GBP")).amount == Money(1_000, "GBP")


def test_transfer_of_group_credit_has_no_source() -> None:
    made = transfer(paid_checkout(), source_charge=None)

    assert made.source_charge is None


def test_transfer_waits_until_the_account_is_ready() -> None:
    paid = paid_checkout()
    waiting = account(ready=False)
    assert waiting.transfers_status == "pending"
    with pytest.raises(gateway.Refused) as refusal:
        transfer(paid, destination=waiting.external_id)
    assert refusal.value.code == "insufficient_capabilities_for_transfer"

    twin.make_ready(waiting.external_id)

    assert transfer(paid, destination=waiting.external_id).destination == waiting.external_id


def test_transfer_to_a_country_stripe_cannot_reach_is_refused(settings: LazySettings) -> None:
    paid = paid_checkout()
    abroad = account(country="JP").external_id
    with pytest.raises(gateway.Refused) as refusal:
        transfer(paid, destination=abroad)
    assert refusal.value.code == "transfers_not_allowed"

    settings.PAYABLE_COUNTRIES = ["JP"]

    assert transfer(paid, destination=abroad).destination == abroad


@pytest.mark.parametrize("given", [{"destination": "acct_nothing"}, {"source_charge": "ch_nothing"}])
def test_transfer_to_or_from_nowhere_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(gateway.Refused) as refusal:
        transfer(paid_checkout(), **given)

    assert refusal.value.code == "resource_missing"


def test_transfer_of_a_foreign_group_is_refused() -> None:
    with pytest.raises(gateway.Refused, match="transfer_group"):
        transfer(paid_checkout(), transfer_group=str(uuid4()))


def test_reversal_in_parts_up_to_the_transfer() -> None:
    paid = paid_checkout()
    made = transfer(paid, amount=Money(1_000, "GBP"))
    uid = uuid4()

    first = gateway.create_transfer_reversal(
        key="a:1", transfer_id=made.external_id, amount=Money(600, "GBP"), reversal_uid=uid
    )
    with pytest.raises(gateway.Refused, match="greater than unreversed amount"):
        gateway.create_transfer_reversal(
            key="b:1", transfer_id=made.external_id, amount=Money(401, "GBP"), reversal_uid=uuid4()
        )

    assert (first.amount, first.transfer_id, first.reversal_uid) == (Money(600, "GBP"), made.external_id, uid)
    assert gateway.find_transfer_reversal(made.external_id, uid) == first
    assert gateway.find_transfer_reversal(made.external_id, uuid4()) is None
    found = gateway.find_transfer(str(paid.order_uid), made.transfer_uid or uuid4())
    assert found is not None
    assert found.reversed == Money(600, "GBP")
