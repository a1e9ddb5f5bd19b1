from uuid import uuid4

import pytest

from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinFault, TwinObject
from tests.marketplace.payments.factories import Inbox, checkout, paid_checkout, refund

pytestmark = pytest.mark.django_db


def test_refund_in_parts_up_to_what_was_captured() -> None:
    paid = paid_checkout()
    inbox = Inbox()
    twin.deliver_due(receiver=Inbox())

    first = refund(paid, amount=Money(30_000, "GBP"))
    with pytest.raises(gateway.Refused, match="greater than unrefunded amount"):
        refund(paid, amount=Money(8_001, "GBP"))
    second = refund(paid, amount=Money(8_000, "GBP"))

    assert (first.status, first.amount, first.failure_reason) == ("succeeded", Money(30_000, "GBP"), "")
    assert gateway.retrieve_refund(second.external_id) == second
    with pytest.raises(gateway.Refused) as refusal:
        refund(paid, amount=Money(1, "GBP"))
    assert refusal.value.code == "charge_already_refunded"
    twin.deliver_due(receiver=inbox)
    assert inbox.types == ["refund.created", "charge.refunded"] * 2


def test_refund_is_found_by_our_id() -> None:
    paid, other = paid_checkout(), paid_checkout()
    uid = uuid4()
    refund(paid, amount=Money(100, "GBP"))
    made = refund(paid, amount=Money(200, "GBP"), refund_uid=uid)

    assert made.refund_uid == uid
    assert gateway.find_refund(paid.intent_id or "", uid) == made
    assert gateway.find_refund(other.intent_id or "", uid) is None
    assert gateway.find_refund(paid.intent_id or "", uuid4()) is None


def test_refund_passes_on_stripes_reasons_and_notes_others() -> None:
    paid = paid_checkout()

    one = refund(paid, amount=Money(100, "GBP"), reason="duplicate")
    two = refund(paid, amount=Money(100, "GBP"), reason="The trainer fell ill")

    data = [TwinObject.objects.get(external_id=made.external_id).data for made in (one, two)]
    assert [row["reason"] for row in data] == ["duplicate", None]
    assert data[1]["metadata"]["reason"] == "The trainer fell ill"


def test_refund_that_succeeded_may_fail_and_can_be_tried_again() -> None:
    paid = paid_checkout()
    made = refund(paid)
    twin.deliver_due(receiver=Inbox())

    twin.settle_refund(made.external_id, "failed", failure_reason="lost_or_stolen_card")

    inbox = Inbox()
    twin.deliver_due(receiver=inbox)
    failed = gateway.retrieve_refund(made.external_id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert inbox.types == ["refund.failed"]
    assert refund(paid).status == "succeeded"


@pytest.mark.parametrize("status", ["succeeded", "requires_action", "canceled"])
def test_refund_may_start_as_pending(status: str) -> None:
    paid = paid_checkout()
    twin.switch_on(TwinFault.Kind.REFUND_PENDING)
    made = refund(paid)
    twin.deliver_due(receiver=Inbox())
    assert made.status == "pending"

    twin.settle_refund(made.external_id, status)
    twin.settle_refund(made.external_id, status)

    inbox = Inbox()
    twin.deliver_due(receiver=inbox)
    assert gateway.retrieve_refund(made.external_id).status == status
    assert inbox.types == ["refund.updated"]


def test_refund_of_an_unpaid_payment_is_refused() -> None:
    made = checkout()
    twin.pay_later(made.external_id)

    with pytest.raises(gateway.Refused, match="does not have a successful charge"):
        refund(gateway.retrieve_checkout(made.external_id))


def test_refund_of_an_unknown_payment_is_refused() -> None:
    with pytest.raises(gateway.Refused) as refusal:
        refund(paid_checkout(), intent_id="pi_nothing")

    assert refusal.value.code == "resource_missing"


def test_refund_of_an_impossible_amount_is_not_sent() -> None:
    with pytest.raises(gateway.AmountNotPossible):
        refund(paid_checkout(), amount=Money(0, "GBP"))
