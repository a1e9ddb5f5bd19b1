"""`manage.py work`: carry out what the outbox holds, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from outbox import worker


class Command(BaseCommand):
    help = "Carries out mails, payments' effects and recurring tasks. Start as many as needed."

    def add_arguments(self, parser: CommandParser) -> None:
        """--once: what is due now, then end."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between looks (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn until SIGTERM or SIGINT; the message in hand is finished first."""
        stopping = threading.Event()
        if not options["once"]:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopping.set())
        while True:
            done = self.turn(stopping, survive=not options["once"])
            if options["once"] or stopping.is_set():
                break
            if not done:
                stopping.wait(options["poll"])
        self.stdout.write("The outbox worker has stopped.")

    def turn(self, stopping: threading.Event, *, survive: bool) -> int:
        """One turn; a database that went away is waited for."""
        try:
            return worker.turn(stop=stopping.is_set)
        except (InterfaceError, OperationalError) as error:
            if not survive:
                raise
            self.stderr.write(f"The outbox waits for the database: {error}")
            connection.close()
            return 0
