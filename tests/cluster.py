"""Three real Elasticsearch nodes on this machine, for tests that end one of them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "bin" / "services.py"


@dataclass(frozen=True)
class Cluster:
    """The addresses and the processes of its nodes, in the same order."""

    urls: tuple[str, ...]
    pids: tuple[int, ...]

    def kill(self, number: int) -> None:
        """End a node as a failing machine would: at once, with no word to the others."""
        os.kill(self.pids[number], signal.SIGKILL)


@pytest.fixture(scope="module")
def elasticsearch_cluster() -> Iterator[Cluster]:
    """A cluster of three, empty; it takes a minute to form. For tests marked `elasticsearch` and `slow`."""
    try:
        subprocess.run([sys.executable, str(SCRIPT), "start-cluster"], check=True)
        services = json.loads((ROOT / "var" / "services.json").read_text("utf-8"))
        nodes = services["elasticsearch_cluster"]["nodes"]
        yield Cluster(tuple(node["url"] for node in nodes), tuple(node["pid"] for node in nodes))
    finally:
        subprocess.run([sys.executable, str(SCRIPT), "stop-cluster"], check=True)
