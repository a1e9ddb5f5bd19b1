"""kill -9 of `manage.py work`: nothing is lost, and no effect at Stripe happens twice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.site.outbox.killing import KILLS, ORDERS

ROOT = Path(__file__).resolve().parents[3]
HALF = ORDERS // 2


def fate(database: str, folder: Path) -> Any:
    """What the program saw, with a database and a clock of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.site.outbox.killing"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.site.outbox.kill_settings",
            "CLOCK_FILE": str(folder / "clock"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def see(seen: Any) -> None:
    assert seen["before"] == {
        "refunds": {"created": HALF},
        "transfers": {"due": HALF},
        "refunds at the twin": 0,
        "transfers at the twin": 0,
        "waiting": ORDERS,
        "given up": 0,
    }
    assert seen["ends"].count(-9) >= KILLS // 2  # each of these died with an answer in hand
    assert seen["ends"][-1] == 0
    assert seen["after"] == {
        "refunds": {"succeeded": HALF},
        "transfers": {"sent": HALF},
        "refunds at the twin": HALF,
        "transfers at the twin": HALF,
        "waiting": 0,
        "given up": 0,
    }


@pytest.mark.sqlite
def test_killed_workers_lose_nothing_and_repeat_nothing_on_sqlite(tmp_path: Path) -> None:
    see(fate(f"sqlite:///{tmp_path / 'shop.sqlite3'}", tmp_path))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_nothing_and_repeat_nothing_on_postgresql(tmp_path: Path) -> None:
    given = settings.DATABASES["default"]
    name = f"{connection.settings_dict['NAME']}_killing"
    server = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    statements = (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    try:
        see(fate(f"postgres://{server}/{name}", tmp_path))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
