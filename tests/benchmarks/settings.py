"""As in production, but for what would need secrets: no debugging, connections kept, queries counted."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.settings import base
from config.settings.test import *  # noqa: F403  (settings files extend one another)

View = Callable[[HttpRequest], HttpResponseBase]

ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405  (from the settings above)
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}  # noqa: F405  (from the settings it extends)
# As in production, pages kept for visitors without a cookie included.
MIDDLEWARE = ["tests.benchmarks.settings.count_queries", *base.MIDDLEWARE]


def count_queries(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Says in X-Queries how many SQL queries an answer took."""

    def counted(request: HttpRequest) -> HttpResponseBase:
        number = 0

        def count(execute: Callable[..., object], *args: object) -> object:
            nonlocal number
            number += 1
            return execute(*args)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers["X-Queries"] = str(number)
        return response

    return counted
