"""Real Elasticsearch nodes on this machine, for tests that stop, end or restart one of them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.bin.scripts import load

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


@dataclass(frozen=True)
class Server:
    """The server that `make services` has started."""

    pid: int

    @contextmanager
    def hung(self) -> Iterator[None]:
        """It keeps its connections and says nothing more; afterwards it goes on as if nothing had been."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


@pytest.fixture
def elasticsearch_server() -> Server:
    """The process behind ELASTICSEARCH_URL. Everybody who asks it waits while a test makes it hang."""
    found = json.loads((ROOT / "var" / "services.json").read_text("utf-8")).get("elasticsearch", {})
    if found.get("url") != settings.ELASTICSEARCH_URL:
        lacking = "ELASTICSEARCH_URL names a server that was not started here, so nobody may stop it"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"REQUIRE_SERVICES=1, but {lacking}")
        pytest.skip(lacking)
    return Server(int(found["pid"]))


class OwnNode:
    """A node that belongs to the test alone; what it holds survives its end."""

    def __init__(self) -> None:
        self._scripts: Any = load("service_elasticsearch")
        self._home = self._scripts.find()
        self._scripts.make_user()
        port = self._scripts.service.free_port()
        self._node = self._scripts.make_node(self._home, f"own-{os.getpid()}", port)
        self._scripts.configure(
            self._node, {"cluster.name": "mi-commons-own", "discovery.type": "single-node"}
        )
        self.url: str = self._node.url

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._scripts.start_nodes(self._home, [self._node], self._scripts.CLUSTER_JAVA_OPTIONS)

    def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        state = self._node.state
        os.kill(state["pid"], signal.SIGKILL)
        while self._scripts.service.is_alive(state):
            time.sleep(0.05)

    def remove(self) -> None:
        """Leave nothing of it."""
        self._scripts.service.end(self._node.state)
        shutil.rmtree(self._node.folder)


@pytest.fixture(scope="module")
def elasticsearch_node() -> Iterator[OwnNode]:
    """A node of the module's own, half a minute to start. For tests marked `elasticsearch` and `slow`."""
    node = OwnNode()
    node.start()
    try:
        yield node
    finally:
        node.remove()
