"""How the API is entered over HTTP: reading from everywhere, counted, cached for a minute, errors in one form."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import errors
from search.api.operations import schema
from search.api.problems import problem
from search.throttle import wait

ALLOWED = "GET, HEAD, OPTIONS"
SECONDS = 60
_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
View = Callable[..., HttpResponseBase]


def door(view: View) -> View:
    """The view, open to programs from anywhere that read."""

    @wraps(view, assigned=("__name__", "__doc__"))
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.reference = ""  # type: ignore[attr-defined]  # of core's middleware: nobody is brought here
        response = _answer(view, request, *args, **kwargs)
        for name, value in _CORS.items():
            response.headers[name] = value
        return response

    opened.csrf_exempt = True  # type: ignore[attr-defined]  # read by Django; nothing here is changed by anybody
    return opened


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Allow": ALLOWED,
                "Access-Control-Allow-Methods": ALLOWED,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )
    if request.method not in {"GET", "HEAD"}:
        refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This API is for reading: GET or HEAD.")
        refused.headers["Allow"] = ALLOWED
        return refused
    if seconds := wait(request):
        late = problem(HTTPStatus.TOO_MANY_REQUESTS, f"You could ask again in {seconds} seconds.")
        late.headers["Retry-After"] = str(seconds)
        return late
    return fresh(request, view(request, *args, **kwargs))


def fresh(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Kept for a minute by whoever likes; not sent again where it is known already."""
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return response
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponseBase) else response


def guarded(patterns: Sequence[Any], *, names: Sequence[str]) -> Iterator[URLPattern]:
    """Those of ninja's addresses that are wanted, behind the door."""
    for pattern in patterns:
        if pattern.name in names:
            yield URLPattern(pattern.pattern, door(pattern.callback), name=pattern.name)


@door
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(schema())


@door
def root(request: HttpRequest) -> HttpResponse:
    """On to the description."""
    return redirect("api-v1:docs")


@door
def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/."""
    return problem(
        HTTPStatus.NOT_FOUND, "There is nothing at this address. The API is described at /api/v1/docs/."
    )


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is refused before it comes to a view, as too many parameters are: a problem for programs, else a page."""
    if not request.path.startswith("/api/"):
        return errors.handler400(request, exception)
    return problem(HTTPStatus.BAD_REQUEST, "The request could not be understood.")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document for people: each operation with its parameters, answers and shapes."""
    told = schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [
                _row(one["name"], _type(one["schema"]), one["description"]) for one in operation["parameters"]
            ],
            "answers": [
                _row(status, ", ".join(answer["content"]), answer["description"])
                for status, answer in operation["responses"].items()
            ],
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    shapes = [
        {
            "name": name,
            "description": shape.get("description", ""),
            "fields": [
                _row(field, _type(of), of.get("description", "")) for field, of in shape["properties"].items()
            ],
        }
        for name, shape in told["components"]["schemas"].items()
    ]
    context = {
        "description": told["info"]["description"],
        "server": told["servers"][0]["url"],
        "operations": operations,
        "shapes": shapes,
        "columns": [{"label": _("Name")}, {"label": _("Type")}, {"label": _("Meaning")}],
    }
    return render(request, "search/api/docs.html", context)


def _row(*texts: str) -> list[dict[str, str]]:
    """A row of components/_table.html."""
    labels = ("", _("Type"), _("Meaning"))
    return [{"text": text, "label": label} for text, label in zip(texts, labels, strict=True)]


def _type(of: dict[str, Any]) -> str:
    """ "list of Hit", "text or nothing"."""
    if "$ref" in of:
        return str(of["$ref"]).rpartition("/")[2]
    if "anyOf" in of:
        return " or ".join(_type(one) for one in of["anyOf"])
    kind = str(of.get("type", json.dumps(of.get("enum", ""))))
    if kind == "array":
        return f"list of {_type(of['items'])}"
    if kind == "object" and isinstance(of.get("additionalProperties"), dict):
        return f"for each name: {_type(of['additionalProperties'])}"
    return str(of.get("format", kind))
