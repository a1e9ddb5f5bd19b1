"""Lay out the pages a new site starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from content.seeding import create_site_pages
from content.seeding_translations import load_translations
from directory.library.seeding import load_library


class Command(BaseCommand):
    """`manage.py create_site_pages`: the pages and the library of a new site. Leaves alone what is there."""

    help = "Create the pages of a new site, their translations and the library, where missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where the site now answers."""
        home = create_site_pages()
        load_translations()
        load_library()
        self.stdout.write(f"The site's pages stand at {home.full_url}.")
