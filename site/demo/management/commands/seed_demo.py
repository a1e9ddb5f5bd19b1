"""`manage.py seed_demo`: invented trainers, groups and bookings to try the site out with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from demo.people import give_passwords, logins_path
from demo.seeding import seed


class Command(BaseCommand):
    """Safe to run again: what is there is left alone, and a run that failed is gone on with."""

    help = "Fill in demo content and write the log-ins to var/demo-logins.json. Development only."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--scale` for a smaller demonstration."""
        parser.add_argument("--scale", type=float, default=1.0, help="What part of everything, up to 1.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is there, line by line."""
        try:
            new = seed(scale=options["scale"], say=self._say)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if new:
            return
        self._say("The demo content is already there.")
        if not logins_path().exists():
            self._say(f"Its log-ins were gone; new passwords are in {give_passwords()}.")

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
