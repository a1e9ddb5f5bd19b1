"""Claims, leases, retries: what was enqueued happens, and two workers never do the same."""

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from core import clock
from outbox import registry, worker
from outbox.actions import enqueue, retry_now
from outbox.errors import GiveUp, Later
from outbox.models import OutboxMessage, PeriodicRun, State

pytestmark = pytest.mark.django_db
HOUR = 3600


class Hand:
    """A handler that notes its messages and answers in turn with errors or nothing."""

    def __init__(self) -> None:
        self.answers: list[Exception | None] = []
        self.done: list[str] = []

    def __call__(self, message: OutboxMessage) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.done.append(message.subject)


@pytest.fixture
def hand() -> Iterator[Hand]:
    known = dict(registry._handlers)
    hand = Hand()
    registry.handles("test.kind")(hand)
    yield hand
    registry._handlers.clear()
    registry._handlers.update(known)


@pytest.fixture
def no_tasks() -> Iterator[dict[str, registry.Periodic]]:
    known = dict(registry._periodic)
    registry._periodic.clear()
    yield registry._periodic
    registry._periodic.clear()
    registry._periodic.update(known)


def message(subject: str = "1", **given: Any) -> OutboxMessage:
    return enqueue(kind="test.kind", subject=subject, dedupe_key=f"test:{subject}", **given)


def test_work_is_done_in_the_first_language_of_the_site_whoever_asked_for_it(hand: Hand) -> None:
    spoken: list[str] = []
    registry._handlers["test.kind"] = lambda message: spoken.append(translation.get_language())
    message()

    with translation.override("de"):
        worker.drain()

    assert spoken == ["en-gb"]


def test_a_message_is_carried_out_once(hand: Hand) -> None:
    message()

    assert [worker.drain(), worker.drain()] == [1, 0]

    found = OutboxMessage.objects.get()
    assert hand.done == ["1"]
    assert (found.state, found.lease, found.attempts) == ("done", None, 1)
    assert found.done_at is not None


def test_the_same_dedupe_key_is_kept_once_for_ever(hand: Hand) -> None:
    first = message()
    worker.drain()

    again = message()
    worker.drain()

    assert again.pk == first.pk
    assert hand.done == ["1"]


def test_what_is_not_due_waits_for_the_clock(hand: Hand) -> None:
    message(due_at=clock.now() + dt.timedelta(hours=1))
    assert worker.drain() == 0

    clock.advance(HOUR)

    assert worker.drain() == 1


def test_a_leased_message_is_nobody_elses(hand: Hand) -> None:
    message()
    first = worker.claim()

    assert first is not None
    assert worker.claim() is None


def test_a_lease_that_ran_out_is_taken_over_and_the_late_one_settles_nothing(hand: Hand) -> None:
    message()
    late = worker.claim()
    assert late is not None
    OutboxMessage.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    second = worker.claim()
    assert second is not None
    hand.answers = [GiveUp("too late")]

    worker.carry_out(late)
    assert OutboxMessage.objects.get().state == State.WAITING
    worker.carry_out(second)

    assert OutboxMessage.objects.get().state == State.DONE


def test_leases_run_on_real_time_not_on_the_movable_clock(hand: Hand) -> None:
    message()
    worker.claim()

    clock.advance(30 * 24 * HOUR)

    assert worker.claim() is None


def test_a_failure_is_tried_again_later_and_later(hand: Hand) -> None:
    hand.answers = [ValueError("once"), ValueError("twice")]
    message()
    waits = []
    for _ in range(2):
        worker.drain()
        found = OutboxMessage.objects.get()
        waits.append(round((found.due_at - clock.now()).total_seconds()))
        clock.advance(waits[-1] + 1)
    assert "twice" in OutboxMessage.objects.get().last_error

    worker.drain()

    found = OutboxMessage.objects.get()
    assert waits == [5, 10]
    assert (found.state, found.last_error, found.attempts) == ("done", "", 3)


