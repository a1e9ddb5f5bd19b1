"""What the gateway makes of an outage, and what the twin's idempotency keys do about it."""

from uuid import uuid4

import pytest

from core import clock
from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinFault, TwinObject
from tests.marketplace.payments.factories import account, checkout, paid_checkout, refund, transfer

pytestmark = pytest.mark.django_db
Kind = TwinFault.Kind
OUTAGE = 3  # the library asks three times


def count(kind: str) -> int:
    return TwinObject.objects.filter(kind=kind).count()


@pytest.mark.parametrize("kind", [Kind.TIMEOUT, Kind.DROP_AFTER_COMMIT, Kind.ERROR_409])
def test_one_bad_moment_is_healed_by_the_librarys_retry(kind: str) -> None:
    paid = paid_checkout()
    twin.switch_on(kind, "POST /v1/refunds")

    assert refund(paid).status == "succeeded"
    assert count("refund") == 1


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (Kind.TIMEOUT, 0),
        (Kind.ERROR_409, 0),
        (Kind.ERROR_500, 0),
        (Kind.DROP_AFTER_COMMIT, 1),
        (Kind.ERROR_500_AFTER_COMMIT, 1),
    ],
)
def test_an_outage_leaves_the_outcome_unknown(kind: str, done: int) -> None:
    paid = paid_checkout()
    uid = uuid4()
    twin.switch_on(kind, "POST /v1/refunds", times=OUTAGE)

    with pytest.raises(gateway.OutcomeUnknown) as unknown:
        refund(paid, refund_uid=uid)

    assert unknown.value.answered == kind.startswith("error_500")
    assert count("refund") == done
    assert (gateway.find_refund(paid.intent_id or "", uid) is not None) == bool(done)


@pytest.mark.parametrize("kind", [Kind.TIMEOUT, Kind.DROP_AFTER_COMMIT, Kind.ERROR_409])
def test_the_same_key_after_an_outage_does_it_once(kind: str) -> None:
    paid = paid_checkout()
    given = {"key": "r:1", "refund_uid": uuid4()}
    twin.switch_on(kind, "POST /v1/refunds", times=OUTAGE)
    with pytest.raises(gateway.OutcomeUnknown):
        refund(paid, **given)

    first = refund(paid, **given)
    second = refund(paid, **given)

    assert first == second
    assert count("refund") == 1


@pytest.mark.parametrize(("kind", "done"), [(Kind.ERROR_500, 0), (Kind.ERROR_500_AFTER_COMMIT, 1)])
def test_a_500_is_replayed_under_its_key_until_it_is_forgotten(kind: str, done: int) -> None:
    paid = paid_checkout()
    given = {"key": "r:1", "refund_uid": uuid4(), "amount": Money(100, "GBP")}
    twin.switch_on(kind, "POST /v1/refunds")
    for _ in range(2):
        with pytest.raises(gateway.OutcomeUnknown):
            refund(paid, **given)
    assert count("refund") == done

    assert refund(paid, **given | {"key": "r:2"}).status == "succeeded"
    clock.advance(24 * 3600 + 1)
    assert refund(paid, **given).status == "succeeded"
    assert count("refund") == done + 2


def test_a_key_with_other_parameters_is_refused() -> None:
    paid = paid_checkout()
    given = {"key": "r:1", "refund_uid": uuid4()}
    refund(paid, amount=Money(100, "GBP"), **given)

    with pytest.raises(gateway.KeyReused):
        refund(paid, amount=Money(200, "GBP"), **given)
    with pytest.raises(gateway.KeyReused):
        checkout(key="r:1")

    assert count("refund") == 1


def test_a_refusal_is_replayed_too() -> None:
    paid = paid_checkout()
    pending = account(ready=False).external_id
    given = {"key": "t:1", "transfer_uid": uuid4(), "destination": pending}
    for _ in range(2):
        with pytest.raises(gateway.Refused):
            transfer(paid, **given)

    twin.make_ready(pending)

    with pytest.raises(gateway.Refused):
        transfer(paid, **given)
    assert transfer(paid, **given | {"key": "t:2"}).destination == pending


def test_a_parameter_that_fails_validation_is_not_stored() -> None:
    with pytest.raises(gateway.Refused):
        checkout(key="c:1", amount=Money(500, "AFN"))

    assert checkout(key="c:1").status == "open"


def test_a_switch_refuses_with_its_code() -> None:
    paid = paid_checkout()
    twin.switch_on(Kind.REFUSE, "POST /v1/transfers", code="balance_insufficient")

    with pytest.raises(gateway.Refused) as refusal:
        transfer(paid)

    assert (refusal.value.code, count("transfer")) == ("balance_insufficient", 0)


def test_rate_limits_are_told_apart_and_not_retried() -> None:
    paid = paid_checkout()
    twin.switch_on(Kind.ERROR_429, "POST /v1/refunds")

    with pytest.raises(gateway.RateLimited):
        refund(paid, key="r:1")

    assert refund(paid, key="r:1").status == "succeeded"


def test_a_slow_answer_is_an_answer() -> None:
    twin.switch_on(Kind.SLOW, seconds=0.01)

    assert checkout().status == "open"


def test_an_account_that_was_made_is_answered_again_although_500_came_first() -> None:
    twin.switch_on(Kind.ERROR_500_AFTER_COMMIT, "POST /v2/core/accounts")

    assert account().transfers_status == "active"
    assert count("v2.core.account") == 1


def test_switches_stay_on_until_they_are_switched_off() -> None:
    twin.switch_on(Kind.TIMEOUT, "POST /v1/checkout/*", times=None)
    for _ in range(2):
        with pytest.raises(gateway.OutcomeUnknown):
            checkout()

    twin.switch_off(Kind.TIMEOUT)

    assert checkout().status == "open"
