"""Pages of `/cms/` that publish without a form of the page: a refusal leads back to the page, with its words."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from content.errors import NotReadyToPublish

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class NotReadyMiddleware:
    """Workflow approval, bulk publishing and the like, where a check holds a page back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """To the page's editor; a dialog of Wagtail's is told to go there."""
        if not isinstance(error, NotReadyToPublish) or not request.path.startswith("/cms/"):
            return None
        messages.error(request, error.sentence)
        editor = reverse("wagtailadmin_pages:edit", args=[error.page_id])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": editor})
        return redirect(editor)
