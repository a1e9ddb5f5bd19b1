"""Fifty clients for one time: one wins, all are answered; and the contest shows it when nobody watches."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from core.guards import install
from marketplace.scheduling import actions, guards
from marketplace.scheduling.models import CalendarBlock
from tests.factories.trainers import TrainerFactory
from tests.marketplace.scheduling import contest

ROOT = Path(__file__).resolve().parents[3]
SHORT, LONG = 2, 12
LENGTHS = [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.slow)]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)  # a copy of the database waits for open transactions
class TestProcessesOnSqlite:
    @pytest.mark.parametrize("seconds", LENGTHS)
    def test_one_wins_each_time(self, seconds: int, tmp_path: Path) -> None:
        result = processes(tmp_path, seconds=seconds)

        assert_one_winner_each(result)

    def test_overlapping_times_that_are_not_the_same(self, tmp_path: Path) -> None:
        result = processes(tmp_path, seconds=SHORT, apart=20)

        assert_no_overlap(result)

    def test_net_alone_holds(self, tmp_path: Path) -> None:
        result = processes(tmp_path, seconds=SHORT, lock=False)

        assert_one_winner_each(result)

    def test_without_lock_and_net_time_is_given_twice(self, tmp_path: Path) -> None:
        result = processes(tmp_path, seconds=SHORT, lock=False, guard=False)

        assert result["overlaps"] > 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestThreadsOnPostgres:
    @pytest.mark.parametrize("seconds", LENGTHS)
    def test_one_wins_each_time(self, seconds: int) -> None:
        result = threads(seconds=seconds)

        assert_one_winner_each(result)

    def test_overlapping_times_that_are_not_the_same(self) -> None:
        result = threads(seconds=SHORT, apart=20)

        assert_no_overlap(result)

    def test_net_alone_gives_no_time_twice(self, forgotten_lock: None) -> None:
        result = threads(seconds=SHORT, lock=False)

        # Without the lock some may meet a deadlock; that is why there is one.
        assert (result["overlaps"], max(result["winners"])) == (0, 1)

    def test_without_lock_and_net_time_is_given_twice(self, forgotten_lock: None, no_net: None) -> None:
        result = threads(seconds=SHORT, lock=False)

        assert result["overlaps"] > 0


def assert_one_winner_each(result: dict[str, Any]) -> None:
    assert result["rounds"] >= 1
    assert result["strange"] == []
    assert result["answers"] == contest.CLIENTS * result["rounds"]
    assert result["winners"] == [1] * result["rounds"]
    assert (result["blocks"], result["overlaps"]) == (result["rounds"], 0)


def assert_no_overlap(result: dict[str, Any]) -> None:
    assert result["strange"] == []
    assert result["answers"] == contest.CLIENTS * result["rounds"]
    # Beginnings 0, 20, 40 and 60 minutes after one another: the first and the last might both be had.
    assert len(result["winners"]) == result["rounds"]
    assert set(result["winners"]) <= {1, 2}
    assert (result["blocks"], result["overlaps"]) == (sum(result["winners"]), 0)


def processes(
    folder: Path, *, seconds: float, apart: int = 0, lock: bool = True, guard: bool = True
) -> dict[str, Any]:
    """Let processes fight over a file with the tables and triggers of the test database."""
    file = folder / "contest.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    orders = {"seconds": seconds, "apart": apart, "lock": lock, "guard": guard}
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site"), os.environ.get("PYTHONPATH", "")]),
    }
    program = [sys.executable, "-m", "tests.marketplace.scheduling.contest", json.dumps(orders)]
    ran = subprocess.run(
        program, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def threads(*, seconds: float, apart: int = 0, lock: bool = True) -> dict[str, Any]:
    """Let threads fight, each with a connection of its own."""
    trainer_id = TrainerFactory.create().pk
    deadline = time.monotonic() + seconds
    go_on = [True]
    barrier = threading.Barrier(
        contest.CLIENTS, action=lambda: go_on.__setitem__(0, time.monotonic() < deadline)
    )
    answers: contest.Answers = []

    def client(number: int) -> None:
        done = 0
        try:
            while barrier.wait(60) >= 0 and go_on[0]:
                answers.append(
                    contest.attempt(trainer_id=trainer_id, client=number, number=done, apart=apart, lock=lock)
                )
                done += 1
        finally:
            connections.close_all()

    clients = [threading.Thread(target=client, args=(number,)) for number in range(contest.CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join(120)
    assert not any(thread.is_alive() for thread in clients)
    return contest.verdict(answers)


@pytest.fixture
def forgotten_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back afterwards what `forget_the_lock` puts aside."""
    for name in ("busy_intervals", "_need_transaction"):
        monkeypatch.setattr(actions, name, getattr(actions, name))
    contest.forget_the_lock()


@pytest.fixture
def no_net(transactional_db: None) -> Iterator[None]:
    """Take the database's own rule away for a test."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE scheduling_calendarblock DROP CONSTRAINT {guards.NAME}")
    yield
    CalendarBlock.objects.all().delete()
    install("scheduling")
