"""Lay out the pages a new site starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from content.seeding import create_site_pages


class Command(BaseCommand):
    """`manage.py create_site_pages`: front page, articles, privacy, terms, imprint. Leaves alone what is there."""

    help = "Create the front page, the articles and the pages of terms, privacy and imprint where missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where the site now answers."""
        home = create_site_pages()
        self.stdout.write(f"The site's pages stand at {home.full_url}.")
