"""What an author does: send, reword, take back, ask again, and see all of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.models import Perspective, QuestionIndexPage, QuestionPage
from content.perspectives import permissions
from content.perspectives.actions.appealing import appeal as ask_again
from content.perspectives.actions.sending import edit_own, send_perspective, withdraw
from content.perspectives.forms import AppealForm, PerspectiveForm, SortingForm
from content.perspectives.reading import DRAFT, address_of, place
from core.pager import pager
from core.refusal import Refusal, show_refusal

PER_PAGE = 20
State = Perspective.State


@never_cache
@require_POST
def send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send an answer; whoever is not signed in any more signs in first, and finds what they wrote."""
    question = get_object_or_404(QuestionPage.objects.for_everybody(), uid=uid)
    page_url, sorting = question.get_url(request) or "/", SortingForm(request.GET).sorting
    form = PerspectiveForm(request.POST)
    if not request.user.is_authenticated:
        request.session[DRAFT] = {"question": str(uid), "words": _typed(form)}
        return redirect_to_login(f"{page_url}{place(sorting, 1)}#add")
    if form.is_valid():
        try:
            sent = send_perspective(question=question, author=_author(request), **form.details)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            request.session.pop(DRAFT, None)
            messages.success(request, _thanks(sent))
            return redirect(address_of(sent, sorting))
    context = question.get_context(request, form=form)
    return render(request, question.get_template(request), context, status=400)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reword one's own within a day."""
    perspective = _own(request, uid)
    sorting = SortingForm(request.GET).sorting
    form = PerspectiveForm.of(perspective, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changed = edit_own(perspective=perspective, by=_author(request), **form.details)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _thanks(changed, again=True))
            there = changed.question.live
            return redirect(address_of(changed, sorting) if there else "perspectives:my-perspectives")
    context = {
        "perspective": perspective,
        "form": form,
        "page_url": address_of(perspective, sorting),
        "may_edit": permissions.may_edit(request.user, perspective),
        "until": permissions.editable_until(perspective),
        "suspended": permissions.suspended(request.user),
    }
    return render(request, "content/perspectives/edit.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take one's own back, after a look at it."""
    perspective = _own(request, uid)
    if request.method == "POST":
        withdraw(perspective=perspective, by=_author(request))
        messages.success(request, _("You have taken it back. Nobody sees it any more."))
        return redirect("perspectives:my-perspectives")
    return render(request, "content/perspectives/take_back.html", {"perspective": perspective})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask that somebody else looks at a decision again."""
    perspective = _own(request, uid)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_again(perspective=perspective, by=_author(request), words=form.cleaned_data["words"])
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Somebody else will look at it, and we tell you what they say."))
            return redirect("perspectives:my-perspectives")
    context = {
        "perspective": perspective,
        "form": form,
        "may_appeal": permissions.may_appeal(request.user, perspective),
    }
    return render(request, "content/perspectives/appeal.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_safe
def my_perspectives(request: HttpRequest) -> HttpResponse:
    """All that somebody sent, the newest first, and what became of each."""
    own = Perspective.objects.filter(author_id=request.user.pk).with_helpful()
    rows = own.select_related("question__locale", "setting").prefetch_related("flags", "appeals")
    page = Paginator(rows.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    questions = QuestionIndexPage.objects.for_everybody().first()
    context = {
        "rows": [_mine(request, row) for row in page],
        "pager": pager(page, lambda number: f"?page={number}"),
        "ways": [{"label": _("Read the questions"), "url": questions.get_url(request)}] if questions else [],
        "suspended": permissions.suspended(request.user),
    }
    return render(request, "content/perspectives/my_perspectives.html", context)


def _mine(request: HttpRequest, row: Perspective) -> dict[str, Any]:
    """A row with what its author may do. The appeals are loaded: no query."""
    return {
        "perspective": row,
        "may_edit": permissions.may_edit(request.user, row),
        "may_appeal": permissions.may_appeal(request.user, row),
        "appeal": next(reversed(row.appeals.all()), None),
    }


def _own(request: HttpRequest, uid: UUID) -> Perspective:
    """Of this person and not taken back; to everybody else there is nothing here."""
    own = Perspective.objects.filter(author_id=request.user.pk).exclude(state=State.WITHDRAWN)
    return get_object_or_404(own.select_related("question__locale", "setting"), uid=uid)


def _author(request: HttpRequest) -> Any:
    return request.user


def _typed(form: PerspectiveForm) -> dict[str, str]:
    """What was typed, however wrong; cut where nobody types that much."""
    limits = {name: getattr(field, "max_length", None) or 40 for name, field in form.fields.items()}
    return {name: form.data.get(name, "")[: 2 * limit] for name, limit in limits.items()}


def _thanks(perspective: Perspective, *, again: bool = False) -> str:
    if perspective.state == State.HELD and again:
        return _(
            "Your new wording is kept. A person reads it first, and it is not on the page until then; we write to "
            "you when it is there."
        )
    if perspective.state == State.HELD:
        return _(
            "Thank you. A person reads it first, usually within a day; we write to you when it is there."
        )
    return _("Your new wording is there.") if again else _("Thank you. Your perspective is there.")
