"""`manage.py search_check`: whether sources, rows and index say the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from search import checking, indexing
from search.checking import Difference
from search.elastic import checking as index_checking
from search.elastic import state

EXAMPLES = 3


class Command(BaseCommand):
    help = (
        "Holds the search documents against their sources, and the index against the documents. Ends with 1 where"
        " something differs and is not repaired."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--repair: write what differs anew."""
        parser.add_argument("--repair", action="store_true", help="write what differs anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sources against rows, then rows against the index."""
        repair = options["repair"]
        found = self._look("documents", checking.differences(), checking.repair if repair else None)
        if settings.ELASTICSEARCH_URL:
            found += self._look_at_index(repair)
        if found and not repair:
            raise CommandError(f"{found:,} differ. search_check --repair writes them anew.")

    def _look_at_index(self, repair: bool) -> int:
        try:
            self._say_what_waits(state.lag())
            mend = index_checking.repair if repair else None
            found = self._look("the index", index_checking.of_the_index_in_use(), mend)
            if found and repair and (left := sum(1 for _ in index_checking.of_the_index_in_use())):
                raise CommandError(f"{left:,} still differ: search_rebuild builds the index anew.")
            return found
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _say_what_waits(self, lag: state.Lag) -> None:
        if lag.waiting:
            self.stdout.write(
                f"{lag.waiting:,} changes are on their way to the index; they are left out here."
            )

    def _look(
        self,
        where: str,
        found: Iterator[Difference],
        mend: Callable[[Iterable[Difference]], int] | None,
    ) -> int:
        """Count what differs, show a few, and mend it chunk by chunk where asked to."""
        counts: Counter[tuple[str, str]] = Counter()
        while chunk := list(islice(found, indexing.CHUNK)):
            for one in chunk:
                counts[one.kind, one.what] += 1
                if counts[one.kind, one.what] <= EXAMPLES:
                    self.stdout.write(f"  {where}: {one.kind} {one.uid} is {one.what}")
            if mend:
                mend(chunk)
        for (kind, what), number in sorted(counts.items()):
            self.stdout.write(f"{where}: {number:,} of kind {kind} {what}{', mended' if mend else ''}")
        if not counts:
            self.stdout.write(f"{where}: as it should be.")
        return counts.total()
