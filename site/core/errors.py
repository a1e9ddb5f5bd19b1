"""Error pages in the house style. The project's `urls.py` names these as its handlers."""

import logging
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext as _

from core.refusal import Refusal

logger = logging.getLogger(__name__)

SECRET_WORDS = ("password", "passwd", "secret", "otp", "code_verifier", "card")
# Fields of our forms that nobody types: buttons, hidden values, choices by value.
NOT_TYPED = frozenset({"act", "bank", "from", "next", "slot", "terms_number", "time_zone", "where", "zone"})


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be understood."""
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST, exception)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    return _page(request, "403.html", HTTPStatus.FORBIDDEN, exception)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing of this person's: the search box holds the words of the address."""
    words = urlsplit(request.path).path.strip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
    guess = words if words.replace(" ", "").isalpha() else ""
    return _page(request, "404.html", HTTPStatus.NOT_FOUND, exception, words=guess)


def handler429(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many requests; for views and middleware that count them."""
    return _page(request, "429.html", HTTPStatus.TOO_MANY_REQUESTS, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Our mistake. Touches neither the database nor the session; the reference shown is in the log."""
    reference = secrets.token_hex(4)
    logger.error("A visitor saw the error page at %s, reference %s", request.path, reference)
    try:
        page = loader.get_template("500.html").render({"reference": reference})
    except (TemplateDoesNotExist, TemplateSyntaxError, ValueError, OSError):
        logger.exception("The error page itself could not be rendered")
        page = f"<!doctype html><title>Error</title><h1>A knot at our end</h1><p>Reference {reference}</p>"
    return HttpResponseServerError(page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: what was typed is shown again, to send once more.

    Passwords are never shown again. A form that came from another site is not offered again.
    """
    ours = _from_here(request)
    fields = _typed(request) if ours else []
    context = {
        "reason": reason,
        "ours": ours,
        "action": request.get_full_path(),
        "fields": [(name, value) for name, value, secret in fields if not secret],
        "typed": [
            (_spoken(name), value) for name, value, secret in fields if not secret and _by_hand(name, value)
        ],
        "secrets": [name for name, _value, secret in fields if secret],
        "files": bool(request.FILES) if ours else False,
    }
    return render(request, "csrf_failure.html", context, status=HTTPStatus.FORBIDDEN)


def _page(
    request: HttpRequest, template: str, status: HTTPStatus, exception: Exception | None, **context: Any
) -> HttpResponse:
    request.page_versions = {}  # type: ignore[attr-defined]  # ours: what is not here is in no other language
    sentence = exception.sentence if isinstance(exception, Refusal) else ""
    return render(request, template, {"sentence": sentence, **context}, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    return [
        (name, str(value), any(word in name.lower() for word in SECRET_WORDS))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def _by_hand(name: str, value: str) -> bool:
    """Whether somebody wrote this: not what a button, a tick or a hidden field says."""
    return bool(value) and value != "on" and name not in NOT_TYPED


def _spoken(name: str) -> str:
    """The name of a field as a person calls it; allauth's e-mail field is named `login`."""
    return _("E-mail") if name == "login" else _(name.replace("_", " ").capitalize())


def _from_here(request: HttpRequest) -> bool:
    """Whether nothing says that another site sent this form (browsers always say so)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    here = (request.scheme, request.get_host())
    for header in ("Origin", "Referer"):
        if value := request.headers.get(header):
            parts = urlsplit(value)
            if (parts.scheme, parts.netloc) != here:
                return False
    return True
