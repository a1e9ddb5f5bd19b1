"""Pages by their address."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from content import kept_pages, social_card
from content.models import ArticleIndexPage, ArticlePage, HomePage, QuestionPage
from core import languages, tree

YEAR = 365 * 24 * 3600
# Pages that are looked up by their whole address: the depth under the front page > the models found there, those
# that are read most first.
AT_DEPTH: dict[int, tuple[Any, ...]] = {
    0: (HomePage,),
    1: (ArticleIndexPage,),
    2: (ArticlePage, QuestionPage),
}


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any page of the tree. Front page, articles and questions are found in one query or two, instead of one or two
    a level.

    No page is shown under the addresses of another language than its own.
    """
    request.page_versions = {}  # type: ignore[attr-defined]  # ours; the page that is found fills it
    route = _shortcut(path)
    if route is not None:
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]  # where wagtail keeps its own
    elif not languages.is_default() and _is_foreign(Page.route_for_request(request, path)):
        raise Http404
    response: HttpResponseBase = wagtail_views.serve(request, path)
    kept_pages.may_be_kept(request)
    return response


@require_safe
def social_card_png(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """The title of a page everybody may read, as a picture. What it showed before leads to what it shows now."""
    page = social_card.page_of(key)
    if page is None:
        raise Http404
    card = page.card()
    if digest != card.digest:
        return redirect(social_card.address(page))
    response = HttpResponse(card.png(), content_type="image/png")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def _is_foreign(route: RouteResult | None) -> bool:
    """Whether Wagtail has taken the tree of another language, where that of now has no front page."""
    return route is not None and route[0].locale.language_code != languages.active()


def _shortcut(path: str) -> RouteResult | None:
    """None leaves the way to wagtail: other pages, several sites, a page that is not there."""
    everywhere = Site.get_site_root_paths()
    roots = [root for root in everywhere if root.language_code == languages.active()]
    models = AT_DEPTH.get(path.count("/"), ())
    if len(roots) != 1:
        return None
    address = roots[0].root_path + path
    pages = (tree.with_versions(model.objects.for_serving()).filter(url_path=address) for model in models)
    page: Any = next(filter(None, (found.first() for found in pages)), None)
    if page is None:
        return None
    page._wagtail_cached_site_root_paths = (
        everywhere  # where wagtail keeps its own: its address needs them again
    )
    return RouteResult(page)
