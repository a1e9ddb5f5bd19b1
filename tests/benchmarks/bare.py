"""A bare Django view of a given size: no middleware, a ready body. `BARE_BYTES` says how large."""

import os

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"x" * int(os.environ.get("BARE_BYTES", "16000"))


def bare(request: HttpRequest) -> HttpResponse:
    """The same bytes to everybody."""
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[])
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (after the settings)

application = get_wsgi_application()
