#!/usr/bin/env python3
"""What every service of `make services` shares: its section of var/services.json, its process, its user, its port."""

import json
import os
import pwd
import shutil
import signal
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shell import VAR, Command, StepFailed, read_json, run, start, write_json

STATE = VAR / "services.json"
State = dict[str, object]


class Missing(Exception):
    """A service cannot be had here; the sentence says how it could be."""


def can(find: Callable[[], object]) -> bool:
    """Whether `find` finds."""
    try:
        find()
    except Missing:
        return False
    return True


# --- what is kept -------------------------------------------------------------------------------------


def section(name: str) -> State:
    """What var/services.json says about the service; empty when it says nothing."""
    value = read_json(STATE).get(name)
    return value if isinstance(value, dict) else {}


def keep(name: str, state: State) -> None:
    """Write the service's section, and leave the others as they are."""
    write_json(STATE, {**read_json(STATE), name: state})


# --- processes ----------------------------------------------------------------------------------------


def is_alive(state: State) -> bool:
    """Whether the kept pid is still the process that was started, and no later one of the same number.

    `state["known_by"]` is a text that stands in its command line, and hardly in that of another process.
    """
    if "pid" not in state or "known_by" not in state:
        return False
    try:
        command = Path(f"/proc/{state['pid']}/cmdline").read_text()
    except OSError:
        return not Path("/proc/self").exists() and _exists(int(str(state["pid"])))
    return str(state["known_by"]) in command


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def end(state: State, how: signal.Signals = signal.SIGTERM, seconds: float = 20) -> bool:
    """Ask the process to end and wait for it; False when it did not run."""
    if not is_alive(state):
        return False
    os.kill(int(str(state["pid"])), how)
    deadline = time.monotonic() + seconds
    while is_alive(state) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


# --- users: some servers refuse to run as root --------------------------------------------------------


def as_user(name: str) -> dict[str, Any]:
    """Options of `start` and `run` that give the process to `name` when this one is root's; else none."""
    if os.getuid():
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": [], "cwd": "/"}


def run_as(name: str, command: Command) -> str:
    """Run `command` as `name` when this is root; its output, or StepFailed with it.

    The output goes through a file: a server that stays would hold a pipe open for as long as it runs.
    """
    with tempfile.TemporaryFile("w+") as output:
        code = start(command, stdout=output, stderr=output, **as_user(name)).wait()
        output.seek(0)
        text = output.read()
    if code:
        raise StepFailed(command, code, text)
    return text


def give_to(name: str, *paths: Path) -> None:
    """Make `name` the owner, when this is root."""
    if os.getuid() == 0:
        for path in paths:
            shutil.chown(path, name, pwd.getpwnam(name).pw_gid)


def home_for(user: str, name: str) -> Path:
    """An empty folder for a server: in var/, or in the temporary folder where its user may not go."""
    home = VAR / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    home.chmod(0o755)
    try:
        run(["test", "-x", home], **as_user(user))
    except StepFailed:
        home.rmdir()
        home = Path(tempfile.mkdtemp(prefix=f"commons-{name}-"))
        home.chmod(0o755)
    return home


def is_file(path: Path) -> bool:
    """Whether `path` is a file; no when this user may not look."""
    try:
        return path.is_file()
    except PermissionError:
        return False


# --- ports --------------------------------------------------------------------------------------------


def free_port(*preferred: int) -> int:
    """The first of `preferred` that nothing listens on, else any."""
    for port in preferred:
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_for_port(port: int, alive: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something listens; Missing when its process ends before, or does not in time."""
    deadline = time.monotonic() + seconds
    while is_free(port):
        if not alive() or time.monotonic() > deadline:
            raise Missing(f"nothing answers on port {port}; its log stands in var/")
        time.sleep(0.05)


def ask(url: str, *, method: str = "GET", seconds: float = 10) -> object:
    """What a server of ours answers, as JSON; OSError when it does not."""
    request = urllib.request.Request(url, method=method)  # noqa: S310  (loopback addresses of var/services.json)
    with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310  (as above)
        return json.loads(answer.read())
