"""Clients that fight for a trainer's time, round after round.

As a program (`python -m tests.marketplace.scheduling.contest`) it lets processes fight over an SQLite file:
it reads its orders as JSON from the command line and prints what came of it. On PostgreSQL the tests let
threads do the same. `lock` and `guard` can be left out, to see that the contest shows it.
"""

import datetime as dt
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import pairwise
from typing import Any

FIRST = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
CLIENTS = 50
HOUR = dt.timedelta(hours=1)
CHECKED_BUT_NOT_WRITTEN = 0.02  # seconds in which a client without lock believes that the time is free

Answers = list[tuple[int, str, float]]
"""Of one client: (round, answer, seconds)."""


def attempt(*, trainer_id: int, client: int, number: int, apart: int, lock: bool) -> tuple[int, str, float]:
    """Try to take the hour of round `number`, begun `apart` minutes later by each of four sorts of client."""
    from django.db import DatabaseError, transaction

    from directory.trainers.models import Trainer
    from marketplace.scheduling import actions
    from marketplace.scheduling.errors import TimeTaken

    start = FIRST + number * 4 * HOUR + client % 4 * dt.timedelta(minutes=apart)
    began = time.monotonic()
    try:
        with transaction.atomic() if lock else nullcontext():
            trainer = actions.lock_trainer(trainer_id=trainer_id) if lock else Trainer(pk=trainer_id)
            actions.take_block(
                trainer=trainer, start=start, end=start + HOUR, kind="hold", expires_at=FIRST + 10**4 * HOUR
            )
        answer = "won"
    except TimeTaken:
        answer = "taken"
    except DatabaseError as error:
        answer = f"{type(error).__name__}: {error}"
    return number, answer, time.monotonic() - began


def forget_the_lock() -> None:
    """Let time be taken outside a transaction, with a pause between looking and writing."""
    from marketplace.scheduling import actions

    look: Callable[..., Any] = actions.busy_intervals

    def look_and_pause(**asked: Any) -> Any:
        found = look(**asked)
        time.sleep(CHECKED_BUT_NOT_WRITTEN)
        return found

    actions.busy_intervals = look_and_pause
    actions._need_transaction = lambda: None


def verdict(answers: Sequence[tuple[int, str, float]]) -> dict[str, Any]:
    """What came of a contest, with the blocks as the database has them."""
    from marketplace.scheduling.models import CalendarBlock

    spans = sorted(CalendarBlock.objects.active().values_list("busy_start", "busy_end"))
    return {
        "rounds": len({number for number, _, _ in answers}),
        "winners": sorted(Counter(number for number, answer, _ in answers if answer == "won").values()),
        "answers": len(answers),
        "strange": sorted({answer for _, answer, _ in answers if answer not in {"won", "taken"}}),
        "blocks": len(spans),
        "overlaps": sum(before[1] > after[0] for before, after in pairwise(spans)),
        "slowest": max(seconds for _, _, seconds in answers),
    }


def main() -> None:
    """Fight with processes over the database of DATABASE_URL, which this program alone uses."""
    import django

    django.setup()
    from django.db import connection

    from tests.factories.trainers import TrainerFactory

    orders = json.loads(sys.argv[1])
    if not orders["lock"]:
        forget_the_lock()
    if not orders["guard"]:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER scheduling_block_no_overlap_insert")
    trainer_id = TrainerFactory.create().pk
    connection.close()  # an open one must not be inherited
    answers = _fight(trainer_id, orders)
    sys.stdout.write(json.dumps(verdict(answers)))


def _fight(trainer_id: int, orders: dict[str, Any]) -> Answers:
    forks = multiprocessing.get_context("fork")  # this program has one thread
    deadline = time.monotonic() + orders["seconds"]
    go_on = forks.Value("b", True)

    def check_the_time() -> None:
        go_on.value = time.monotonic() < deadline

    barrier, results = forks.Barrier(CLIENTS, action=check_the_time), forks.Queue()
    arguments = (trainer_id, orders, barrier, go_on, results)
    clients = [forks.Process(target=_client, args=(number, *arguments)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    answers = [tuple(answer) for _ in clients for answer in results.get(timeout=120)]
    for client in clients:
        client.join()
    return answers


def _client(
    client: int, trainer_id: int, orders: dict[str, Any], barrier: Any, go_on: Any, results: Any
) -> None:
    answers: Answers = []
    number = 0
    while barrier.wait(60) >= 0 and go_on.value:
        answers.append(
            attempt(
                trainer_id=trainer_id,
                client=client,
                number=number,
                apart=orders["apart"],
                lock=orders["lock"],
            )
        )
        number += 1
    results.put(answers)


if __name__ == "__main__":
    main()
