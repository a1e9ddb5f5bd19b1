#!/usr/bin/env python3
"""PostgreSQL as a private cluster of its own, without fsync: made for tests, and not for anything to keep."""

import secrets
import shutil
import signal
from pathlib import Path

import service
from service import Missing, State
from shell import run

NAME = "postgres"
STOP_SIGNAL = signal.SIGINT  # ends the sessions that are open
USER = "postgres"  # made by the package
OPTIONS = {
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


def find() -> Path:
    """The folder of `initdb` and `pg_ctl`, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise Missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found[-1].parent if found else Path(str(on_path)).parent


def lacking() -> list[str]:
    """Debian's packages that are not installed yet."""
    return [] if service.can(find) else ["postgresql"]


def launch() -> State:
    """Start the private cluster, making it first where there is none."""
    binaries = find()
    state = service.section(NAME)
    data = Path(str(state.get("data", "")))
    if not state or not service.is_file(data / "PG_VERSION"):
        data, password = make_cluster(binaries)
        state = {"data": str(data), "password": password}
    port = service.free_port()
    waiting = ["-w", "-t", "60", "-s"]
    log = data.parent / "postgres.log"
    service.run_as(USER, [binaries / "pg_ctl", "start", "-D", data, "-l", log, *waiting, "-o", f"-p {port}"])
    state["known_by"] = str(data)
    state["pid"] = int(service.run_as(USER, ["head", "-n", "1", data / "postmaster.pid"]))
    state["url"] = f"postgres://commons:{state['password']}@127.0.0.1:{port}/commons"
    make_database(binaries, str(state["url"]))
    return state


def make_cluster(binaries: Path) -> tuple[Path, str]:
    """Return the data folder and the password of a new cluster, owned by whoever may run it."""
    home = service.home_for(USER, NAME)
    data, password, file = home / "data", secrets.token_hex(16), home / "password"
    file.write_text(password)
    service.give_to(USER, home, file)
    form = ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--auth=scram-sha-256", f"--pwfile={file}"]
    service.run_as(USER, [binaries / "initdb", "-D", data, "-U", "commons", *form])
    file.unlink()
    lines = "".join(f"{name} = {value}\n" for name, value in OPTIONS.items())
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(f"\n# for tests: fast, and not for anything to keep\n{lines}")
    return data, password


def make_database(binaries: Path, url: str) -> None:
    """Put the extensions into template1, from which test databases are copied, and make `commons`."""
    template = url.removesuffix("/commons") + "/template1"
    psql: list[str | Path] = [binaries / "psql", template, "-qtAX", "-v", "ON_ERROR_STOP=1"]
    quiet = {"PGOPTIONS": "-c client_min_messages=warning"}
    for extension in EXTENSIONS:
        run([*psql, "-c", f"CREATE EXTENSION IF NOT EXISTS {extension}"], env=quiet)
    if not run([*psql, "-c", "SELECT 1 FROM pg_database WHERE datname = 'commons'"]).strip():
        run([*psql, "-c", "CREATE DATABASE commons"])
