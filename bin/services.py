#!/usr/bin/env python3
"""`make services`: the real services the tests ask for, found, installed where that is possible, and started.

Everything listens on 127.0.0.1. What was started stands in var/services.json, and `stop` ends just that. Each
service is a module: NAME, `lacking()` (Debian's packages that it misses), `launch()`, and `fetch()` where no package
has it.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import service
import service_chromium
import service_elasticsearch
import service_postgres
import service_stripe_mock
from service import Missing, State
from shell import StepFailed, give_up, run, say

MODULES = (service_postgres, service_elasticsearch, service_stripe_mock, service_chromium)
SERVICES: dict[str, ModuleType] = {module.NAME: module for module in MODULES}
APT = {"DEBIAN_FRONTEND": "noninteractive"}


def running(name: str) -> bool:
    """Whether the service of var/services.json is still there."""
    state = service.section(name)
    if "path" in state:
        return Path(str(state["path"])).exists()
    port = urlsplit(str(state.get("url", ""))).port
    return service.is_alive(state) and port is not None and not service.is_free(port)


def start_service(name: str) -> State:
    """Start the service, or find it running; Missing when it is not installed."""
    if not running(name):
        service.keep(name, SERVICES[name].launch())
    return service.section(name)


def stop_service(name: str) -> bool:
    """End the service's process, if it is ours and still runs."""
    return service.end(service.section(name), getattr(SERVICES[name], "STOP_SIGNAL", signal.SIGTERM))


def install() -> None:
    """Install and fetch what is missing, where this user may. What cannot be had keeps nothing else away."""
    lacking = {name: packages for name, module in SERVICES.items() if (packages := module.lacking())}
    names = " ".join(package for packages in lacking.values() for package in packages)
    if lacking and os.getuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {names} with apt-get ...")
        attempt("apt-get update", lambda: run(["apt-get", "update", "-qq"], env=APT))
        for name, packages in lacking.items():
            attempt(name, partial(apt_install, packages))
    elif lacking:
        say(f"Not installed: {names}. On Debian or Ubuntu: apt-get install {names}")
    for name, module in SERVICES.items():
        if hasattr(module, "fetch"):
            attempt(name, module.fetch)


def apt_install(packages: list[str]) -> None:
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=APT)


def attempt(name: str, action: Callable[[], object]) -> bool:
    """Do it, or say why not."""
    try:
        action()
    except Missing as error:
        say(f"  {name:<14} missing: {error}")
    except (StepFailed, OSError) as error:
        say(f"  {name:<14} failed: {error}\n{getattr(error, 'output', '')}")
    else:
        return True
    return False


def start_all() -> int:
    """Install, start and say what there is; the number of services that are missing."""
    install()
    return sum(not attempt(name, partial(introduce, name)) for name in SERVICES)


def introduce(name: str) -> None:
    state = start_service(name)
    say(f"  {name:<14} {state.get('url') or state.get('path')}")


def stop_all() -> None:
    stopped = [name for name in SERVICES if stop_service(name)]
    if service_elasticsearch.stop_cluster():
        stopped.append(service_elasticsearch.CLUSTER)
    say("Stopped: " + ", ".join(stopped) if stopped else "Nothing of ours was running.")


def start() -> None:
    if start_all():
        give_up("The tests that need what is missing are skipped, and fail under REQUIRE_SERVICES=1.")
    say("`make test` uses them; `make services-stop` ends them.")


def start_cluster() -> None:
    if not attempt(service_elasticsearch.CLUSTER, service_elasticsearch.launch_cluster):
        give_up("The cluster did not start.")
    for node in service_elasticsearch.cluster_nodes():
        say(f"{node['url']} (process {node['pid']})")


VERBS: dict[str, Callable[[], object]] = {
    "start": start,
    "stop": stop_all,
    "start-cluster": start_cluster,
    "stop-cluster": service_elasticsearch.stop_cluster,
}


def main() -> None:
    verb = VERBS.get(sys.argv[1] if len(sys.argv) > 1 else "start")
    if verb is None:
        give_up(f"Usage: bin/services.py {' | '.join(VERBS)}")
    # So that what is half started is ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    verb()


if __name__ == "__main__":
    main()
