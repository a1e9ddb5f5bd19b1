from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core import fonts


class Command(BaseCommand):
    """Builds `static/fonts/` from the installed font packages; does nothing where it is up to date."""

    help = "Build the web fonts into static/fonts/ (skipped where they are up to date)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="Build them again.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.STATICFILES_DIRS[0]) / "fonts"
        written = list(fonts.make(folder, force=options["force"]))
        for name, size in written:
            self.stdout.write(f"{name}  {size:,} bytes")
        if not written:
            self.stdout.write("The web fonts are up to date.")
