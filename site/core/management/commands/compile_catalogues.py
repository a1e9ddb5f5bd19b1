"""Compile the catalogues of interface strings."""

from typing import Any

from django.core.management.base import BaseCommand

from core.catalogues import compile_catalogues


class Command(BaseCommand):
    """`manage.py compile_catalogues`: like Django's `compilemessages`, without GNU gettext."""

    help = "Make the .mo files that are missing or older than their .po."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made."""
        for path in compile_catalogues():
            self.stdout.write(f"Made {path}.")
