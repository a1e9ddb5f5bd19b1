"""Whole pages of the tree, kept for visitors without a cookie: everybody of them sees the same.

A page is kept under its address and the version of everything that pages show (`content.freshness`), for a
minute at most: what passes by itself, or changes in a process with a memory of its own, is no later than that.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from content import freshness
from core import clock

SECONDS = 60
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Kept(NamedTuple):
    """What is sent again."""

    body: bytes
    headers: dict[str, str]


class KeptPagesMiddleware:
    """Answers from what was kept, before session, language and database are looked at.

    `content.views.serve_page` marks the requests whose answer may be kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _same_for_everybody(request):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            return HttpResponse(kept.body, headers=kept.headers)
        response = self.get_response(request)
        if _may_be_kept(request, response):
            assert isinstance(response, HttpResponse)  # noqa: S101  (for the type checker: see _may_be_kept)
            cache.set(key, Kept(response.content, dict(response.headers)), SECONDS)
        return response


def may_be_kept(request: HttpRequest) -> None:
    """Say that the answer to this request holds nothing of the visitor's own."""
    request.answer_may_be_kept = True  # type: ignore[attr-defined]  # read below


def _same_for_everybody(request: HttpRequest) -> bool:
    meta = request.META
    asked = meta.get("HTTP_COOKIE") or meta.get("HTTP_AUTHORIZATION") or meta.get("QUERY_STRING")
    return request.method == "GET" and not asked and request.path.endswith("/")


def _key(request: HttpRequest) -> str:
    """The version is part of it, and in development how far the clock was moved."""
    moved = clock.offset().total_seconds() if settings.MOVABLE_CLOCK else 0
    return f"content.page:{freshness.version()}:{moved:.0f}:{request.get_host()}:{request.path}"


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A page, whole, that sets no cookie: one with a form to send would."""
    marked = getattr(request, "answer_may_be_kept", False)
    whole = isinstance(response, HttpResponse) and response.status_code == 200
    return bool(marked and whole and not response.cookies)
