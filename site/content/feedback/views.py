"""The form for everybody, and the thanks."""

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from content.feedback.actions import give_feedback
from content.feedback.forms import FeedbackForm, way_back
from core import languages, throttle
from core.refusal import Refusal, show_refusal


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Tell us something. Nobody has to sign in for it."""
    form = FeedbackForm.of(request)
    if form.is_valid():
        if seconds := throttle.wait(request, scope="feedback", rate=settings.FEEDBACK_RATE):
            return _later(request, form, seconds)
        try:
            give_feedback(**form.details, user=_sender(request), language=languages.active())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(_thanks_for(form.cleaned_data["page"]))
    return _page(request, form, status=400 if form.errors else 200)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived; a way back to where somebody was."""
    return render(request, "content/feedback/thanks.html", {"back": way_back(request.GET.get("page", ""))})


def _later(request: HttpRequest, form: FeedbackForm, seconds: int) -> HttpResponse:
    """Too many from one network: the words stay in the form."""
    minutes = math.ceil(seconds / 60)
    words = ngettext(
        "So many messages came from your network that we paused. Your words are still here; you could send them "
        "in about %(minutes)d minute.",
        "So many messages came from your network that we paused. Your words are still here; you could send them "
        "in about %(minutes)d minutes.",
        minutes,
    )
    form.add_error(None, words % {"minutes": minutes})
    answer = _page(request, form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _page(request: HttpRequest, form: FeedbackForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "signed_in": request.user.is_authenticated}
    return render(request, "content/feedback/give.html", context, status=status)


def _sender(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _thanks_for(page: str) -> str:
    address = reverse("feedback:thanks")
    if not way_back(page):
        return address
    asked = QueryDict(mutable=True)
    asked["page"] = page
    return f"{address}?{asked.urlencode(safe='/')}"
