"""Where pages of the tree stand in each language. What is found is kept until a page is published, moved or gone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import languages

# Another process without a shared cache is late by this many seconds at most.
SECONDS = 600
# The front page and what stands right under it: what menus and footers lead to.
UPPER = 3
_STAMP = "core.tree"


def address(path: str) -> str:
    """`path` of a page of the first language, as "/articles/": where its translation stands in the language of now,
    or the path itself where nobody has translated it."""
    if languages.is_default():
        return path
    return _kept(f"upper.{languages.active()}", _upper).get(path, path)


def with_versions(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Pages that know where their translations stand: `versions` of them asks neither the database nor the cache."""
    same = Page.objects.live().filter(translation_key=OuterRef("translation_key")).order_by()
    paths = {
        _column(code): Subquery(same.filter(locale__language_code=code).values("url_path")[:1])
        for code, _ in settings.LANGUAGES
    }
    knowing: QuerySet[Any] = pages.annotate(**paths)
    return knowing


def versions(page: Page) -> dict[str, str]:
    """The address of this page in each language that has it, by language. One query, and that kept; none of a page
    loaded by `with_versions`."""
    if hasattr(page, _column(settings.LANGUAGE_CODE)):
        paths = {code: getattr(page, _column(code)) for code, _ in settings.LANGUAGES}
        return {code: _address(path, code) for code, path in paths.items() if path}
    return _kept(f"versions.{page.translation_key}", lambda: _versions(page))


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move, post_delete):
        signal.connect(_forget, dispatch_uid=f"core.tree.{id(signal)}")


def _forget(sender: Any, **kwargs: Any) -> None:
    if isinstance(sender, type) and issubclass(sender, Page):
        transaction.on_commit(lambda: cache.set(_STAMP, uuid4().hex, timeout=None))


def _kept(name: str, find: Callable[[], dict[str, str]]) -> dict[str, str]:
    return cache.get_or_set(f"{_STAMP}.{cache.get(_STAMP, '')}.{name}", find, SECONDS) or {}


def _upper() -> dict[str, str]:
    """The addresses of the upper pages of the language of now, by those of what they translate."""
    rows = (
        Page.objects.live()
        .filter(
            depth__range=(2, UPPER), locale__language_code__in=(languages.active(), settings.LANGUAGE_CODE)
        )
        .values_list("translation_key", "locale__language_code", "url_path")
    )
    theirs = {key: path for key, code, path in rows if code != settings.LANGUAGE_CODE}
    return {
        _address(path, code): _address(theirs[key], languages.active())
        for key, code, path in rows
        if code == settings.LANGUAGE_CODE and key in theirs
    }


def _versions(page: Page) -> dict[str, str]:
    rows = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .annotate(code=F("locale__language_code"))
    )
    return {code: _address(path, code) for code, path in rows.values_list("code", "url_path")}


def _column(code: str) -> str:
    return f"path_in_{code.replace('-', '_')}"


def _address(url_path: str, code: str) -> str:
    """Of a page by its `url_path`, whose first part is the front page's."""
    return languages.prefixed("/" + url_path.split("/", 2)[2], code)
