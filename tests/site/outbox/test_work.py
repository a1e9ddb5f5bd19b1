"""`manage.py work`: goes on until told to stop, and waits for a database that went away."""

import signal
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from outbox import worker
from outbox.management.commands import work


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


class Database:
    """A worker's turns: each raises or returns what the test says; after the last SIGTERM arrives."""

    def __init__(self, *turns: Exception | int) -> None:
        self.turns = list(turns)
        self.closed = 0

    def turn(self, *, stop: Callable[[], bool]) -> int:
        turn = self.turns.pop(0)
        if not self.turns:
            signal.raise_signal(signal.SIGTERM)
            assert stop()
        if isinstance(turn, Exception):
            raise turn
        return turn

    def close(self) -> None:
        self.closed += 1


def test_it_outlives_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(1, OperationalError("the server closed the connection"), 0)
    monkeypatch.setattr(worker, "turn", database.turn)
    monkeypatch.setattr(work, "connection", database)
    said, complained = StringIO(), StringIO()

    call_command("work", poll=0.01, stdout=said, stderr=complained)

    assert database.turns == []
    assert database.closed == 1
    assert "waits for the database" in complained.getvalue()
    assert "has stopped" in said.getvalue()


def test_once_does_not_hide_that_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "turn", Database(OperationalError("no server"), 0).turn)

    with pytest.raises(OperationalError):
        call_command("work", once=True)


@pytest.mark.django_db(transaction=True)  # a turn begins with closing old connections
def test_once_does_what_is_due_and_ends() -> None:
    said = StringIO()

    call_command("work", once=True, stdout=said)

    assert "has stopped" in said.getvalue()
