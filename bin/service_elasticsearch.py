#!/usr/bin/env python3
"""Elasticsearch: one node for tests and development, or a cluster of three for the tests that end a node.

Without security and with small heaps: for this machine alone, on 127.0.0.1. docs/operations.md says how it is
run in production.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import elasticsearch_server as server
import service
from service import Missing, State
from shell import StepFailed, run, say, start

NAME = "elasticsearch"
CLUSTER = "elasticsearch_cluster"
USER = "commons-search"  # made where this is root, as which it refuses to run
PORT = 9200
JAVA_OPTIONS = "-Xms1g -Xmx1g"
# Three at once: the quick compiler alone, which takes a third off the minute and a half they need to find together.
CLUSTER_JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
CLUSTER_NODES = ("one", "two", "three")
# Everything listens on this machine alone, and a disk that fills up is told by whatever fills it.
SETTINGS = {
    "network.host": "127.0.0.1",
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


@dataclass(frozen=True)
class Node:
    """One server: a name, a folder of its own, its ports, and the process that asked it to start."""

    name: str
    folder: Path
    http: int
    transport: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    @property
    def pid_file(self) -> Path:
        return self.folder / "pid"

    @property
    def state(self) -> State:
        return {"url": self.url, "pid": int(self.pid_file.read_text()), "known_by": str(self.folder)}


def find() -> Path:
    """The home of the server that was fetched."""
    home = Path(str(service.section(NAME).get("home", "")))
    if not service.is_file(server.server_in(home) / "bin" / "elasticsearch"):
        raise Missing("Elasticsearch is not fetched yet (`make services` fetches it)")
    return home


def lacking() -> list[str]:
    """Debian's packages that are not installed yet; Maven is for fetching alone."""
    maven = [] if service.can(find) or service.can(server.find_maven) else ["maven"]
    return [*maven, *([] if service.can(server.find_java) else [server.JAVA_PACKAGE])]


def fetch() -> None:
    """Fetch the server, where it is not here yet; Missing when Java or Maven is."""
    if service.can(find):
        return
    server.find_java()
    server.find_maven()
    say(f"Fetching Elasticsearch {server.VERSION} ({server.ARTIFACT}, 900 MB) ...")
    make_user()
    home = service.home_for(USER, NAME)
    server.fetch_into(home)
    service.keep(NAME, {"home": str(home)})


def make_user() -> None:
    """A system user to run the server as, when this is root."""
    if os.getuid() == 0:
        try:
            run(["id", USER])
        except StepFailed:
            run(["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", USER])


def launch() -> State:
    """Start one node, on the port Elasticsearch is known by where that is free."""
    home = find()
    make_user()
    node = make_node(home, "single", service.free_port(PORT))
    configure(node, {"cluster.name": "mi-commons", "discovery.type": "single-node"})
    start_nodes(home, [node], JAVA_OPTIONS)
    return {**service.section(NAME), **node.state, "version": server.VERSION}


def make_node(home: Path, name: str, http: int) -> Node:
    """The node's folder, owned by the user who runs it; what an earlier run left in it stays."""
    node = Node(name, home / "nodes" / name, http, service.free_port())
    folders = [node.folder, *(node.folder / part for part in ("config", "data", "logs", "tmp"))]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    service.give_to(USER, *folders)
    return node


def configure(node: Node, more: dict[str, str]) -> None:
    """Write the node's configuration beside what the server brings."""
    config = node.folder / "config"
    for file in ("jvm.options", "log4j2.properties"):
        shutil.copyfile(server.server_in(node.folder.parents[1]) / "config" / file, config / file)
    places = {"path.data": str(node.folder / "data"), "path.logs": str(node.folder / "logs")}
    ports = {"http.port": str(node.http), "transport.port": str(node.transport)}
    lines = {"node.name": node.name, **places, **ports, **SETTINGS, **more}
    (config / "elasticsearch.yml").write_text("".join(f"{name}: {value}\n" for name, value in lines.items()))


