"""The results page, what its map and its fields ask for while it is used, and the two lists that are searches."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import clock, languages
from search import beginnings, engine, misses, page, settings_tree, suggesting
from search.addresses import address, near_address
from search.forms import SearchForm
from search.towns import largest, view_of
from search.ways_on import ways_on


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for what the address asks; to htmx just the part of the page that changes."""
    tree, known = beginnings.load()
    form = SearchForm(request.GET, tree=tree, known=known, reader=languages.spoken())
    query = form.query()
    answering = engine.current(tree=tree)
    result = answering.search(query)
    ways = ways_on(answering, query, result, tree)
    misses.note(query, result, agent=request.headers.get("User-Agent", ""))
    context = page.context(form, query, result, ways, tree)
    context["partial"] = _wants_part(request)
    context["degraded"] = result.degraded and request.user.has_perm("wagtailadmin.access_admin")
    template = "search/_results.html" if context["partial"] else "search/search.html"
    response = render(request, template, context)
    if context["partial"]:
        response["HX-Push-Url"] = _with_reference(request, address(query, page=result.page))
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> HttpResponse:
    """What to offer for the beginning in `text`, where words (`field=q`) or a place (`field=near`) are typed."""
    text = request.GET.get("text", "")
    if request.GET.get("field") == "near":
        groups = suggesting.for_place(text)
    else:
        groups = suggesting.for_words(text, now=clock.now(), reader=languages.spoken())
    return JsonResponse({"groups": [group.told() for group in groups]})


@require_safe
@cache_control(public=True, max_age=60)
def pins(request: HttpRequest) -> HttpResponse:
    """Where everything is that this search finds: towns with counts, never an address."""
    tree = settings_tree.load()
    query = SearchForm(request.GET, tree=tree, reader=languages.spoken()).query()
    found = engine.current(tree=tree).pins(query)
    return JsonResponse(
        {
            "pins": [
                {
                    "id": pin.place_id,
                    "label": pin.label,
                    "lat": round(pin.lat, 3),
                    "lon": round(pin.lon, 3),
                    "documents": pin.documents,
                    "url": near_address(query, pin.label),
                }
                for pin in found
            ]
        }
    )


@require_safe
@cache_control(public=True, max_age=86_400)
def towns(request: HttpRequest) -> HttpResponse:
    """The largest towns within `box` (west,south,east,north in degrees), for the names on the map."""
    view = view_of(request.GET.get("box", ""))
    if view is None:
        return JsonResponse({"error": _("A box is west,south,east,north in degrees.")}, status=400)
    return JsonResponse({"towns": largest(view)})


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
