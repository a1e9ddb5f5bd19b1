"""A reference on any address counts as a touch, for signed-in visitors alone."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from marketplace.referrals.actions import touch


class TouchMiddleware:
    """After `core.middleware.ReferenceMiddleware`: keeps the touch of a page that was shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        reference = request.GET.get("ref") and getattr(request, "reference", "")
        shown = request.method == "GET" and response.status_code < 400
        if reference and shown and request.user.is_authenticated:
            touch(user=request.user, reference=reference)
        return response
