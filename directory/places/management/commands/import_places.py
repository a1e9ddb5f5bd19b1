"""`manage.py import_places`: fill the gazetteer from GeoNames. Safe to run again at any time."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from directory.places.gazetteer import SIZES, import_gazetteer


class Command(BaseCommand):
    help = "Import countries and places with their other names from GeoNames (CC BY 4.0)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--min-population", type=int, choices=SIZES, default=5000)
        parser.add_argument(
            "--limit-countries",
            default="",
            help="ISO codes with commas between, such as GB,IE. Default: all.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        done = import_gazetteer(
            min_population=options["min_population"],
            countries=[code.strip() for code in options["limit_countries"].split(",") if code.strip()],
            say=lambda line: self.stdout.write(f"  {line}"),
        )
        self.stdout.write(
            f"{done.places} places and {done.names} other names in {monotonic() - started:.0f} s."
        )
