"""What a moderator does with one perspective: for each, its form, its action, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.cms.moderation import forms
from content.models import Perspective, Suspension
from content.perspectives import actions, errors, permissions

Do = Callable[[Perspective, Any, Any], str]


@dataclass(frozen=True, slots=True)
class Deed:
    """`do` calls the action and returns a sentence. `decides`: it can be undone, and the next one opens.

    `stays`: its page opens again. `asks` is a permission it takes besides that to decide.
    """

    form: type[Form]
    do: Do
    decides: bool = False
    stays: bool = False
    asks: str = permissions.MODERATE


def _publish(row: Perspective, by: Any, form: Any) -> str:
    actions.approve(perspective=row, by=by, version=form.cleaned_data["version"])
    return _("What %(name)s wrote is published.") % {"name": row.shown_name}


def _reword(row: Perspective, by: Any, form: Any) -> str:
    actions.redact(
        perspective=row,
        by=by,
        version=form.cleaned_data["version"],
        words=form.words,
        reason=form.cleaned_data["reason"],
    )
    return _("What %(name)s wrote is published in your wording.") % {"name": row.shown_name}


def _leave_out(row: Perspective, by: Any, form: Any) -> str:
    actions.leave_out(
        perspective=row, by=by, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
    )
    return _("What %(name)s wrote is left out.") % {"name": row.shown_name}


def _undo(row: Perspective, by: Any, form: Any) -> str:
    actions.undo_decision(perspective=row, by=by, event=form.cleaned_data["event"])
    return _("The decision on what %(name)s wrote is taken back.") % {"name": row.shown_name}


def _keep(row: Perspective, by: Any, form: Any) -> str:
    data = form.cleaned_data
    actions.settle_reports(perspective=row, by=by, version=data["version"], newest=data["newest"])
    return _("What %(name)s wrote stays as it is.") % {"name": row.shown_name}


def _decide_appeal(row: Perspective, by: Any, form: Any) -> str:
    asked = row.appeals.filter(decided_at=None).first()
    if asked is None:
        raise errors.NothingToDecide
    data = form.cleaned_data
    actions.decide_appeal(
        appeal=asked, by=by, version=data["version"], outcome=data["outcome"], reply=data["reply"]
    )
    return _("The appeal is decided, and %(name)s is told.") % {"name": row.shown_name}


def _pick(row: Perspective, by: Any, form: Any) -> str:
    actions.pick(perspective=row, by=by)
    return _("What %(name)s wrote is an editor's pick.") % {"name": row.shown_name}


def _unpick(row: Perspective, by: Any, form: Any) -> str:
    actions.unpick(perspective=row, by=by)
    return _("What %(name)s wrote is an editor's pick no longer.") % {"name": row.shown_name}


def _suspend(row: Perspective, by: Any, form: Any) -> str:
    if row.author is None:
        raise errors.NothingToDecide
    data = form.cleaned_data
    made = actions.suspend_member(member=row.author, by=by, reason=data["reason"], last_day=data["last_day"])
    _log(made, "wagtail.create", by)
    return _("%(name)s cannot contribute for now.") % {"name": row.shown_name}


def _lift(row: Perspective, by: Any, form: Any) -> str:
    lifted = actions.lift_suspension(suspension=_suspension_of(row), by=by)
    _log(lifted, "wagtail.edit", by, act="lift")
    return _("%(name)s may contribute again.") % {"name": row.shown_name}


def _change_end(row: Perspective, by: Any, form: Any) -> str:
    changed = actions.change_end(
        suspension=_suspension_of(row), by=by, last_day=form.cleaned_data["last_day"]
    )
    _log(changed, "wagtail.edit", by, act="change-end")
    if not changed.until:
        return _("%(name)s cannot contribute until somebody lifts it.") % {"name": row.shown_name}
    words = _("%(name)s cannot contribute up to and including %(day)s.")
    return words % {"name": row.shown_name, "day": changed.last_day_told}


def _suspension_of(row: Perspective) -> Suspension:
    found = permissions.suspension_of(row.author) if row.author else None
    if found is None:
        raise errors.NothingToDecide
    return found


def _log(suspension: Suspension, action: str, by: Any, **data: str) -> None:
    """In the history of the site, without naming the member: the entry outlives their account."""
    day = suspension.last_day.isoformat() if suspension.last_day else ""
    title = _("Suspension %(number)d") % {"number": suspension.pk}
    log(instance=suspension, action=action, user=by, title=title, data={**data, "last_day": day})


DEEDS = {
    "publish": Deed(forms.Nothing, _publish, decides=True),
    "reword": Deed(forms.Reword, _reword, decides=True),
    "leave-out": Deed(forms.LeaveOut, _leave_out, decides=True),
    "keep": Deed(forms.Keep, _keep, decides=True),
    "appeal": Deed(forms.DecideAppeal, _decide_appeal, decides=True),
    "undo": Deed(forms.Undo, _undo, stays=True),
    "pick": Deed(forms.Nothing, _pick, stays=True),
    "unpick": Deed(forms.Nothing, _unpick, stays=True),
    "suspend": Deed(forms.Suspend, _suspend, stays=True, asks=permissions.SUSPEND),
    "change-end": Deed(forms.LastDay, _change_end, stays=True, asks=permissions.SUSPEND),
    "lift": Deed(forms.Nothing, _lift, stays=True, asks=permissions.SUSPEND),
}
