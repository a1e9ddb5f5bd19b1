"""The results page, and the two lists that are searches."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from search import engine, misses, page, settings_tree
from search.addresses import address
from search.forms import SearchForm
from search.ways_on import ways_on


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for what the address asks; to htmx just the part of the page that changes."""
    tree = settings_tree.load()
    form = SearchForm(request.GET, tree=tree)
    query = form.query()
    answering = engine.current(tree=tree)
    result = answering.search(query)
    ways = ways_on(answering, query, result, tree)
    misses.note(query, result, agent=request.headers.get("User-Agent", ""))
    context = page.context(form, query, result, ways, tree)
    context["partial"] = _wants_part(request)
    template = "search/_results.html" if context["partial"] else "search/search.html"
    response = render(request, template, context)
    if context["partial"]:
        response["HX-Push-Url"] = _with_reference(request, address(query, page=result.page))
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def trainers(request: HttpRequest) -> HttpResponse:
    """All trainers: a search."""
    return _only(request, "trainer")


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """All practice groups: a search."""
    return _only(request, "group")


def _only(request: HttpRequest, kind: str) -> HttpResponse:
    """Anything else in the address goes along."""
    asked = request.GET.copy()
    asked.setlist("kind", [kind])
    return redirect(f"{reverse('search:search')}?{asked.urlencode()}")


def _wants_part(request: HttpRequest) -> bool:
    """Going back, htmx asks for the page as a whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _with_reference(request: HttpRequest, url: str) -> str:
    """The group that brought the visitor stays in the address."""
    reference: str = getattr(request, "reference", "")
    if not reference:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'ref': reference})}"