def start_nodes(home: Path, nodes: Sequence[Node], java_options: str) -> None:
    """Start the nodes side by side, for they wait for one another; all of them, or none stays."""
    launchers = [start_launcher(home, node, java_options) for node in nodes]
    try:
        for node, launcher in zip(nodes, launchers, strict=True):
            wait_for_launcher(node, launcher)
            wait_until_it_answers(node)
    except BaseException:
        for node, launcher in zip(nodes, launchers, strict=True):
            launcher.terminate()
            if launcher.wait() == 0:
                service.end(node.state)
        raise


def wait_for_launcher(node: Node, launcher: "subprocess.Popen[str]") -> None:
    code = launcher.wait()
    if code:
        log = (node.folder / "start.log").read_text()
        raise StepFailed(["elasticsearch", node.name], code, log[-3000:])


def start_launcher(home: Path, node: Node, java_options: str) -> "subprocess.Popen[str]":
    """Elasticsearch's own launcher: it leaves the server in the background once that is up, and ends."""
    env = {
        "ES_JAVA_HOME": str(server.find_java()),
        "ES_JAVA_OPTS": java_options,
        "ES_PATH_CONF": str(node.folder / "config"),
        "ES_TMPDIR": str(node.folder / "tmp"),
    }
    node.pid_file.unlink(missing_ok=True)
    command: list[str | Path] = [server.server_in(home) / "bin" / "elasticsearch", "-d", "-p", node.pid_file]
    with (node.folder / "start.log").open("w") as log:
        return start(
            command, env=env, stdout=log, stderr=log, start_new_session=True, **service.as_user(USER)
        )


def wait_until_it_answers(node: Node, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            service.ask(f"{node.url}/_cluster/health?wait_for_status=yellow&timeout=5s")
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise Missing(
                    f"Elasticsearch does not answer on {node.url}; its log stands in {node.folder}"
                ) from error
            time.sleep(0.2)


# --- three nodes --------------------------------------------------------------------------------------


def launch_cluster() -> State:
    """Start three nodes that form a cluster, empty: `{"nodes": [{"url": ..., "pid": ...}, ...]}`."""
    stop_cluster()
    home = find()
    make_user()
    for name in CLUSTER_NODES:
        shutil.rmtree(home / "nodes" / name, ignore_errors=True)
    nodes = [make_node(home, name, service.free_port()) for name in CLUSTER_NODES]
    together = {
        "cluster.name": "mi-commons-three",
        "discovery.seed_hosts": f"[{', '.join(f'127.0.0.1:{node.transport}' for node in nodes)}]",
        "cluster.initial_master_nodes": f"[{', '.join(CLUSTER_NODES)}]",
    }
    for node in nodes:
        configure(node, together)
    start_nodes(home, nodes, CLUSTER_JAVA_OPTIONS)
    state: State = {"nodes": [node.state for node in nodes]}
    service.keep(CLUSTER, state)
    service.ask(f"{nodes[0].url}/_cluster/health?wait_for_nodes={len(nodes)}&timeout=60s", seconds=70)
    return state


def cluster_nodes() -> list[State]:
    """The three nodes as they were started."""
    nodes = service.section(CLUSTER).get("nodes")
    return nodes if isinstance(nodes, list) else []


def stop_cluster() -> bool:
    """End the nodes that still run, and forget the cluster; False when none ran."""
    ended = [service.end(node) for node in cluster_nodes()]
    if ended:
        service.keep(CLUSTER, {})
    return any(ended)


def delete_indices(url: str, prefix: str) -> None:
    """Delete every index whose name begins with `prefix`."""
    found = service.ask(f"{url}/_cat/indices/{prefix}*?format=json&h=index&expand_wildcards=all")
    for row in found if isinstance(found, list) else []:
        service.ask(f"{url}/{row['index']}", method="DELETE")
