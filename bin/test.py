#!/usr/bin/env python3
"""`make test`: the suite on SQLite, then on PostgreSQL, search on Elasticsearch, then the journeys in a browser.

A part whose service is not there is skipped with one line that says why; with REQUIRE_SERVICES=1 it fails.
The last line counts every part together, in the form of pytest's own closing line.
"""

import os
import re
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import service
import service_elasticsearch
import services
import setup
from shell import PYTHON, StepFailed, follow, say

CLOSING = re.compile(r"^=+ (?P<counts>(?:\d+ \w+(?:, )?)+) in [\d.]+s(?: \([\d:]+\))? =+$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ORDER = ("failed", "passed", "skipped", "xfailed", "xpassed", "warnings", "errors")
PLURAL = {"error": "errors", "warning": "warnings"}


@dataclass(frozen=True)
class Part:
    """One run of pytest: which tests, on what."""

    name: str
    marks: str
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    all_options: tuple[str, ...] = ()  # instead of `options` when everything is asked for
    wants: tuple[str, ...] = ()  # used when there; without them some tests skip themselves


SERVERS = ("postgres", "elasticsearch", "stripe_mock")
PARALLEL = ("-n", "2")
INDEX_PREFIX = f"mi-commons-{os.getpid()}"
# What asks a database for more than rows: locks, constraints, triggers, full text, and the rules of money.
DATABASE = (
    "tests/directory/places",
    "tests/marketplace/ledger",
    "tests/marketplace/orders",
    "tests/marketplace/payments",
    "tests/marketplace/referrals",
    "tests/marketplace/scheduling",
    "tests/marketplace/test_races.py",
    "tests/search",
    "tests/site/core/test_guards.py",
    "tests/site/outbox",
)
EVERYTHING = ("tests", "--ignore=tests/architecture", "--ignore=tests/config")  # these two ask no database
PARTS = (
    Part(
        "the suite on SQLite",
        "not journey and not postgres and not elasticsearch",
        options=PARALLEL,
        wants=("stripe_mock",),
    ),
    Part(
        "the suite on PostgreSQL",
        "not journey and not sqlite and not stripe_mock and not elasticsearch",
        needs=("postgres",),
        options=(*PARALLEL, *DATABASE),
        all_options=(*PARALLEL, *EVERYTHING),
    ),
    Part("search on Elasticsearch", "elasticsearch", needs=("elasticsearch",)),
    Part("the journeys in a browser", "journey and not elasticsearch", needs=("chromium",)),
)


@dataclass
class Tally:
    """What all parts came to."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def line(self, seconds: float) -> str:
        counts = ", ".join(f"{self.counts[word]} {word}" for word in ORDER if self.counts[word])
        clock = f" ({int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02})"
        return f" {counts or 'no tests ran'} in {seconds:.2f}s{clock if seconds >= 60 else ''} ".center(
            80, "="
        )


def main() -> None:
    everything = "--all" in sys.argv[1:]
    began = time.monotonic()
    setup.environment()
    tally = Tally()
    ours = [name for name in SERVERS if not services.running(name)]
    try:
        for part in PARTS:
            play(part, tally, everything=everything)
    finally:
        for name in ours:
            services.stop_service(name)
    for line in tally.skipped:
        say(f"SKIPPED {line}")
    for line in tally.failed:
        say(f"FAILED {line}")
    say(tally.line(time.monotonic() - began))
    sys.exit(1 if tally.failed else 0)


def play(part: Part, tally: Tally, *, everything: bool) -> None:
    """Run one part and add it to the tally."""
    say(f"\n--- {part.name} ---")
    for name in part.wants:
        obstacle(name)  # the tests that want it find it, or say themselves that it is missing
    missing = next(filter(None, map(obstacle, part.needs)), None)
    if missing:
        required = os.environ.get("REQUIRE_SERVICES") == "1"
        (tally.failed if required else tally.skipped).append(f"{part.name}: {missing}")
        tally.counts["failed" if required else "skipped"] += 1
        return
    marks = part.marks if everything else f"{part.marks} and not slow"
    chosen = part.all_options if everything and part.all_options else part.options
    arguments = ["-m", marks, *chosen]
    code = follow(
        [PYTHON, "-m", "pytest", *arguments],
        lambda line: read(line, tally),
        env=environment(part, everything),
    )
    if "elasticsearch" in part.needs:
        with suppress(OSError):  # it may be what failed
            service_elasticsearch.delete_indices(elasticsearch_url(), INDEX_PREFIX)
    if code:
        tally.failed.append(
            f"{part.name} (pytest ended with {code}{': no tests were found' if code == 5 else ''})"
        )


def obstacle(name: str) -> str | None:
    """Start the service; None when it is there, else what is missing."""
    try:
        services.start_service(name)
    except service.Missing as error:
        return str(error)
    except StepFailed as error:
        return f"{name} did not start: {error}. {error.output.strip()}"
    return None


def environment(part: Part, everything: bool) -> dict[str, str]:
    """The suite's database and indices are its own; nothing of a developer's own settings reaches it."""
    env = {
        "DATABASE_URL": "sqlite://:memory:",
        "ELASTICSEARCH_URL": elasticsearch_url() if "elasticsearch" in part.needs else "",
        "ELASTICSEARCH_PREFIX": INDEX_PREFIX,
        "HYPOTHESIS_PROFILE": "all" if everything else "default",
    }
    if "postgres" in part.needs:
        env["DATABASE_URL"] = str(service.section("postgres")["url"])
    if sys.stdout.isatty():
        env["FORCE_COLOR"] = "1"
    return env


def elasticsearch_url() -> str:
    return str(service.section("elasticsearch")["url"])


def read(line: str, tally: Tally) -> None:
    """Pass the line on, and count when it is pytest's closing line."""
    say(line, end="")
    closing = CLOSING.match(COLOUR.sub("", line).strip())
    for number, word in re.findall(r"(\d+) (\w+)", closing["counts"] if closing else ""):
        tally.counts[PLURAL.get(word, word)] += int(number)


if __name__ == "__main__":
    main()
