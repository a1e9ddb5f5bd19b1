"""The worker as a thread of the web process: development's default, so that one command is enough."""

import logging
import threading
from typing import Any

from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from outbox import worker

log = logging.getLogger("outbox")
_POLL_SECONDS = 2.0
_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def wake() -> None:
    """Something was enqueued: look at once, where a thread runs. A command leaves it to the server."""
    _wanted.set()


def start(**_: Any) -> None:
    """Start the thread if it does not run yet; receiver of `request_started`."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="outbox", daemon=True)
            _thread.start()


def _run() -> None:
    while True:
        try:
            worker.turn()
        except (InterfaceError, OperationalError, ProgrammingError):
            log.warning("The outbox waits: the database is not ready.")
        finally:
            connection.close()
        _wanted.wait(_POLL_SECONDS)
        _wanted.clear()
