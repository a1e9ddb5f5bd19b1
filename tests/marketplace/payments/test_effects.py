"""Effects at Stripe happen once: whatever the network does, and wherever the worker is killed."""

from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from marketplace.orders.models import Order, Payment, Refund
from marketplace.payments import gateway
from marketplace.payments import refunds as refunds_module
from marketplace.payments import transfers as transfers_module
from marketplace.payments.effects import Effect, carry_out
from marketplace.payments.models import Transfer, TransferReversal
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.twin import actions as twin
from outbox import worker
from outbox.models import OutboxMessage, State
from tests.factories.orders import confirmed_order, earned, fresh, settle
from tests.marketplace.money_rules import at_stripe, check_rules, the_twin_agrees
from tests.marketplace.payments.scenes import at_checkout, awaiting

pytestmark = pytest.mark.django_db
HOUR = 3600
BAD_LUCK = [
    ("drop_after_commit", 1),
    ("drop_after_commit", 3),
    ("timeout", 3),
    ("error_500", 1),
    ("error_500_after_commit", 1),
    ("error_409", 1),
    ("error_409", 3),
    ("error_429", 1),
]


class KilledError(BaseException):
    """kill -9: nothing of ours runs any more."""


def killed_after(call: Callable[..., Any]) -> Callable[..., Any]:
    """`call`, after whose answer the worker dies."""

    def die(*args: Any, **kwargs: Any) -> None:
        call(*args, **kwargs)
        raise KilledError

    return die


def back_to_life() -> None:
    """The lease of whoever died has run out, and waiting is over."""
    OutboxMessage.objects.filter(state=State.WAITING).update(leased_until=None, due_at=clock.now())
    clock.advance(HOUR)
    settle()


def refunded_order() -> Order:
    order = confirmed_order()
    refund_in_full(order=order, reason="Asked for.", actor=None)
    return order


@pytest.mark.parametrize(("fault", "times"), BAD_LUCK)
def test_one_refund_whatever_the_network_does(fault: str, times: int) -> None:
    order = refunded_order()
    twin.switch_on(fault, "POST /v1/refunds", times=times)
    settle()

    back_to_life()

    refund = Refund.objects.get(payment__order=order)
    assert (refund.status, refund.amount_minor) == ("succeeded", 38_000)
    assert at_stripe("refund") == 1
    check_rules()
    the_twin_agrees()


@pytest.mark.parametrize(("fault", "times"), BAD_LUCK)
def test_one_transfer_whatever_the_network_does(fault: str, times: int) -> None:
    twin.switch_on(fault, "POST /v1/transfers", times=times)
    earned(confirmed_order())

    back_to_life()

    transfer = Transfer.objects.get()
    assert (transfer.status, transfer.amount_minor) == ("sent", 8_550)
    assert at_stripe("transfer") == 1
    check_rules()
    the_twin_agrees()


@pytest.mark.parametrize(("fault", "times"), BAD_LUCK)
def test_one_reversal_whatever_the_network_does(fault: str, times: int) -> None:
    order = confirmed_order()
    earned(order)
    twin.switch_on(fault, "POST /v1/transfers/*/reversals", times=times)
    refund_in_full(order=order, reason="Asked for.", actor=None)
    settle()

    back_to_life()

    reversal = TransferReversal.objects.get()
    assert (reversal.status, reversal.amount_minor) == ("done", 8_550)
    assert at_stripe("transfer_reversal") == 1
    check_rules()
    the_twin_agrees()


@pytest.mark.parametrize(
    ("module", "call", "kind"),
    [
        (refunds_module, "create_refund", "refund"),
        (transfers_module, "create_transfer", "transfer"),
        (transfers_module, "create_transfer_reversal", "transfer_reversal"),
    ],
)
def test_killed_between_the_answer_and_the_commit(
    monkeypatch: pytest.MonkeyPatch, module: Any, call: str, kind: str
) -> None:
    monkeypatch.setattr(module.gateway, call, killed_after(getattr(gateway, call)))
    order = confirmed_order()
    dies_often(lambda: earned(order))
    dies_often(lambda: refund_in_full(order=order, reason="Asked for.", actor=None))
    dies_often(settle)
    assert at_stripe(kind) == 1
    monkeypatch.undo()

    back_to_life()

    assert at_stripe(kind) == 1
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    check_rules()
    the_twin_agrees()


