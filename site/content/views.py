"""Pages by their address."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail import views as wagtail_views
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from content.models import ArticlePage, HomePage

# Pages that are looked up by their whole address: the depth under the front page > the model found there.
AT_DEPTH: dict[int, Any] = {0: HomePage, 2: ArticlePage}


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any page of the tree. Front page and articles are found in one query instead of one or two a level."""
    route = _shortcut(path)
    if route is not None:
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]  # where wagtail keeps its own
    response: HttpResponseBase = wagtail_views.serve(request, path)
    return response


def _shortcut(path: str) -> RouteResult | None:
    """None leaves the way to wagtail: other pages, several sites, a page that is not there."""
    roots = Site.get_site_root_paths()
    model = AT_DEPTH.get(path.count("/"))
    if len(roots) != 1 or model is None:
        return None
    page: Model | None = model.objects.for_serving().filter(url_path=roots[0].root_path + path).first()
    return RouteResult(page) if page is not None else None
