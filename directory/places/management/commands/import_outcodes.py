"""`manage.py import_outcodes FILE.csv`: British outcodes from ONSPD or Code-Point Open."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.places.errors import UnreadablePostcodeFile
from directory.places.outcodes import import_outcodes


class Command(BaseCommand):
    help = (
        "Import the outcodes (such as TA1) of an open file of British postcodes: ONSPD with its header, "
        "or Code-Point Open without one. Until then a postcode is found by its area's post town."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                count = import_outcodes(file)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except (UnreadablePostcodeFile, UnicodeDecodeError) as error:
            raise CommandError(UnreadablePostcodeFile.sentence) from error
        self.stdout.write(f"{count} outcodes imported.")
