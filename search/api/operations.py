"""The public read API, version 1. It reads no cookie, and keeps nothing of who asks but a count."""

import logging
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI

from core import clock
from search import engine, settings_tree
from search.addresses import parameters
from search.api.parameters import WrongParameters, documented, read
from search.api.problems import CONTENT_TYPE, Problem, problem
from search.api.schemas import Found, Hit, Price, Suggestion, Value
from search.query import PAGE_SIZE, SearchQuery
from search.result import FacetValue, SearchHit, SearchResult
from search.ways_on import ways_on

logger = logging.getLogger(__name__)
api = NinjaAPI(
    title="MI Commons",
    version="1",
    description="Trainers, packages, practice groups and things to read, by words, place and practice setting. "
    "Free to read from anywhere; please keep what you show up to date.",
    urls_namespace="api-v1",
    docs_url=None,
)
_ANSWERS: dict[Any, Any] = {
    HTTPStatus.OK: Found,
    HTTPStatus.UNPROCESSABLE_ENTITY: Problem,
    HTTPStatus.TOO_MANY_REQUESTS: Problem,
    HTTPStatus.INTERNAL_SERVER_ERROR: Problem,
}


@api.get(
    "/search",
    response=_ANSWERS,
    url_name="search",
    operation_id="search",
    summary="Search",
    openapi_extra={"parameters": documented()},
)
def search(request: HttpRequest) -> Found:
    """Takes the parameters of the results page: the address of a search there, with /api/v1/search in front of
    the question mark, asks the same."""
    tree = settings_tree.load()
    query, notes = read(request.GET, tree)
    answering = engine.current(tree=tree)
    result = answering.search(query)
    ways = ways_on(answering, query, result, tree)
    return Found(
        total=result.total,
        page=result.page,
        pages=result.pages,
        hits=[_hit(hit) for hit in result.hits],
        facets={name: [_value(value) for value in values] for name, values in result.facets.items()},
        suggestions=[Suggestion(label=way.label, url=_asked_here(way.url), total=way.found) for way in ways],
        notes=notes,
        left_out=result.left_out,
        loosened=result.loosened,
        sparse=result.sparse,
        respelled=result.respelled or None,
        engine=result.engine,
        degraded=result.degraded,
        next=_next(query, result),
    )


api.api_operation(["HEAD"], "/search", response=_ANSWERS, include_in_schema=False)(search)


def schema() -> dict[str, Any]:
    """The OpenAPI document. Errors are told in the content type they come in."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=reverse("api-v1:api-root")))
    told["servers"] = [{"url": settings.BASE_URL}]
    for operations in told["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {CONTENT_TYPE: next(iter(answer["content"].values()))}
                    answer["description"] = HTTPStatus(int(status)).phrase
    return told


@api.exception_handler(WrongParameters)
def _wrong_parameters(request: HttpRequest, error: WrongParameters) -> HttpResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.errors)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")


@api.exception_handler(Exception)
def _our_mistake(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("The API could not answer %s", request.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "This is a mistake of ours. You could try again later.")


def _next(query: SearchQuery, result: SearchResult) -> str | None:
    if result.page >= result.pages:
        return None
    pairs = parameters(replace(query, page=result.page + 1))
    if query.page_size != PAGE_SIZE:
        pairs.append(("page_size", str(query.page_size)))
    return f"{settings.BASE_URL}{reverse('api-v1:search')}?{urlencode(pairs)}"


def _asked_here(url: str) -> str:
    """A search's page, as an address of this API: the parameters are the same."""
    return f"{settings.BASE_URL}{reverse('api-v1:search')}?{urlsplit(url).query}"


def absolute(url: str) -> str:
    """With this site in front, where it is an address on it."""
    return settings.BASE_URL + url if url.startswith("/") else url


def _hit(hit: SearchHit) -> Hit:
    until = hit.accepting_until
    return Hit(
        kind=hit.kind,
        uid=hit.uid,
        title=hit.title,
        url=absolute(hit.url),
        summary=hit.summary,
        by=hit.by,
        place=hit.place,
        distance_km=None if hit.distance_km is None else round(hit.distance_km, 1),
        online=hit.online,
        settings=list(hit.settings),
        languages=list(hit.languages),
        formats=list(hit.formats),
        price=None if hit.price is None else Price(amount=hit.price.amount, currency=hit.price.currency),
        starts_at=hit.starts_at,
        accepting_until=until if until and until >= clock.now().date() else None,
        more_by=hit.more_by,
        more_url=absolute(hit.more_url) if hit.more_url else None,
    )


def _value(value: FacetValue) -> Value:
    return Value(
        value=value.value,
        label=value.label,
        count=value.count,
        selected=value.selected,
        parent=value.parent or None,
    )
