"""Addresses below /api/: version 1, its description, and an error in the API's own form for all others."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from search.api import doors
from search.api.operations import api

_v1 = [
    *doors.guarded(api.urls[0], names=("search",)),
    path("openapi.json", doors.openapi, name="openapi-json"),
    path("docs/", doors.docs, name="docs"),
    path("", doors.root, name="api-root"),
]
api_patterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_v1, "ninja"), namespace="api-v1")),
    re_path("", doors.nothing, name="api-nothing"),
]
