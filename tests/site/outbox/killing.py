"""A shop on a database of its own, whose workers are killed with SIGKILL. A program, run by test_kill.py.

`python -m tests.site.outbox.killing` migrates the database of DATABASE_URL, lets orders wait for refunds and
transfers, then starts `manage.py work` again and again as a process of its own that dies: half of them right
after Stripe's n-th answer, before anything of it is written down, half at some other instruction. The last one
may live. What became of it all is printed as JSON.
"""

import json
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from typing import Any

ORDERS = 6
KILLS = 12


def prepare() -> None:
    """Half of the orders wait for a transfer, half for a refund."""
    from django.core.management import call_command

    from core import clock
    from marketplace.orders.sweeping import move_sessions_on
    from marketplace.payments.refunds import refund_in_full
    from tests.factories.orders import delivered, sellable_version, settle
    from tests.marketplace.payments.scenes import paid, slots

    call_command("migrate", verbosity=0)
    version = sellable_version()
    times = slots(version)
    orders = [
        paid(version=version, start=times[number * 4].start, visitor=str(number)).order
        for number in range(ORDERS)
    ]
    settle()
    for order in orders[ORDERS // 2 :]:
        refund_in_full(order=order, reason="Asked for.", actor=None)
    for order in orders[: ORDERS // 2]:
        delivered(order)
    clock.advance(100 * 3600)
    move_sessions_on()


def work(die_after: int) -> None:
    """`manage.py work --once`; dies after that many answers of Stripe's, or lives (0)."""
    from django.core.management import call_command

    from marketplace.payments.twin import http_client

    answer, answers = http_client.handle, iter(range(1, 10_000))

    def answer_and_die(call: Any) -> Any:
        answered = answer(call)
        if call.method == "POST" and next(answers) == die_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return answered

    http_client.handle = answer_and_die
    call_command("work", once=True)


def kill_workers() -> list[int]:
    """How each worker ended: -9 is killed."""
    from django.db import connection

    from outbox.models import OutboxMessage

    forks = multiprocessing.get_context("fork")  # this program has one thread
    ends = []
    for number in range(KILLS + 1):
        OutboxMessage.objects.filter(state="waiting").update(
            leased_until=None
        )  # the leases of the dead are over
        connection.close()  # an open one must not be inherited
        last = number == KILLS
        worker = forks.Process(target=work, args=(1 if number % 2 and not last else 0,))
        worker.start()
        if not last and not number % 2:
            time.sleep(0.02 * (number + 1))
            os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
        ends.append(worker.exitcode or 0)
    return ends


def report() -> dict[str, Any]:
    """What is there, here and at the twin."""
    from marketplace.orders.models import Refund
    from marketplace.payments.models import Transfer
    from outbox.models import OutboxMessage
    from tests.marketplace.money_rules import at_stripe, check_rules

    check_rules()
    return {
        "refunds": dict(Counter(Refund.objects.values_list("status", flat=True))),
        "transfers": dict(Counter(Transfer.objects.values_list("status", flat=True))),
        "refunds at the twin": at_stripe("refund"),
        "transfers at the twin": at_stripe("transfer"),
        "waiting": OutboxMessage.objects.filter(kind__startswith="stripe.", state="waiting").count(),
        "given up": OutboxMessage.objects.filter(state="given_up").count(),
    }


def main() -> None:
    """Prepare, kill, report."""
    import django

    django.setup()
    prepare()
    before = report()
    ends = kill_workers()
    sys.stdout.write(json.dumps({"before": before, "ends": ends, "after": report()}))


if __name__ == "__main__":
    main()
