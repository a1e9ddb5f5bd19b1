"""When rendered parts of pages may be used again: until anything they show has changed.

A rendered part is kept under a key that holds the time its page was last published and `version()`, which moves
on when any findable thing, page, author, practice setting or perspective changes. What passes by itself (a trainer's
confirmation) is at most `SECONDS` late.
"""

import time
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.findable import findable_changed

SECONDS = 600
PARTS = (
    *("content.Author", "content.Perspective", "places.PracticeSetting"),
    "wagtailcore.PageViewRestriction",
)
_VERSION = "content.version"


def key(page: Any, request: HttpRequest) -> str:
    """Under which the page's parts are kept; empty where nothing may be kept, as in a preview."""
    if getattr(request, "is_preview", False) or not page.last_published_at:
        return ""
    stamp = page.last_published_at.timestamp()
    return f"{page.pk}.{stamp}.{translation.get_language()}.{version()}"


def version() -> int:
    """The present version of everything pages show besides their own text."""
    return int(cache.get_or_set(_VERSION, _begin, timeout=None) or 0)


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    findable_changed.connect(move_on, dispatch_uid="content.freshness")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(move_on, dispatch_uid="content.freshness.page")
    post_delete.connect(page_deleted, dispatch_uid="content.freshness.page_deleted")
    for model in PARTS:
        post_save.connect(move_on, sender=model, dispatch_uid=f"content.freshness.{model}")
        post_delete.connect(move_on, sender=model, dispatch_uid=f"content.freshness.{model}.deleted")


def page_deleted(instance: Any, **kwargs: Any) -> None:
    """A page of any kind is gone."""
    if isinstance(instance, Page):
        move_on()


def move_on(**kwargs: Any) -> None:
    """What is kept is not used again, once the change is committed."""
    transaction.on_commit(_increase)


def _increase() -> None:
    cache.add(_VERSION, _begin(), timeout=None)
    cache.incr(_VERSION)


def _begin() -> int:
    """A number that no version had before the cache was emptied."""
    return time.time_ns() // 1_000_000