def dies_often(act: Callable[[], Any]) -> None:
    """Do it; a worker that dies is started again, its lease still standing."""
    for _ in range(3):
        try:
            act()
        except KilledError:
            continue
        return


def test_killed_between_the_answer_and_the_commit_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from marketplace.payments import actions  # noqa: PLC0415  (its gateway is what is replaced)

    order = awaiting()
    monkeypatch.setattr(actions.gateway, "create_checkout", killed_after(gateway.create_checkout))
    with pytest.raises(KilledError):
        at_checkout(order)
    monkeypatch.undo()

    payment = at_checkout(order)

    assert at_stripe("checkout.session") == 1
    assert payment.external_id is not None


def effect(*answers: Any, found: Any = None, keys: list[str], looked: list[str] | None = None) -> Effect[Any]:
    """An effect that answers in turn and notes the keys it was made with."""
    ahead = list(answers)

    def create(key: str) -> Any:
        keys.append(key)
        answer = ahead.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def find() -> Any:
        if looked is not None:
            looked.append("looked")
        return found

    return Effect(create=create, find=find)


def row() -> Payment:
    return at_checkout_row()


def at_checkout_row() -> Payment:
    payment = at_checkout()
    payment.attempted_at = None
    payment.save()
    return payment


def test_the_first_attempt_is_made_without_looking() -> None:
    keys: list[str] = []
    looked: list[str] = []
    payment = row()

    assert carry_out(payment, effect("done", keys=keys, looked=looked)) == "done"

    assert (keys, looked) == ([f"{payment.uid}:1"], [])
    payment.refresh_from_db()
    assert payment.attempted_at is not None


def test_the_same_key_while_the_outcome_is_unknown_and_young() -> None:
    keys: list[str] = []
    payment = row()
    silence = gateway.OutcomeUnknown("No answer.")
    with pytest.raises(gateway.OutcomeUnknown):
        carry_out(payment, effect(silence, keys=keys))
    clock.advance(23 * HOUR - 60)

    carry_out(Payment.objects.get(pk=payment.pk), effect("done", keys=keys))

    assert keys == [f"{payment.uid}:1", f"{payment.uid}:1"]


def test_a_new_key_after_23_hours_once_nothing_was_found() -> None:
    keys: list[str] = []
    looked: list[str] = []
    payment = row()
    with pytest.raises(gateway.OutcomeUnknown):
        carry_out(payment, effect(gateway.OutcomeUnknown("No answer."), keys=keys))
    clock.advance(23 * HOUR)

    carry_out(Payment.objects.get(pk=payment.pk), effect("done", keys=keys, looked=looked))

    assert keys == [f"{payment.uid}:1", f"{payment.uid}:2"]
    assert looked == ["looked"]


def test_what_is_found_is_not_made_again() -> None:
    keys: list[str] = []
    payment = row()
    with pytest.raises(gateway.OutcomeUnknown):
        carry_out(payment, effect(gateway.OutcomeUnknown("No answer."), keys=keys))
    clock.advance(40 * HOUR)

    assert carry_out(payment, effect(found="there", keys=keys)) == "there"

    assert len(keys) == 1


def test_an_answered_error_is_left_for_a_new_key_only_when_nothing_happened() -> None:
    keys: list[str] = []
    payment = row()
    with pytest.raises(gateway.OutcomeUnknown):
        carry_out(payment, effect(gateway.OutcomeUnknown("500", answered=True), keys=keys))
    assert payment.attempt == 2

    other = row_of_another_order()
    with pytest.raises(gateway.OutcomeUnknown):
        carry_out(other, effect(gateway.OutcomeUnknown("500", answered=True), found="there", keys=keys))
    assert other.attempt == 1


def row_of_another_order() -> Payment:
    return at_checkout_row()


def test_a_refusal_is_final() -> None:
    order = refunded_order()
    twin.switch_on("refuse", "POST /v1/refunds", times=3, code="charge_disputed")

    settle()

    refund = Refund.objects.get()
    assert refund.status == Refund.Status.FAILED
    assert refund.failure_reason
    assert fresh(order).events.filter(what="refund failed").count() == 1
    assert worker.drain() == 0
    check_rules()
