"""`/cms/search-index/`: which engine answers, what the index holds, what waits, and the last rebuilds."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from core import findable
from search.elastic import checking, client, state
from search.elastic.building import is_alive
from search.models import IndexBuild, SearchDocument
from search.permissions import SEE_THE_INDEX

LAST_BUILDS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """How many documents of a kind there are; `index` and `same` are None where that was not learned."""

    kind: str
    rows: int
    index: int | None = None
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Building:
    """A build as the panel shows it. `share` is in percent."""

    build: IndexBuild
    share: int
    alive: bool


@permission_required(SEE_THE_INDEX)
def index_panel(request: HttpRequest) -> TemplateResponse:
    """Reads alone. `?compare` holds rows and index against one another, by counts and checksums."""
    configured = bool(settings.ELASTICSEARCH_URL)
    context = _of_elasticsearch(compare="compare" in request.GET) if configured else {"kinds": _held(None)}
    return TemplateResponse(
        request,
        "search/cms/index_panel.html",
        {
            "header_title": "Search index",
            "header_icon": "search",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": "Home"},
                {"url": "", "label": "Search index"},
            ],
            "configured": configured,
            **context,
        },
    )


def _of_elasticsearch(*, compare: bool) -> dict[str, Any]:
    found = state.standing(client.client())
    opened = state.opened()  # of this process
    builds = list(IndexBuild.objects.all()[:LAST_BUILDS])
    return {
        "standing": found,
        "warning": state.warning(found),
        "opened": opened,
        "opened_since": dt.datetime.fromtimestamp(opened.since, dt.UTC) if opened.since else None,
        "lag": state.lag(),
        "kinds": _counted(compare=compare and bool(found.index)) if not found.trouble else _held(None),
        "compared": compare and bool(found.index),
        "builds": [_shown(build) for build in builds],
    }


def _counted(*, compare: bool) -> list[Held]:
    if not compare:
        return _held(state.documents())
    rows = checking.tally_of_rows()
    index = checking.tally_of_index(client.patient_client(), client.alias())
    kinds = dict.fromkeys((*findable.kinds(), *sorted({*rows, *index})))
    return [
        Held(
            _label(kind),
            rows[kind].documents if kind in rows else 0,
            index[kind].documents if kind in index else 0,
            rows.get(kind) == index.get(kind),
        )
        for kind in kinds
    ]


def _held(index: dict[str, int] | None) -> list[Held]:
    counted = SearchDocument.objects.order_by().values("kind").annotate(number=Count("pk"))
    rows = {row["kind"]: row["number"] for row in counted}
    kinds = dict.fromkeys((*findable.kinds(), *sorted({*rows, *(index or {})})))
    return [
        Held(_label(kind), rows.get(kind, 0), index.get(kind, 0) if index is not None else None)
        for kind in kinds
    ]


def _label(kind: str) -> str:
    known = findable.kind(kind)
    return str(known.plural) if known else kind


def _shown(build: IndexBuild) -> Building:
    share = round(100 * build.written / build.expected) if build.expected else 0
    return Building(build, min(share, 100), build.state == IndexBuild.State.BUILDING and is_alive(build))


def urlpatterns() -> list[URLPattern]:
    """Its address in the back office."""
    return [path("search-index/", index_panel, name="cms_search_index")]


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE_THE_INDEX))


def menu_item() -> MenuItem:
    """Its line among what keeps the site running."""
    return _Item("Search index", reverse_lazy("cms_search_index"), icon_name="search", order=200)
