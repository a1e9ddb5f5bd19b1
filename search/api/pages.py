"""Wagtail's own API, version 3, as far as strangers may read: the pages of the tree, with the pictures and documents
that they show, and nothing else of it.

Whoever asks is a stranger. Cookies and tokens are not read, so that no answer, which anybody on the way may keep,
holds more than everybody may know.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from ninja.errors import HttpError, ValidationError
from pydantic import ValidationError as WrongShape
from wagtail.api.v3.api import api
from wagtail.api.v3.routers import pages as pages_router
from wagtail.documents.api.v3 import router as documents_router
from wagtail.images.api.v3 import router as images_router

from search.api import doors, public_rows
from search.api.problems import WrongValue, problem

logger = logging.getLogger(__name__)
NAMES = (
    *("list_pages", "find_page", "detail_page"),
    *("list_images", "detail_image", "list_documents", "detail_document"),
)
PREFIX = "/api/v3/"
FURTHEST = 1_000_000
WRONG_VALUES = "Some values cannot be used."
DESCRIPTION = (
    "The pages that everybody may read, and the pictures and documents on them, by Wagtail's own API. Free to read "
    "from anywhere, without a key."
)
_REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')
View = Callable[..., HttpResponseBase]


def stranger(view: View) -> View:
    """The view, asked without cookies and tokens: by nobody."""

    @wraps(view, assigned=("__name__", "__doc__"))
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.COOKIES.clear()
        request.META.pop("HTTP_AUTHORIZATION", None)
        request.__dict__.pop("headers", None)  # made of META, and kept
        request.user = AnonymousUser()
        request.session = {}  # type: ignore[assignment]  # of which nothing is saved
        request.method = "GET"  # HEAD is answered alike; servers leave the body out
        request.GET = _searched(request.GET)  # type: ignore[assignment]  # a copy may be another
        if _is_too_far(request.GET.get("offset", "")):
            wrong = WrongValue(parameter="offset", detail=f"An offset goes up to {FURTHEST}.")
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, WRONG_VALUES, [wrong])
        return view(request, *args, **kwargs)

    return asked


def _is_too_far(offset: str) -> bool:
    """Beyond what a database counts to. What is no number is left to Wagtail to refuse."""
    try:
        return int(offset) > FURTHEST
    except ValueError:
        return False


def _searched(asked: QueryDict) -> QueryDict:
    """Without quotation marks in the words to search for: they mean nothing here, and a lone one is an error."""
    if "search" not in asked:
        return asked
    tidy = asked.copy()
    tidy["search"] = str(asked["search"]).replace('"', " ").strip()
    return tidy


def _offered() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        if pattern.name in NAMES:
            yield URLPattern(pattern.pattern, doors.door(stranger(pattern.callback)), name=pattern.name)


@api.exception_handler(ValidationError)
@api.exception_handler(WrongShape)
def _wrong_values(request: HttpRequest, error: ValidationError | WrongShape) -> HttpResponse:
    told: list[Any] = error.errors if isinstance(error, ValidationError) else error.errors()
    wrong = [WrongValue(parameter=_parameter(request, one["loc"]), detail=one["msg"]) for one in told]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, WRONG_VALUES, wrong)


def _parameter(request: HttpRequest, location: Sequence[Any]) -> str:
    """Which one it was; some of Wagtail's own rules do not say."""
    return next((str(part) for part in location if part in request.GET), "")


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, str(error) or "There is nothing at this address.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(HTTPStatus(error.status_code), str(error))


@api.exception_handler(FieldDoesNotExist)
def _no_such_field(request: HttpRequest, error: Exception) -> HttpResponse:
    """Wagtail takes `pk` for a field that can be asked for, and does not find it."""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Nothing can be asked for by that field.")


@api.exception_handler(Exception)
def _our_mistake(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("The API could not answer %s", request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "This is a mistake of ours. You could try again later.")


@doors.door
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of what is offered."""
    return JsonResponse(schema())


def schema() -> dict[str, Any]:
    """What can be read, and the shapes that takes: the rest of Wagtail's document tells of what is not here."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    told["info"] = {"title": f"{settings.SITE_NAME}: pages", "version": "3", "description": DESCRIPTION}
    told["servers"] = [{"url": settings.BASE_URL}]
    paths = {PREFIX + str(pattern.pattern).replace("<", "{").replace(">", "}") for pattern in _offered()}
    told["paths"] = {
        address: {"get": {**verbs["get"], "security": []}}
        for address, verbs in told["paths"].items()
        if address in paths
    }
    told["components"] = {"schemas": _needed(told["paths"], told["components"]["schemas"])}
    return told


def _needed(what: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    """The shapes that something refers to, and those that these refer to."""
    names, left = set(), set(_REFERENCE.findall(json.dumps(what)))
    while left:
        name = left.pop()
        names.add(name)
        left |= set(_REFERENCE.findall(json.dumps(shapes[name]))) - names
    return {name: shapes[name] for name in sorted(names)}


# Wagtail's views ask a function of their module for what may be read.
pages_router.get_pages_queryset = public_rows.pages
images_router.get_images_queryset = public_rows.shown_on_pages(images_router.get_images_queryset)
documents_router.get_documents_queryset = public_rows.shown_on_pages(documents_router.get_documents_queryset)
pages_patterns = [*_offered(), path("openapi.json", openapi, name="openapi-json")]
