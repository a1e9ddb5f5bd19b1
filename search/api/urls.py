"""Addresses below /api/: version 1 with its description, Wagtail's version 3 for pages, and an error in the API's own
form for all others."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from search.api import doors
from search.api.operations import api
from search.api.pages import pages_patterns

_v1 = [
    *doors.guarded(api.urls[0], names=("search",)),
    path("openapi.json", doors.openapi, name="openapi-json"),
    path("docs/", doors.docs, name="docs"),
    path("", doors.root, name="api-root"),
]
api_patterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_v1, "ninja"), namespace="api-v1")),
    path("v3/", include((pages_patterns, "ninja"), namespace="wagtailapi_v3")),  # the name its links go by
    re_path("", doors.nothing, name="api-nothing"),
]
