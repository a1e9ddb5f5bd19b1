"""The twin under concurrency: requests take turns, whatever the database."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin import store
from marketplace.payments.twin.models import TwinObject
from tests.marketplace.payments.factories import Inbox, checkout, paid_checkout, refund

CLIENTS = 12
ROOT = Path(__file__).resolve().parents[4]
# A database file and threads with connections of their own: in memory the test's threads would share one.
RACE = """
import sys
sys.path[:0] = [".", "site"]
import django
django.setup()
from django.apps import apps
from django.db import connection
with connection.schema_editor() as editor:
    for model in apps.get_app_config("twin").get_models():
        editor.create_model(model)
from core.money import Money
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin import store
from marketplace.payments.twin.models import TwinObject
from tests.marketplace.payments.factories import checkout, refund
from tests.marketplace.payments.twin.test_store import at_once
made = checkout()
at_once(lambda: twin.pay(made.external_id))
paid = gateway.retrieve_checkout(made.external_id)
results = at_once(lambda: refund(paid, amount=Money(10_000, "GBP")))
refunds = sum(isinstance(result, gateway.RefundState) for result in results)
refusals = sum(isinstance(result, gateway.Refused) for result in results)
charges = TwinObject.objects.filter(kind="charge").count()
print(f"{refunds} refunds, {refusals} refusals, {charges} charge")
"""


def at_once(act: Callable[[], object]) -> list[object]:
    """`act` in many threads at one moment; what each returned or raised."""
    barrier = threading.Barrier(CLIENTS)
    results: list[object] = []

    def run() -> None:
        barrier.wait()
        try:
            results.append(act())
        except gateway.GatewayError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_key_sent_by_many_at_once_is_done_once() -> None:
    paid = paid_checkout()
    uid = uuid4()

    results = at_once(lambda: refund(paid, key="same:1", refund_uid=uid))

    assert len(results) == CLIENTS
    assert set(results) == {gateway.find_refund(paid.intent_id or "", uid)}
    assert TwinObject.objects.filter(kind="refund").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_refunds_in_a_race_never_exceed_the_charge() -> None:
    paid = paid_checkout()

    results = at_once(lambda: refund(paid, amount=Money(10_000, "GBP")))

    assert sum(isinstance(result, gateway.RefundState) for result in results) == 3
    assert sum(isinstance(result, gateway.Refused) for result in results) == CLIENTS - 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_negative_control_without_turns_the_charge_is_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "take_turn", lambda: None)
    refunded = []

    for _ in range(5):
        paid = paid_checkout()
        results = at_once(lambda paid=paid: refund(paid, amount=Money(10_000, "GBP")))  # type: ignore[misc]  # bound at once
        refunded.append(sum(isinstance(result, gateway.RefundState) for result in results))

    assert max(refunded) > 3


@pytest.mark.sqlite
def test_sqlite_file_takes_turns(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'twin.sqlite3'}"}

    done = subprocess.run(
        [sys.executable, "-c", RACE], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )

    assert (done.stdout, done.returncode) == ("3 refunds, 9 refusals, 1 charge\n", 0), done.stderr


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_pay_in_a_race_charges_once_and_delivers_once() -> None:
    made = checkout()
    inbox = Inbox()

    paid = at_once(lambda: twin.pay(made.external_id))
    delivered = at_once(lambda: twin.deliver_due(receiver=inbox))

    assert sorted(paid, key=bool) == [False] * (CLIENTS - 1) + [True]
    assert TwinObject.objects.filter(kind="charge").count() == 1
    assert sum(int(str(n)) for n in delivered) == len(inbox.events) == 2
