"""The languages of the site. The path alone decides: English stands without a prefix, German under `/de/`.

Addresses of views exist in every language; a page of the tree exists where somebody has translated it (core.tree).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

# The name of the pattern that takes every address of the tree: whether a page stands there only the tree knows.
PAGE = "pages"


class Version(NamedTuple):
    """The page that is shown, or the front page, in one language. `there`: whether it is the page itself."""

    code: str
    name: str
    url: str
    current: bool
    there: bool


def active() -> str:
    """The language of now, as LANGUAGES has it."""
    return translation.get_language() or settings.LANGUAGE_CODE


def spoken() -> str:
    """The ISO 639-1 code of the language of now."""
    return iso(active())


def iso(code: str) -> str:
    """The ISO 639-1 code of a language that LANGUAGES or a locale has: "en" of "en-gb"."""
    return code.split("-")[0]


def is_default() -> bool:
    """Whether the language of now is the one without a prefix."""
    return active() == settings.LANGUAGE_CODE


@contextmanager
def default() -> Iterator[None]:
    """What is stored for everybody is written in the site's first language, whoever's act it follows from."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def first() -> str:
    """The site's first language, as the default of a field."""
    return settings.LANGUAGE_CODE


def choices() -> list[tuple[str, str]]:
    """The languages of the site, as the choices of a field: a new one asks for no migration."""
    return list(settings.LANGUAGES)


def known(code: str | None) -> str:
    """`code` where the site speaks it, else the site's first language: for what stands beside a person."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def bare(path: str) -> str:
    """The path without the prefix of its language."""
    code = translation.get_language_from_path(path)
    return path.removeprefix(f"/{code}") if code and code != settings.LANGUAGE_CODE else path


def prefixed(path: str, code: str) -> str:
    """A path of the first language with the prefix of `code`."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def counterpart(path: str, code: str) -> str:
    """The address in language `code` of the view that answers at `path`; "" for pages of the tree, and for what
    has no languages, as `/api/`."""
    plain = bare(path)
    here, there = _match(plain, settings.LANGUAGE_CODE), _match(prefixed(plain, code), code)
    if here is None or there is None or here.url_name == PAGE or here.func is not there.func:
        return ""
    return prefixed(plain, code)


def localised(url: str) -> str:
    """An address kept in the first language, as it stands in the language of now; unchanged where it has none."""
    if is_default() or not url.startswith("/"):
        return url
    path, mark, rest = url.partition("?")
    return (counterpart(path, active()) or path) + mark + rest


def versions(request: HttpRequest) -> list[Version]:
    """One for each language: the page itself, or else the front page.

    A page of the tree says where its translations stand in `request.page_versions`; error pages have none.
    """
    told: dict[str, str] | None = getattr(request, "page_versions", None)
    query = request.META.get("QUERY_STRING", "") if told is None and request.method == "GET" else ""
    found = []
    for code, name in settings.LANGUAGES:
        url = counterpart(request.path, code) if told is None else told.get(code, "")
        address = f"{url}?{query}" if url and query else url or prefixed("/", code)
        found.append(Version(code, str(name), address, code == active(), bool(url)))
    return found


def _match(path: str, code: str) -> ResolverMatch | None:
    with translation.override(code):
        try:
            return resolve(path)
        except Resolver404:
            return None
