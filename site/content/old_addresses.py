"""Addresses that pages left behind when they moved or were renamed. Wagtail keeps them; this drops what would loop.

A redirect points at a page, not at an address, so a second move makes no chain. A page that comes back to an
address it had before would be redirected to itself as soon as it is unpublished.
"""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    post_page_move.connect(page_came_back, dispatch_uid="content.old_addresses.moved")
    page_slug_changed.connect(page_came_back, dispatch_uid="content.old_addresses.renamed")


def page_came_back(instance: Page, **kwargs: Any) -> None:
    """Drop the automatic redirects from where the page and those below it stand now."""
    taken = [Redirect.normalise_path(url) for url in _addresses(instance)]
    Redirect.objects.filter(automatically_created=True, old_path__in=taken).delete()


def _addresses(page: Page) -> list[str]:
    roots = Site.get_site_root_paths()
    return [
        branch.url_path[len(root.root_path) - 1 :]
        for branch in page.get_descendants(inclusive=True).only("url_path")
        for root in roots
        if branch.url_path.startswith(root.root_path)
    ]
