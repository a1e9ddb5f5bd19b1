"""The moderators' pages: the list, one perspective, what is done with it, and all there ever were."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from content.cms.moderation import forms, queue, showing
from content.cms.moderation.deeds import DEEDS, Deed
from content.models import Perspective
from content.perspectives import errors, left_alone, permissions
from content.perspectives.trail import last_act
from core.refusal import Refusal, show_refusal

PER_PAGE = 25
LAST = "cms_perspectives.last"
"""In the session: the last decision, as `pk`, `event` and `said`, so that it can be undone on the next page."""

moderators: Callable[..., Any] = permission_required(permissions.MODERATE)


@moderators
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first."""
    form = forms.Narrow(request.GET)
    wanted = form.wanted
    page = Paginator(queue.waiting(wanted).for_deciding(), PER_PAGE).get_page(request.GET.get("p"))
    deciding = left_alone.moderators()
    rows = [
        {
            **showing.row_of(row, deciding),
            "url": showing.address(row.pk, wanted),
            "own": row.author_id == request.user.pk,
        }
        for row in page
    ]
    context = {
        "tabs": queue.tabs(wanted),
        "rows": rows,
        "page": page,
        "form": form,
        "wanted": wanted,
        "query": f"{urlencode(wanted.address)}&",
    }
    return _page(request, "queue", _("Perspectives to moderate"), context)


@moderators
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One perspective, with everything a moderator needs to know."""
    row = get_object_or_404(Perspective.objects.for_deciding(), pk=pk)
    return _decide_page(request, showing.page_of(row, request.user, forms.Narrow(request.GET).wanted))


@moderators
def history(request: HttpRequest) -> HttpResponse:
    """All there are, the last decided first, by words and state."""
    form = forms.Search(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Perspective.objects.select_related("question", "decided_by").order_by("-changed_at", "-pk")
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    rows = queue.with_words(rows, asked.get("q", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    query = urlencode({name: value for name, value in asked.items() if value})
    context = {"form": form, "page": page, "query": f"{query}&" if query else "", "wanted": queue.EVERYTHING}
    return _page(request, "history", _("All perspectives"), context)


@require_POST
@moderators
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do what was decided; what is refused comes back with what was typed."""
    wanted = forms.Narrow(request.POST).wanted
    deed = DEEDS[name]
    if not request.user.has_perm(deed.asks):
        raise PermissionDenied
    row = queue.waiting(wanted).filter(pk=pk).first() or get_object_or_404(Perspective, pk=pk)
    form = showing.empty_form(name, request.POST)
    if not form.is_valid():
        return _came_back(request, pk, wanted, name, form, 400)
    since = getattr(row, "waits_since", None)
    try:
        said = deed.do(row, request.user, form)
    except errors.ChangedMeanwhile as refusal:
        show_refusal(form, refusal)
        return _came_back(request, pk, wanted, name, form, 409)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _came_back(request, pk, wanted, name, form, 400)
    return _go_on(request, deed, pk, said, wanted, since)


def _go_on(
    request: HttpRequest, deed: Deed, pk: int, said: str, wanted: queue.Wanted, since: Any
) -> HttpResponse:
    """To the next one after a decision, which can be undone from there; else back to the same."""
    request.session.pop(LAST, None)
    if deed.decides:
        request.session[LAST] = {"pk": pk, "event": _last_event(pk), "said": said}
    else:
        messages.success(request, said)
    if deed.stays:
        return redirect(showing.address(pk, wanted))
    following = queue.next_after(since, pk, wanted, user=request.user)
    return redirect(showing.address(following, wanted) or reverse("cms_perspectives:index"))


def _came_back(
    request: HttpRequest, pk: int, wanted: queue.Wanted, name: str, form: Any, status: int
) -> HttpResponse:
    """The refusal stands in the form; in a message where there is a button alone, or no form any more."""
    row = get_object_or_404(Perspective.objects.for_deciding(), pk=pk)
    page = showing.page_of(row, request.user, wanted, bound=(name, form))
    if not (form.visible_fields() and page["may"].get(name.replace("-", "_"))):
        for sentence in form.non_field_errors():
            messages.error(request, sentence)
    return _decide_page(request, page, status=status)


def _decide_page(request: HttpRequest, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    row = page["perspective"]
    title = _("%(name)s on “%(question)s”") % {"name": row.shown_name, "question": row.question.title}
    return _page(request, "decide", title, page, status=status)


def _page(
    request: HttpRequest, name: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if name != "queue":
        crumbs.append({"url": reverse("cms_perspectives:index"), "label": _("Perspectives to moderate")})
    return TemplateResponse(
        request,
        f"content/cms/moderation/{name}.html",
        {
            "header_title": title,
            "page_title": title,
            "header_icon": "comment",
            "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
            "last": _last(request),
            **context,
        },
        status=status,
    )


def _last(request: HttpRequest) -> dict[str, Any] | None:
    """The last decision of this session, as long as nothing else has happened to it since."""
    last: dict[str, Any] | None = request.session.get(LAST)
    return last if last and last.get("event") == _last_event(last["pk"]) else None


def _last_event(pk: int) -> int | None:
    """The number of the last act on a perspective."""
    row = Perspective.objects.filter(pk=pk).first()
    act = last_act(row) if row else None
    return act.pk if act else None


def urlpatterns() -> list[URLPattern]:
    """The addresses of the desk: `index`, `history`, `decide`, and one for each deed."""
    return [
        path("perspectives/", index, name="index"),
        path("perspectives/all/", history, name="history"),
        path("perspectives/<int:pk>/", decide, name="decide"),
        *(path(f"perspectives/<int:pk>/{name}/", act, {"name": name}, name=name) for name in DEEDS),
    ]
