"""What every request passes through."""

import re
import zoneinfo
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from core import languages

GetResponse = Callable[[HttpRequest], HttpResponseBase]
REFERENCE = re.compile(r"[A-Za-z0-9-]{3,32}")


class LanguageMiddleware(LocaleMiddleware):
    """The path alone decides the language: no address is led elsewhere, and no answer varies, by what a browser asks
    for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language it is."""
        response.headers.setdefault("Content-Language", languages.active())
        return response


class ContentPolicyMiddleware:
    """Strict content policy for the public site; `/cms/` gets its own, since Wagtail's editor needs nonces."""

    def __init__(self, get_response: GetResponse) -> None:
        from csp.middleware import CSPMiddleware  # noqa: PLC0415  (reads settings when imported)

        self.policy = CSPMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = cast(HttpResponseBase, self.policy(request))
        if request.path.startswith("/cms/"):
            nonce = str(getattr(request, "_csp_nonce", None) or "")  # set once a template asked for it
            response.headers["Content-Security-Policy"] = _cms_policy(nonce)
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


def _cms_policy(nonce: str) -> str:
    script = f"{SELF} 'nonce-{nonce}' 'unsafe-eval'" if nonce else f"{SELF} {UNSAFE_INLINE} 'unsafe-eval'"
    frames = " ".join(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"])  # as in what is previewed
    return "; ".join(
        [
            f"default-src {SELF}",
            f"script-src {script}",
            f"style-src {SELF} {UNSAFE_INLINE}",
            f"img-src {SELF} data: blob:",
            f"connect-src {SELF}",
            f"frame-src {frames}",
            "object-src 'none'",
            f"base-uri {SELF}",
            f"form-action {SELF}",
            f"frame-ancestors {SELF}",
        ]
    )


class BadInputMiddleware:
    """A NUL byte in an address or form is no text: PostgreSQL refuses it. Answer 400 before it gets there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise BadRequest(_("The address holds a character that is not text."))
        if request.method in {"GET", "HEAD"} and "%00" in request.META.get("QUERY_STRING", ""):
            given = request.GET.copy()
            for key, values in list(given.lists()):
                given.setlist(key, [value.replace("\0", "") for value in values])
            request.__dict__["GET"] = given
        return self.get_response(request)


class TimeZoneMiddleware:
    """Shows times in the signed-in person's zone; everybody else sees the site's, or the one in `?zone=`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request.GET.get("zone", "")
        if not name and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            name = request.user.time_zone
        try:
            timezone.activate(zoneinfo.ZoneInfo(name)) if name else timezone.deactivate()
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            timezone.deactivate()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class ReferenceMiddleware:
    """Carries a group's reference (`ref=<code>`) through addresses and forms; no cookie is set for it.

    `request.reference` is the code as it came, or "". Every page answered to such a request has the reference
    in its links to this site and in its forms, so no template can forget it. Canonical links and pages of
    `/cms/` are left alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reference = request.GET.get("ref") or ""
        if not reference and request.method == "POST" and not request.path.startswith("/webhooks/"):
            reference = request.POST.get("ref") or ""
        if not REFERENCE.fullmatch(reference):
            reference = ""
        request.reference = reference  # type: ignore[attr-defined]  # ours, read by referrals
        response = self.get_response(request)
        if reference and isinstance(response, HttpResponse) and not request.path.startswith("/cms/"):
            carry_reference(response, reference, request.get_host())
        return response


_LINK = re.compile(r"""(<a\b[^>]*?\shref=")(/(?!/)[^"#]*)(#[^"]*)?(")""")
_FORM = re.compile(r"<form\b[^>]*>")
_ELSEWHERE = re.compile(r"""\saction=["']?\s*(?:[a-z]+:|//)""", re.IGNORECASE)
_HAS_REFERENCE = re.compile(r"[?&;]ref=")
_NOT_CARRIED = ("/static/", "/media/", "/cms/", "/account/logout", "/dev/", "/sandbox/")


def _is_carried(address: str) -> bool:
    return not languages.bare(address).startswith(_NOT_CARRIED)


def carry_reference(response: HttpResponse, reference: str, host: str) -> None:
    """Put `ref=<reference>` into the response's local links, forms and redirect."""
    if "Location" in response.headers:
        parts = urlsplit(response.headers["Location"])
        if parts.netloc in {"", host} and _is_carried(parts.path):
            response.headers["Location"] = _with_reference(response.headers["Location"], reference)
        return
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode(response.charset)

    def link(match: re.Match[str]) -> str:
        before, address, fragment, after = match.groups()
        if not _is_carried(address) or _HAS_REFERENCE.search(address):
            return match.group(0)
        joint = "&amp;" if "?" in address else "?"
        return f"{before}{address}{joint}ref={escape(reference)}{fragment or ''}{after}"

    def form(match: re.Match[str]) -> str:
        if _ELSEWHERE.search(match.group(0)) or "data-no-reference" in match.group(0):
            return match.group(0)
        return f'{match.group(0)}<input type="hidden" name="ref" value="{escape(reference)}">'

    response.content = _FORM.sub(form, _LINK.sub(link, text)).encode(response.charset)
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


def _with_reference(address: str, reference: str) -> str:
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if not any(key == "ref" for key, _ in query):
        query.append(("ref", reference))
    return urlunsplit(parts._replace(query=urlencode(query)))