def test_waits_double_up_to_six_hours_and_cover_two_days() -> None:
    waits = [worker.delay(attempt) for attempt in range(1, worker.MOST_ATTEMPTS)]

    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == 6 * HOUR
    assert sum(waits) > 48 * HOUR


def test_it_is_given_up_in_the_end_and_staff_can_take_it_up_again(hand: Hand) -> None:
    hand.answers = [ValueError("no")] * worker.MOST_ATTEMPTS
    message()
    for _ in range(worker.MOST_ATTEMPTS):
        worker.drain()
        clock.advance(7 * HOUR)
    found = OutboxMessage.objects.get()
    assert (found.state, found.attempts) == ("given_up", worker.MOST_ATTEMPTS)
    assert worker.drain() == 0

    retry_now(message=found)
    worker.drain()

    assert hand.done == ["1"]


def test_giving_up_keeps_the_reason(hand: Hand) -> None:
    hand.answers = [GiveUp("The account is closed.")]
    message()

    worker.drain()

    found = OutboxMessage.objects.get()
    assert (found.state, found.last_error) == ("given_up", "The account is closed.")


def test_later_is_no_failed_attempt(hand: Hand) -> None:
    hand.answers = [Later(60, "not ready")] * 30
    message()
    for _ in range(30):
        worker.drain()
        clock.advance(61)
    found = OutboxMessage.objects.get()
    assert (found.state, found.attempts, found.last_error) == ("waiting", 0, "not ready")

    worker.drain()

    assert hand.done == ["1"]


def test_a_kind_that_nobody_knows_is_given_up() -> None:
    enqueue(kind="test.unknown", subject="1", dedupe_key="unknown")

    worker.drain()

    assert "Nothing here knows" in OutboxMessage.objects.get().last_error


def test_what_is_done_is_not_taken_up_again_by_staff(hand: Hand) -> None:
    message()
    worker.drain()

    retry_now(message=OutboxMessage.objects.get())

    assert OutboxMessage.objects.get().state == State.DONE


def test_a_stop_is_heeded_between_messages(hand: Hand) -> None:
    for number in range(3):
        message(str(number))

    worker.drain(stop=lambda: len(hand.done) == 2)

    assert hand.done == ["0", "1"]


def test_a_task_recurs_and_its_failure_stops_no_other(no_tasks: dict[str, registry.Periodic]) -> None:
    ran: list[str] = []

    def fail() -> int:
        raise ValueError("broken")

    registry.recurs("test.fails", every_seconds=60)(fail)
    registry.recurs("test.works", every_seconds=60)(lambda: ran.append("once") or 1)

    assert [worker.run_periodic(), worker.run_periodic()] == [1, 0]

    assert ran == ["once"]
    assert "broken" in PeriodicRun.objects.get(name="test.fails").last_error
    PeriodicRun.objects.update(next_at=timezone.now())
    assert worker.run_periodic() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_workers_do_a_hundred_messages_once_each(hand: Hand) -> None:
    for number in range(100):
        message(str(number))

    together(10, worker.drain)

    assert sorted(hand.done, key=int) == [str(number) for number in range(100)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_ten_workers_one_runs_what_recurs(no_tasks: dict[str, registry.Periodic]) -> None:
    ran: list[str] = []
    registry.recurs("test.task", every_seconds=60)(lambda: ran.append("once") or 1)

    together(10, worker.run_periodic)

    assert ran == ["once"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_leases_workers_do_the_same_twice(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: claims that neither lock nor lease let the contest above fail."""
    monkeypatch.setattr(worker, "claim", lambda: OutboxMessage.objects.filter(state="waiting").first())
    for number in range(30):
        message(str(number))

    together(10, worker.drain)

    assert len(hand.done) > 30


def together(count: int, act: Any) -> None:
    """`count` threads do the same at once, each on a connection of its own."""
    barrier = threading.Barrier(count)

    def one() -> None:
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
