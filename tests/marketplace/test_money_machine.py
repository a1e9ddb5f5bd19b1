"""No sequence of holds, payments, bookings, marks, refunds, events and hours breaks a rule of money.

Each step is an act of a buyer, a bank, a trainer, staff or time, and may be refused with a sentence. After each
step `money_rules.check_rules` asks the whole database; statuses may only have moved along their tables; at the
end, once nothing is under way, the twin's own accounts agree with the book.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core import clock
from core.refusal import Refusal
from marketplace.checkout.actions import hold, place_order
from marketplace.orders import lifecycles
from marketplace.orders.actions import (
    book_session,
    change_slot,
    mark_delivered,
    mark_no_show,
    object_to,
    release_hold,
    set_objection_aside,
    undo_mark,
    uphold_objection,
)
from marketplace.orders.models import CoachingSession, Order, Payment, Refund
from marketplace.orders.sweeping import end_old_drafts, move_sessions_on
from marketplace.payments import webhooks
from marketplace.payments.actions import start_checkout
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.sweeping import end_unpaid_orders, sync_open_payments
from marketplace.payments.sync import sync_order
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinFault, TwinObject
from marketplace.scheduling.slots import free_slots
from outbox import worker
from outbox.models import OutboxMessage, State
from tests.factories.groups import PracticeGroupFactory
from tests.factories.offerings import published_version
from tests.factories.orders import BASE_URL, code_of, details, open_all_week, payable
from tests.factories.trainers import TrainerFactory
from tests.marketplace.money_rules import at_stripe, check_rules, the_twin_agrees
from tests.marketplace.payments.scenes import Post

pick = st.integers(min_value=0, max_value=30)
HOURS = [dt.timedelta(minutes=m) for m in (4, 11, 16, 32, 41, 60 * 25, 60 * 49, 60 * 73, 60 * 24 * 9)]
FAULTS = [
    (TwinFault.Kind.DROP_AFTER_COMMIT, 1),
    (TwinFault.Kind.DROP_AFTER_COMMIT, 3),
    (TwinFault.Kind.TIMEOUT, 3),
    (TwinFault.Kind.ERROR_500, 3),
    (TwinFault.Kind.ERROR_500_AFTER_COMMIT, 1),
    (TwinFault.Kind.ERROR_409, 1),
    (TwinFault.Kind.ERROR_429, 1),
]
TABLES: dict[type[Any], Mapping[str, frozenset[str]]] = {
    Order: lifecycles.ORDER,
    CoachingSession: lifecycles.SESSION,
    Payment: lifecycles.PAYMENT,
    Refund: lifecycles.REFUND,
}


class Money(RuleBasedStateMachine):
    """One trainer, a paid package of two sessions and a free one, one group; as many orders as it likes."""

    def __init__(self) -> None:
        super().__init__()
        clock.reset()
        self.savepoint = transaction.savepoint()
        self.post: list[dict[str, Any]] = []
        self.seen: dict[tuple[type[Any], int], str] = {}

    def teardown(self) -> None:
        try:
            self.let_everything_settle()
            check_rules()
            the_twin_agrees()
        finally:
            transaction.savepoint_rollback(self.savepoint)
            clock.reset()

    @initialize(price=st.sampled_from([38_000, 99_999, 301]), currency=st.sampled_from(["GBP", "EUR"]))
    def open_shop(self, price: int, currency: str) -> None:
        trainer = TrainerFactory.create()
        open_all_week(trainer)
        payable(trainer)
        terms = {"trainer": trainer, "sessions": 2, "minutes": 60, "notice_minutes": 60, "validity_days": 14}
        self.paid = published_version(price_minor=price, currency=currency, **terms)
        self.free = published_version(price_minor=0, currency=currency, **terms)
        self.code = code_of(PracticeGroupFactory.create()).code
        self.comes_straight_through(0, "a")

    # --- buyers ---

    @rule(which=pick, visitor=st.sampled_from("ab"), free=st.booleans(), brought=st.booleans())
    def takes_a_time(self, which: int, visitor: str, *, free: bool, brought: bool) -> None:
        version = self.free if free and which % 3 == 0 else self.paid
        start = self.some_time(which)
        if start is not None:
            self.attempt(
                lambda: hold(
                    version=version,
                    start=start,
                    visitor=visitor,
                    time_zone="Europe/London",
                    reference=self.code if brought else "",
                    user=None,
                )
            )

    @precondition(lambda self: Order.objects.filter(status="draft").exists())
    @rule(which=pick)
    def places(self, which: int) -> None:
        order = self.one(Order, which, status="draft")
        if order is not None:
            self.attempt(lambda: place_order(order=order, details=details()))

    @precondition(lambda self: Order.objects.filter(status="awaiting_payment").exists())
    @rule(which=pick)
    def goes_to_pay(self, which: int) -> None:
        order = self.one(Order, which, status="awaiting_payment")
        if order is not None:
            self.attempt(lambda: start_checkout(order=order, base_url=BASE_URL))

    @precondition(lambda self: Payment.objects.open().exists())
    @rule(which=pick, how=st.sampled_from([twin.pay, twin.pay, twin.pay, twin.pay_later, twin.decline]))
    def at_the_bank(self, which: int, how: Callable[[str], bool]) -> None:
        pages = TwinObject.objects.filter(kind="checkout.session", data__status="open").order_by("pk")
        if pages:
            how(pages[which % len(pages)].external_id)

    @rule(which=pick, visitor=st.sampled_from("ab"))
    def comes_straight_through(self, which: int, visitor: str) -> None:
        """Hold, place and pay, so that the deeper states are met often."""
        start = self.some_time(which)
        if start is None:
            return
        with suppress(Refusal):
            order = hold(
                version=self.paid,
                start=start,
                visitor=visitor,
                time_zone="Europe/London",
                reference=self.code,
                user=None,
            )
            order = place_order(order=order, details=details())
            payment = start_checkout(order=order, base_url=BASE_URL)
            twin.pay(payment.external_id or "")
        worker.drain()

    @precondition(lambda self: Payment.objects.open().filter(external_id__isnull=False).exists())
    @rule(which=pick, taken=st.booleans())
    def pays_and_is_heard_of_too_late(self, which: int, *, taken: bool) -> None:
        payments = list(Payment.objects.open().filter(external_id__isnull=False).order_by("pk"))
        payment = payments[which % len(payments)]
        twin.pay(payment.external_id or "")
        clock.advance(41 * 60)
        if taken:
            self.attempt(
                lambda: hold(
                    version=self.paid,
                    start=payment.order.slot_start,
                    visitor="c",
                    time_zone="Europe/London",
                    reference="",
                    user=None,
                )
            )

    @precondition(lambda self: CoachingSession.objects.filter(status="scheduled").exists())
    @rule(
        which=pick,
        mark=st.sampled_from([mark_delivered, mark_no_show, None]),
        hours=st.sampled_from([1, 49, 73]),
    )
    def a_session_is_over(self, which: int, mark: Any, hours: int) -> None:
        session = self.one(CoachingSession, which, status="scheduled")
        ends_at = session.appointments.get(status="booked").ends_at
        clock.advance(max(0, int((ends_at - clock.now()).total_seconds()) + hours * 3600))
        if mark is not None:
            self.attempt(lambda: mark(session=session, actor=None))
        move_sessions_on()

    @precondition(lambda self: CoachingSession.objects.filter(ended_at__isnull=False).exists())
    @rule(worked=st.booleans())
    def the_objection_window_passes(self, *, worked: bool) -> None:
        clock.advance(73 * 3600)
        move_sessions_on()
        if worked:
            worker.drain()

    @precondition(lambda self: Order.objects.filter(status="draft").exists())
    @rule(which=pick, slot=pick)
    def changes_or_lets_go(self, which: int, slot: int) -> None:
        order, start = self.one(Order, which, status="draft"), self.some_time(slot)
        if order is not None and slot % 4 == 0:
            self.attempt(lambda: release_hold(order=order))
        elif order is not None and start is not None:
            self.attempt(lambda: change_slot(order=order, start=start))

    @precondition(lambda self: CoachingSession.objects.filter(status="unscheduled").exists())
    @rule(which=pick, slot=pick)
    def books_a_second_time(self, which: int, slot: int) -> None:
        session, start = self.one(CoachingSession, which, status="unscheduled"), self.some_time(slot)
        if session is not None and start is not None:
            self.attempt(lambda: book_session(session=session, start=start, time_zone="Europe/London"))

    @precondition(lambda self: CoachingSession.objects.filter(ended_at__isnull=False).exists())
    @rule(which=pick)
    def objects(self, which: int) -> None:
        session = self.one(CoachingSession, which, ended_at__isnull=False)
        if session is not None and which % 3 == 0:
            self.attempt(lambda: object_to(session=session, words="Nobody came."))

    @precondition(lambda self: CoachingSession.objects.filter(objected_at__isnull=False).exists())
    @rule(which=pick, decide=st.sampled_from([set_objection_aside, uphold_objection]))
    def decides(self, which: int, decide: Callable[..., Any]) -> None:
        session = self.one(CoachingSession, which, objected_at__isnull=False)
        if session is not None:
            self.attempt(lambda: decide(session=session, reason="Both were heard.", actor=None))

    # --- the trainer and staff ---

    @precondition(lambda self: CoachingSession.objects.exists())
    @rule(which=pick, act=st.sampled_from([mark_delivered, mark_delivered, mark_no_show, undo_mark]))
    def marks(self, which: int, act: Callable[..., CoachingSession]) -> None:
        session = self.one(CoachingSession, which)
        if session is not None:
            self.attempt(lambda: act(session=session, actor=None))

    @precondition(lambda self: Order.objects.filter(confirmed_at__isnull=False).exists())
    @rule(which=pick)
    def refunds(self, which: int) -> None:
        order = self.one(Order, which, status__in=["confirmed", "fulfilled", "expired", "cancelled"])
        if order is not None:
            self.attempt(lambda: refund_in_full(order=order, reason="Asked for.", actor=None))

    # --- the bank, the post, bad luck ---

    @rule()
    def collects_post(self) -> None:
        post = Post()
        twin.deliver_due(receiver=post)
        self.post += post.letters

    @precondition(lambda self: self.post)
    @rule(which=pick, times=st.integers(1, 3))
    def an_event_arrives(self, which: int, times: int) -> None:
        letter = self.post[which % len(self.post)]
        for _ in range(times):
            webhooks.receive(**letter)
        worker.drain()

    @precondition(lambda self: at_stripe("refund"))
    @rule(which=pick, status=st.sampled_from(["failed", "canceled", "succeeded", "requires_action"]))
    def the_bank_speaks_of_a_refund(self, which: int, status: str) -> None:
        refunds = TwinObject.objects.filter(kind="refund").order_by("pk")
        if refunds:
            twin.settle_refund(refunds[which % len(refunds)].external_id, status)

    @rule(fault=st.sampled_from(FAULTS), path=st.sampled_from(["refunds", "transfers*", "checkout/sessions"]))
    def bad_luck(self, fault: tuple[str, int], path: str) -> None:
        kind, times = fault
        twin.switch_on(kind, f"POST /v1/{path}", times=times)

    @rule()
    def a_refund_will_be_slow(self) -> None:
        twin.switch_on(TwinFault.Kind.REFUND_PENDING, "*", times=1)

    @rule()
    def the_account_cannot_be_debited(self) -> None:
        twin.switch_on(TwinFault.Kind.REFUSE, "POST /v1/transfers/*/reversals", times=1)

    # --- time ---

    @rule(step=st.sampled_from(HOURS))
    def time_passes(self, step: dt.timedelta) -> None:
        clock.advance(int(step.total_seconds()))

    @rule()
    def the_worker_works(self) -> None:
        worker.drain()

    @rule(which=pick)
    def the_sweeper_sweeps(self, which: int) -> None:
        sweeps = [end_unpaid_orders, sync_open_payments, move_sessions_on, end_old_drafts]
        sweeps[which % len(sweeps)]()

    @precondition(lambda self: Payment.objects.exists())
    @rule(which=pick)
    def the_success_page_looks(self, which: int) -> None:
        order = self.one(Order, which, placed_at__isnull=False)
        if order is not None:
            self.attempt(lambda: sync_order(order_uid=order.uid))

    # --- what always holds ---

    @invariant()
    def the_rules_hold(self) -> None:
        check_rules()
        self.statuses_moved_along_their_tables()

    @invariant()
    def effects_happen_once(self) -> None:
        assert at_stripe("refund") <= Refund.objects.count()
        assert at_stripe("transfer_reversal") <= Refund.objects.count() * 2

    def statuses_moved_along_their_tables(self) -> None:
        for model, table in TABLES.items():
            for pk, status in model.objects.values_list("pk", "status"):
                before = self.seen.get((model, pk))
                if before is not None and before != status:
                    assert status in reachable(table, before), f"{model.__name__} {pk}: {before} > {status}"
                self.seen[model, pk] = status

    # --- helpers ---

    def let_everything_settle(self) -> None:
        twin.switch_off()
        for letter in self.post:
            webhooks.receive(**letter)
        for _ in range(12):
            OutboxMessage.objects.filter(state=State.WAITING).update(due_at=clock.now())
            moved = worker.drain(limit=200) + twin.deliver_due() + sync_open_payments() + end_unpaid_orders()
            if not moved:
                return
            clock.advance(3600)

    def attempt(self, act: Callable[[], object]) -> None:
        """Anything but a refusal with a sentence is a mistake."""
        with suppress(Refusal):
            act()

    def one(self, model: type[Any], which: int, **wanted: Any) -> Any:
        found = list(model.objects.filter(**wanted).order_by("pk"))
        return found[which % len(found)] if found else None

    def some_time(self, which: int) -> dt.datetime | None:
        free = free_slots(version=self.paid, start=clock.now().date(), days=3)
        return free[which % len(free)].start if free else None


def reachable(table: Mapping[str, frozenset[str]], status: str) -> set[str]:
    """Every status that can follow, by one step or more: one act may take several."""
    found: set[str] = set()
    ahead = [status]
    while ahead:
        for following in table[ahead.pop()]:
            if following not in found:
                found.add(following)
                ahead.append(following)
    return found


@pytest.mark.django_db
def test_money_keeps_its_rules_whatever_happens() -> None:
    assert connection.in_atomic_block  # each run is rolled back to a savepoint of the test's transaction
    run_state_machine_as_test(
        Money,
        settings=settings(
            stateful_step_count=16,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
