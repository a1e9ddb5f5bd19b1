"""`manage.py search_rebuild`: write every search document anew from its source."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from search import indexing


class Command(BaseCommand):
    help = "Write every search document anew from its source, drop those without one, and count."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        counts = indexing.rebuild(tell=self._tell)
        for kind, count in counts.items():
            self.stdout.write(f"  {kind:<12} {count:>8}")
        self.stdout.write(f"{sum(counts.values())} documents in {monotonic() - started:.1f} s.")

    def _tell(self, kind: str, done: int) -> None:
        self.stdout.write(f"  {kind}: {done} looked at")
