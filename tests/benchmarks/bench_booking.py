"""The last free time, fought over by 50 clients: who wins, and how long everybody waits for an answer.

`python -m tests.benchmarks.bench_booking` lets 50 processes call `checkout.actions.hold` for the same time, round
after round, over an SQLite file and, where a PostgreSQL server is known (DATABASE_URL, else the one that
`make services` started), over a database of its own there. Each answer is either the hold or a refusal. The
target: one winner a round, every answer in under 2 s.
"""

import datetime as dt
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
CLIENTS, SECONDS, ROUNDS_AT_MOST = 50, 8.0, 60
TARGET_SECONDS = 2.0
WON, TAKEN = "won", "taken"

Answer = tuple[int, str, float]
"""Round, answer, seconds."""


def main() -> None:
    """Measure each database in a process of its own, and print a table."""
    if sys.argv[1:] == ["--fight"]:
        sys.stdout.write(json.dumps(fight()))
        return
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        results["SQLite, processes"] = _measure(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    with _database_on_postgres() as url:
        if url:
            results["PostgreSQL, processes"] = _measure(url)
    _print(results)


def fight() -> list[Answer]:
    """Fill the database of DATABASE_URL, and let the clients fight over it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from marketplace.offerings.models import Package
    from marketplace.scheduling.slots import free_slots
    from tests.journeys import world

    call_command("migrate", verbosity=0, interactive=False)
    world.build()
    version = Package.objects.get(slug="keeping-it-going").current
    assert version is not None
    slots = free_slots(version=version, start=dt.datetime.now(dt.UTC).date(), days=version.horizon_days)
    # Each second one: a hold takes its buffers along.
    starts = [slot.start for slot in slots[::4]][:ROUNDS_AT_MOST]
    version_id = version.pk
    connection.close()  # an open one must not be inherited
    forks = multiprocessing.get_context("fork")  # this program has one thread
    until = time.monotonic() + SECONDS
    go_on = forks.Value("b", True)

    def look_at_the_time() -> None:
        go_on.value = time.monotonic() < until

    barrier, answers = forks.Barrier(CLIENTS, action=look_at_the_time), forks.Queue()
    clients = [
        forks.Process(target=_client, args=(number, version_id, starts, barrier, go_on, answers))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    found = [tuple(answer) for _ in clients for answer in answers.get(timeout=300)]
    for client in clients:
        client.join()
    return found


def _client(
    number: int, version_id: int, starts: list[dt.datetime], barrier: Any, go_on: Any, answers: Any
) -> None:
    from marketplace.offerings.models import PackageVersion

    version = PackageVersion.objects.select_related("package__trainer").get(pk=version_id)
    mine = []
    for turn, start in enumerate(starts):
        barrier.wait(120)
        if not go_on.value:
            break
        began = time.monotonic()
        mine.append((turn, _try(version, start, f"client-{number}-{turn}"), time.monotonic() - began))
    answers.put(mine)


def _try(version: Any, start: dt.datetime, visitor: str) -> str:
    from core.refusal import Refusal
    from marketplace.checkout.actions import hold

    try:
        hold(
            version=version,
            start=start,
            visitor=visitor,
            time_zone="Europe/London",
            reference="QUANTOCK",
            user=None,
        )
    except Refusal:
        return TAKEN
    except Exception as error:  # noqa: BLE001  (whatever else happens is what is to be seen)
        return f"{type(error).__name__}: {error}"
    return WON


def _measure(url: str) -> list[Answer]:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }
    program = [sys.executable, "-m", "tests.benchmarks.bench_booking", "--fight"]
    ran = subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [tuple(answer) for answer in json.loads(ran.stdout)]


@contextmanager
def _database_on_postgres() -> Iterator[str]:
    """The address of an empty database, dropped afterwards; "" where no server is known."""
    server = _postgres()
    if not server:
        yield ""
        return
    import psycopg

    parts = urlsplit(server)
    name = f"bench_{os.getpid()}"
    plain = urlunsplit(parts._replace(scheme="postgresql"))
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # a name of our own
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]  # ours


def _postgres() -> str:
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        return url
    try:
        found = json.loads((ROOT / "var" / "services.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    address = str(found.get("postgres", {}).get("url", ""))
    return address if address and _answers(address) else ""


def _answers(address: str) -> bool:
    import psycopg

    try:
        psycopg.connect(address.replace("postgres://", "postgresql://", 1), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _print(results: dict[str, list[Answer]]) -> None:
    _say(f"\nThe last free time, {CLIENTS} clients at once, by checkout.actions.hold")
    _say(f"{'':<24}{'rounds':>8}{'winners':>9}{'answers':>9}{'p50':>10}{'p99':>10}{'slowest':>10}")
    for name, answers in results.items():
        rounds = len({turn for turn, _, _ in answers})
        won = Counter(turn for turn, answer, _ in answers if answer == WON)
        one_each = list(won.values()) == [1] * rounds
        taken = sorted(seconds for _, _, seconds in answers)
        figures = (statistics.median(taken), taken[int(len(taken) * 0.99)], taken[-1])
        held = one_each and taken[-1] < TARGET_SECONDS
        times = "".join(f"{seconds * 1_000:>7.0f} ms" for seconds in figures)
        _say(
            f"{name:<24}{rounds:>8}{sum(won.values()):>9}{len(answers):>9}{times}{'' if held else '  MISSED'}"
        )
        for strange in sorted({answer for _, answer, _ in answers} - {WON, TAKEN}):
            _say(f"  strange: {strange}")
    if len(results) == 1:
        _say("PostgreSQL: left out, no server is known (`make services` starts one)")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
