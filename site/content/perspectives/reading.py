"""What a question's page shows: the perspectives, the reader's own, and the form for one more."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import F
from django.http import Http404, HttpRequest

from content.models.perspectives import Perspective
from content.perspectives import permissions
from content.perspectives.forms import PerspectiveForm, SortingForm
from core.pager import pager

PAGE_SIZE = 20
DRAFT = "content.perspective"
"""In the session: what somebody wrote before they signed in."""
State = Perspective.State


def contents(question: Any, request: HttpRequest, form: PerspectiveForm | None = None) -> dict[str, Any]:
    """`perspectives` (of one page), `total`, `pager`, `sorting`, `waiting` (the reader's own that others do not see),
    `may_pick`, `suspended` (a sentence), and `form` where the reader may add one."""
    sorting = SortingForm(request.GET)
    page = _page(question, request.user, sorting)
    return {
        "perspectives": [_shown(row, request.user) for row in page.object_list],
        "total": page.paginator.count,
        "pager": pager(page, lambda number: f"?sort={sorting.sorting}&page={number}"),
        "sorting": sorting,
        "sort": sorting.sorting,
        **_of_the_reader(question, request, form),
    }


def form_for(request: HttpRequest, question: Any) -> PerspectiveForm:
    """An empty form, or one with what was written before signing in."""
    draft = request.session.get(DRAFT) or {}
    if draft.get("question") == str(question.uid):
        return PerspectiveForm(initial=draft["words"])
    return PerspectiveForm(initial={"shown_name": getattr(request.user, "first_name", "")})


def _page(question: Any, reader: Any, sorting: SortingForm) -> Page[Perspective]:
    rows: Any = Perspective.objects.published().filter(question=question).for_reading(reader)
    if sorting.sorting == "newest":
        ordered = rows.order_by("-sent_at", "-pk")
    else:
        ordered = rows.order_by(F("picked_at").desc(nulls_last=True), "-helpful_count", "-sent_at", "-pk")
    try:
        return Paginator(ordered, PAGE_SIZE).page(sorting.number)
    except EmptyPage as error:
        raise Http404 from error


def _of_the_reader(question: Any, request: HttpRequest, form: PerspectiveForm | None) -> dict[str, Any]:
    """Nothing for strangers: their page is the same for all."""
    if not request.user.is_authenticated:
        return {"waiting": [], "form": form, "suspended": "", "may_pick": False}
    own = Perspective.objects.filter(question=question, author_id=request.user.pk)
    unseen = own.filter(state__in=(State.HELD, State.LEFT_OUT)).select_related("setting")
    suspended = permissions.suspended(request.user) if question.is_open else ""
    offered = form or _offered(request, question, suspended=bool(suspended))
    return {
        "waiting": [_shown(row, request.user) for row in unseen.prefetch_related("flags")],
        "form": offered,
        "suspended": suspended,
        "may_pick": permissions.may_moderate(request.user),
    }


def _offered(request: HttpRequest, question: Any, *, suspended: bool) -> PerspectiveForm | None:
    """Whoever is suspended finds a form over what they wrote before signing in alone."""
    written = (request.session.get(DRAFT) or {}).get("question") == str(question.uid)
    return form_for(request, question) if question.is_open and (written or not suspended) else None


def _shown(perspective: Perspective, reader: Any) -> dict[str, Any]:
    """A perspective with what its reader may do."""
    return {
        "perspective": perspective,
        "own": permissions.is_author(reader, perspective),
        "may_edit": permissions.may_edit(reader, perspective),
    }
