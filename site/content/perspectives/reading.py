"""What a question's page shows: the perspectives, the reader's own, and the form for one more."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from content.models.perspectives import Flag, Perspective
from content.perspectives import permissions
from content.perspectives.forms import SORTINGS, PerspectiveForm, SortingForm
from core.pager import pager

PAGE_SIZE = 20
DEFAULT = SORTINGS[0][0]
DRAFT = "content.perspective"
"""In the session: what somebody wrote before they signed in."""
State = Perspective.State


def contents(question: Any, request: HttpRequest, form: PerspectiveForm | None = None) -> dict[str, Any]:
    """`perspectives` (of one page), `total`, `pager`, `sorting`, `place` (what an address needs to come back here),
    `waiting` (the reader's own that others do not see), `may_pick`, `suspended` (a sentence), and `form` where the
    reader may add one."""
    sorting = SortingForm(request.GET)
    page = _page(question, request.user, sorting, strictly=form is None)
    url = question.get_url(request) or "/"
    return {
        "perspectives": [_shown(row, request.user) for row in page.object_list],
        "total": page.paginator.count,
        "pager": pager(page, lambda number: f"{url}{place(sorting.sorting, number)}#h-pers"),
        "sorting": sorting,
        "sort": sorting.sorting,
        "place": place(sorting.sorting, page.number),
        **_of_the_reader(question, request, form),
    }


def address_of(perspective: Perspective, sorting: str = DEFAULT, *, absolute: bool = False) -> str:
    """Where it stands now on its question's page: in that order, on that page of the list. One query at most."""
    question = perspective.question
    page = (question.full_url if absolute else question.get_url()) or "/"
    number = 1
    if perspective.state == State.PUBLISHED:
        keys = list(_ordered(question, None, sorting).values_list("pk", flat=True))
        number = keys.index(perspective.pk) // PAGE_SIZE + 1 if perspective.pk in keys else 1
    return f"{page}{place(sorting, number)}#{perspective.anchor}"


def place(sorting: str, number: int) -> str:
    """An order and a page of the list as an address has them; empty for the first page in the usual order."""
    asked = {"sort": sorting if sorting != DEFAULT else "", "page": str(number) if number > 1 else ""}
    asked = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def form_for(request: HttpRequest, question: Any) -> PerspectiveForm:
    """An empty form, or one with what was written before signing in."""
    draft = request.session.get(DRAFT) or {}
    if draft.get("question") == str(question.uid):
        return PerspectiveForm(initial=draft["words"])
    return PerspectiveForm(initial={"shown_name": getattr(request.user, "first_name", "")})


def _page(question: Any, reader: Any, sorting: SortingForm, *, strictly: bool) -> Page[Perspective]:
    """The page that is asked for; one that is not there is a 404, or the last one where words came back."""
    pages = Paginator(_ordered(question, reader, sorting.sorting), PAGE_SIZE)
    try:
        return pages.page(sorting.number) if strictly else pages.get_page(sorting.number)
    except EmptyPage as error:
        raise Http404 from error


def _ordered(question: Any, reader: Any, sorting: str) -> Any:
    """No two share a place, so that pages neither repeat nor lose one."""
    rows: Any = Perspective.objects.published().filter(question=question).for_reading(reader)
    if sorting == "newest":
        return rows.order_by("-sent_at", "-pk")
    return rows.order_by("-helpful_count", "-sent_at", "-pk")


def _of_the_reader(question: Any, request: HttpRequest, form: PerspectiveForm | None) -> dict[str, Any]:
    """Nothing for strangers: their page is the same for all."""
    if not request.user.is_authenticated:
        return {"waiting": [], "form": form, "suspended": "", "may_pick": False}
    own = Perspective.objects.filter(question=question, author_id=request.user.pk)
    unseen = own.filter(state__in=(State.HELD, State.LEFT_OUT)).select_related("setting")
    suspended = permissions.suspended(request.user) if question.is_open else ""
    offered = form or _offered(request, question, suspended=bool(suspended))
    return {
        "waiting": [
            _shown(row, request.user) | {"pointing": _pointing(row)}
            for row in unseen.prefetch_related("flags")
        ],
        "form": offered,
        "suspended": suspended,
        "may_pick": permissions.may_moderate(request.user),
    }


def _offered(request: HttpRequest, question: Any, *, suspended: bool) -> PerspectiveForm | None:
    """Whoever is suspended finds a form over what they wrote before signing in alone."""
    written = (request.session.get(DRAFT) or {}).get("question") == str(question.uid)
    return form_for(request, question) if question.is_open and (written or not suspended) else None


def _pointing(perspective: Perspective) -> list[str]:
    """Words of it that might point to a client."""
    return [flag.words for flag in perspective.flags.all() if flag.kind == Flag.Kind.IDENTIFYING]


def _shown(perspective: Perspective, reader: Any) -> dict[str, Any]:
    """A perspective with what its reader may do."""
    return {
        "perspective": perspective,
        "own": permissions.is_author(reader, perspective),
        "may_edit": permissions.may_edit(reader, perspective),
    }
