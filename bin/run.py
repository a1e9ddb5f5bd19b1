#!/usr/bin/env python3
"""`make run`: set up what is missing, say who can log in, and serve the site."""

import json
import os
import socket

import setup
from shell import PYTHON, ROOT, VAR, dotenv, give_up, say, setting

LOGINS = VAR / "demo-logins.json"


def main() -> None:
    port = setting("PORT", "8000")
    refuse_taken(port)
    setup.main()
    address = f"http://127.0.0.1:{port}"
    if "BASE_URL" not in os.environ and "BASE_URL" not in dotenv():
        os.environ["BASE_URL"] = address
    say(f"\nMI Commons: {address}/        (Ctrl-C ends it)")
    print_logins()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "manage.py", "runserver", f"127.0.0.1:{port}"])  # noqa: S606  (no shell on purpose)


def refuse_taken(port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65536:
        give_up(f"PORT={port} is no port. You could try: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            give_up(f"Port {port} is taken or not allowed here. You could try: make run PORT={int(port) + 1}")


def print_logins() -> None:
    """The demonstration's log-ins: a list of `{"role", "email", "password"}`, written by `seed_demo`."""
    try:
        logins = json.loads(LOGINS.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return
    say("\nLog-ins of the demonstration:")
    for login in logins:
        say(f"  {login['role']:<14} {login['email']:<42} {login['password']}")
    say()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("\nStopped.")
