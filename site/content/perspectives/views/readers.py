"""What readers do: say what helped, report; and what editors pick."""

import math
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from content.models import Perspective, QuestionPage
from content.perspectives import permissions
from content.perspectives.actions import picking
from content.perspectives.actions.reporting import report as ask_moderator
from content.perspectives.forms import ReportForm, SortingForm
from content.perspectives.reading import address_of
from core import throttle
from core.refusal import Refusal, show_refusal


@never_cache
@require_POST
def helpful(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that it helped, or take that back (`on` is empty)."""
    perspective, user = _readable(uid), request.user
    if not isinstance(user, User):
        return redirect_to_login(_there(request, perspective))
    act = picking.mark_helpful if request.POST.get("on") else picking.unmark_helpful
    return _done(request, perspective, lambda: act(perspective=perspective, user=user))


@never_cache
@require_POST
def pick(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make it an editor's pick, or no longer (`on` is empty)."""
    perspective, user = _readable(uid), request.user
    if not isinstance(user, User):
        return redirect_to_login(_there(request, perspective))
    if not permissions.may_moderate(user):
        raise PermissionDenied
    act = picking.pick if request.POST.get("on") else picking.unpick
    return _done(request, perspective, lambda: act(perspective=perspective, by=user))


def _done(request: HttpRequest, perspective: Perspective, act: Callable[[], object]) -> HttpResponse:
    """Back to it, with a sentence where it was refused."""
    try:
        act()
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(_there(request, perspective))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask a moderator to look. Nobody has to sign in for it."""
    perspective = _readable(uid)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reporter = request.user if isinstance(request.user, User) else None
        member = reporter.pk if reporter else None
        if seconds := throttle.wait(request, scope="report", rate=settings.REPORT_RATE, member=member):
            return _later(request, perspective, form, seconds)
        try:
            ask_moderator(perspective=perspective, reporter=reporter, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you. A moderator looks at it, usually within a day."))
            return redirect(_there(request, perspective))
    return _report_page(request, perspective, form, status=400 if form.errors else 200)


def _later(request: HttpRequest, perspective: Perspective, form: ReportForm, seconds: int) -> HttpResponse:
    """Too many from one member or network: the words stay in the form."""
    minutes = math.ceil(seconds / 60)
    words = ngettext(
        "So many reports came from you that we paused. Your words are still here; you could send them in about "
        "%(minutes)d minute.",
        "So many reports came from you that we paused. Your words are still here; you could send them in about "
        "%(minutes)d minutes.",
        minutes,
    )
    form.add_error(None, words % {"minutes": minutes})
    answer = _report_page(request, perspective, form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _report_page(
    request: HttpRequest, perspective: Perspective, form: ReportForm, *, status: int
) -> HttpResponse:
    context = {"perspective": perspective, "form": form, "page_url": _there(request, perspective)}
    return render(request, "content/perspectives/report.html", context, status=status)


def _there(request: HttpRequest, perspective: Perspective) -> str:
    """Back to it, in the order in which it was read."""
    return address_of(perspective, SortingForm(request.GET).sorting)


def _readable(uid: UUID) -> Perspective:
    """Published, under a question that everybody may read."""
    there = QuestionPage.objects.for_everybody().order_by().values("pk")
    rows = Perspective.objects.published().filter(question__in=there)
    return get_object_or_404(rows.select_related("question__locale", "setting"), uid=uid)
