"""The pages of a list, as `components/_pager.html` takes them."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _


def pager(page: "Page[Any]", address: Callable[[int], str]) -> dict[str, str] | None:
    """`range` ("1 to 12 of 32"), `previous_url`, `next_url` (or empty), each page at its `address`; None where all
    stands on one page."""
    if not page.has_other_pages():
        return None
    words = {"first": page.start_index(), "last": page.end_index(), "total": page.paginator.count}
    return {
        "range": _("%(first)d to %(last)d of %(total)d") % words,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
