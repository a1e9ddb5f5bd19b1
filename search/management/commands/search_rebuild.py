"""`manage.py search_rebuild`: write every search document anew, and build a new index from them."""

import sys
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from search import indexing
from search.elastic import building, rebuilding
from search.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes every search document anew from its source, then, where the site has an Elasticsearch, builds a new"
        " index from them beside the one in use and puts it in its place."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One of the halves, or a build that was broken off."""
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--documents", action="store_true", help="only the database's documents")
        part.add_argument(
            "--index", action="store_true", help="only the index, from the documents as they are"
        )
        part.add_argument("--resume", action="store_true", help="go on with a build that was broken off")
        part.add_argument("--abandon", action="store_true", help="give up a build that was broken off")

    def handle(self, *args: Any, **options: Any) -> None:
        """Documents, then index."""
        wants_index = options["index"] or options["resume"] or options["abandon"]
        if not settings.ELASTICSEARCH_URL:
            if wants_index:
                raise CommandError(
                    "ELASTICSEARCH_URL names no Elasticsearch: the database searches by itself."
                )
            return self._documents()
        if options["documents"]:
            return self._documents()
        try:
            self._index(options)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _documents(self, **how: Any) -> None:
        started = monotonic()
        counts = indexing.rebuild(tell=self._tell, **how)
        for kind, count in counts.items():
            self.stdout.write(f"  {kind:<12} {count:>8}")
        self.stdout.write(f"{sum(counts.values())} documents in {monotonic() - started:.1f} s.")

    def _tell(self, kind: str, done: int) -> None:
        self.stdout.write(f"  {kind}: {done} looked at")

    def _index(self, options: dict[str, Any]) -> None:
        if options["abandon"]:
            self.stdout.write(f"Gave up {building.abandon().index}.")
            return
        build = building.take_over() if options["resume"] else building.begin()
        progress = Progress(self.stdout, lively=sys.stdout.isatty())
        with rebuilding.keeping(build):
            if not (options["index"] or options["resume"]):
                # The new index reads every row: no need to tell the old one of each.
                self._documents(announce=False)
            building.run(build, tell=progress)
        progress.end()
        self.stdout.write(f"{build.index} is in use, with {build.written:,} documents.")
