"""One perspective as its moderator sees it."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.cms.moderation import deeds, forms, marking, queue
from content.models import Perspective, Suspension
from content.perspectives import left_alone, permissions
from content.perspectives.trail import DECISIONS, MOVES, UNDOABLE, Act

State = Perspective.State
HEADINGS = {
    "said": _("What they said"),
    "happened": _("What happened"),
    "changed": _("What changed"),
}


def words_of(perspective: Perspective) -> list[dict[str, Any]]:
    """Each answer under its question, with the flagged words marked."""
    return [{"heading": HEADINGS[name], "words": words} for name, words in marking.marked_parts(perspective)]


def like(perspective: Perspective) -> list[Perspective]:
    """The perspectives it is much like; `flags` are fetched before."""
    return [flag.like for flag in perspective.flags.all() if flag.like is not None]


def row_of(perspective: Perspective, deciding: Collection[int]) -> dict[str, Any]:
    """In a list: no query where `for_deciding` was asked. `deciding` are the numbers of all who may."""
    appeals = perspective.appeals.all()
    return {
        "perspective": perspective,
        "words": words_of(perspective),
        "like": like(perspective),
        "left_alone": any(left_alone.is_left_alone(perspective, one, deciding) for one in appeals),
    }


def page_of(
    perspective: Perspective, user: Any, wanted: queue.Wanted, *, bound: tuple[str, Any] | None = None
) -> dict[str, Any]:
    """All of the page on which it is decided. `bound` is a form that came back, and its deed.

    Eight queries at most, besides those of `for_deciding`.
    """
    place = queue.place_of(perspective, wanted)
    events = list(perspective.events.all())
    acts = [event for event in events if event.act in MOVES or event.act == Act.KEPT]
    last = acts[-1] if acts else None
    asked = next(iter(perspective.appeals.all()), None)
    own = perspective.author_id == user.pk
    recused = asked is not None and permissions.judges_themselves(user, perspective, asked)
    suspension = permissions.suspension_of(perspective.author) if perspective.author else None
    may = {} if own else _may(perspective, last, asked, user, recused=recused, suspended=bool(suspension))
    return {
        **row_of(perspective, left_alone.moderators() if asked else ()),
        "wanted": wanted,
        "list_url": f"{reverse('cms_perspectives:index')}{wanted.query}",
        "place": place,
        "before_url": address(place.before, wanted),
        "after_url": address(place.after, wanted),
        "events": events,
        "last_event": last.pk if last else None,
        "newest_report": max((report.pk for report in perspective.reports.all()), default=None),
        "appeal": asked,
        "own": own,
        "recused": recused,
        "may": may,
        "suspension": suspension,
        "forms": _forms(perspective, suspension, bound),
        "failed": bound[0] if bound else "",
    }


def address(pk: int | None, wanted: queue.Wanted) -> str:
    """Of a row's page within that list; empty without a row."""
    if pk is None:
        return ""
    return f"{reverse('cms_perspectives:decide', args=[pk])}{wanted.query}"


def _may(
    perspective: Perspective, last: Any, asked: Any, user: Any, *, recused: bool, suspended: bool
) -> dict[str, bool]:
    """The deeds that apply now, by their names; `last` is the event that undoing would go back behind."""
    state = perspective.state
    asked_about = recused and last is not None and last.act in DECISIONS and last.at <= asked.at
    there = state in {State.HELD, State.PUBLISHED}
    may_suspend = perspective.author is not None and permissions.may_suspend(user)
    return {
        "publish": state in {State.HELD, State.LEFT_OUT} and asked is None,
        "keep": bool(perspective.reports.all()),
        "reword": not recused and (there or (state == State.LEFT_OUT and asked is None)),
        "leave_out": there,
        "appeal": asked is not None and not recused,
        "undo": last is not None and last.act in UNDOABLE and not asked_about,
        "pick": state == State.PUBLISHED and perspective.picked_at is None,
        "unpick": perspective.picked_at is not None,
        "suspend": may_suspend and not suspended,
        "change_end": may_suspend and suspended,
        "lift": may_suspend and suspended,
    }


def _forms(
    perspective: Perspective, suspension: Suspension | None, bound: tuple[str, Any] | None
) -> dict[str, Any]:
    """Empty but for the words and the day to be changed; the one that came back has what was typed."""
    last_day = suspension.last_day if suspension else None
    start = {name: getattr(perspective, name) for name in marking.PARTS}
    fresh = {
        "reword": forms.Reword(initial={**start, "reason": ""}, auto_id="reword_%s"),
        "leave_out": forms.LeaveOut(auto_id="leave_out_%s"),
        "appeal": forms.DecideAppeal(auto_id="appeal_%s"),
        "suspend": forms.Suspend(auto_id="suspend_%s"),
        "change_end": forms.LastDay(initial={"last_day": last_day}, auto_id="change_end_%s"),
    }
    if bound:
        fresh[bound[0].replace("-", "_")] = bound[1]
    return fresh


def empty_form(name: str, data: Any) -> Any:
    """The form of a deed with what was sent."""
    return deeds.DEEDS[name].form(data, auto_id=f"{name.replace('-', '_')}_%s")
