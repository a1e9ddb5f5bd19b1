"""What a moderator decides. Each act takes the `version` that was read, and can be taken back."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Appeal, Perspective, PerspectiveEvent
from content.perspectives import errors, mails, permissions
from content.perspectives.trail import (
    Act,
    State,
    as_before,
    change,
    note,
    read_by_decider,
    undone_by_decider,
)
from content.perspectives.wording import Words, plain
from core import clock
from core.refusal import InvalidDetails


@transaction.atomic
def approve(*, perspective: Perspective, by: User, version: int) -> Perspective:
    """Publish what is held or was left out, as it stands. That answers an appeal.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, DecidedByYou, NothingToDecide.
    """
    row = read_by_decider(perspective, version=version, by=by)
    _refuse_judging_themselves(row.appeals.all(), row, by=by)
    if row.state not in {State.HELD, State.LEFT_OUT}:
        raise errors.NothingToDecide
    return _decided(row, act=Act.APPROVED, by=by, template="approved", state=State.PUBLISHED, reason="")


@transaction.atomic
def redact(*, perspective: Perspective, by: User, version: int, words: Words, reason: str) -> Perspective:
    """Publish it in a moderator's wording; its author is shown the reason. That answers an appeal.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, DecidedByYou, NothingToDecide, ReasonMissing,
    InvalidDetails.
    """
    row = read_by_decider(perspective, version=version, by=by)
    _refuse_judging_themselves(row.appeals.all(), row, by=by)
    clean, why = words.as_plain(), _reason(reason)
    if row.state == State.WITHDRAWN:
        raise errors.NothingToDecide
    if not clean.said or not clean.happened:
        raise InvalidDetails(_("What was said and what happened cannot be empty. You could leave it out."))
    if clean == Words(said=row.said, happened=row.happened, changed=row.changed):
        raise InvalidDetails(
            _("These are the words as they stand. You could change some of them, or let them stand.")
        )
    return _decided(
        row,
        act=Act.REDACTED,
        by=by,
        template="redacted",
        state=State.PUBLISHED,
        reason=why,
        said=clean.said,
        happened=clean.happened,
        changed=clean.changed,
    )


@transaction.atomic
def leave_out(*, perspective: Perspective, by: User, version: int, reason: str) -> Perspective:
    """Do not show it, or no longer; its author is shown the reason.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, NothingToDecide, ReasonMissing.
    """
    row = read_by_decider(perspective, version=version, by=by)
    why = _reason(reason)
    if row.state not in {State.HELD, State.PUBLISHED}:
        raise errors.NothingToDecide
    return _decided(row, act=Act.LEFT_OUT, by=by, template="left_out", state=State.LEFT_OUT, reason=why)


@transaction.atomic
def undo_decision(*, perspective: Perspective, by: User, event: int) -> Perspective:
    """Back to the words and the state before the decision of this event. An open appeal is answered by that.

    What the decision settled is open again; so it is where somebody kept things as they were. An author who was
    told reads of this; one for whom an earlier mail waited gets that. Raises WordsHaveChanged, DecidedMeanwhile,
    OwnPerspective, NothingToUndo, AnsweredByAnother, DecidedByYou.
    """
    row, last = undone_by_decider(perspective, event=event, by=by)
    if last.act == Act.KEPT:
        return _undo_keeping(row, last, by=by)
    told, at, version = mails.was_told(row), row.decided_at, row.version
    if row.decided_by_id != by.pk and row.appeals.filter(decided_at=at, decided_at__isnull=False).exists():
        raise errors.AnsweredByAnother
    asked_since = row.appeals.filter(at__gte=last.at)
    _refuse_judging_themselves(asked_since, row, by=by)
    change(row, act=Act.UNDONE, by=by, **as_before(last))
    told = _answer_appeals(asked_since, by=by, at=clock.now()) > 0 or told
    _open_again(row, at)
    _tell_of_undoing(row, told=told, earlier=version - 1, undone=last)
    return row


def _undo_keeping(row: Perspective, kept: PerspectiveEvent, *, by: User) -> Perspective:
    """Reports, or the appeal, that were answered by keeping it are open again. Words and state never changed."""
    answered = row.appeals.filter(decided_at=kept.at).first()
    if answered is None:
        note(row, act=Act.UNDONE, by=by)
    elif kept.by_id != by.pk:
        raise errors.AnsweredByAnother
    else:
        told, version = mails.was_told(row, answered), row.version
        change(row, act=Act.UNDONE, by=by)
        _tell_of_undoing(row, told=told, earlier=version, undone=kept)
    _open_again(row, kept.at)
    return row


def _tell_of_undoing(row: Perspective, *, told: bool, earlier: int, undone: PerspectiveEvent) -> None:
    """Who has read of what was undone reads of that, too; else what was to be told of the earlier version is."""
    if told:
        mails.tell(row, "undone")
    else:
        mails.tell_again(row, version=earlier, before=undone.at)


def _decided(
    row: Perspective, *, act: str, by: User, template: str, state: str, reason: str, **words: str
) -> Perspective:
    now = clock.now()
    fields = {"state": state, "reason": reason, "decided_at": now, "decided_by": by, **words}
    change(row, act=act, by=by, why=reason, **fields)
    row.reports.filter(settled_at=None).update(settled_at=now, settled_by=by)
    if act != Act.LEFT_OUT:
        _answer_appeals(row.appeals.all(), by=by, at=now)
    mails.tell(row, template)
    return row


def _refuse_judging_themselves(appeals: QuerySet[Appeal], row: Perspective, *, by: User) -> None:
    """Raise DecidedByYou where this would answer an open appeal about one's own decision."""
    asked = appeals.filter(decided_at=None).first()
    if asked is not None and permissions.judges_themselves(by, row, asked):
        raise errors.DecidedByYou


def _answer_appeals(appeals: QuerySet[Appeal], *, by: User, at: dt.datetime) -> int:
    """What was asked about does not stand any more. How many there were."""
    return appeals.filter(decided_at=None).update(
        decided_at=at, decided_by=by, outcome=Appeal.Outcome.CHANGED
    )


def _open_again(row: Perspective, at: dt.datetime | None) -> None:
    """What the decision of that moment settled; a reader who has reported anew since does so once."""
    if at is None:
        return
    row.appeals.filter(decided_at=at).update(decided_at=None, decided_by=None, outcome="", reply="")
    anew = row.reports.filter(settled_at=None).exclude(reporter=None).values_list("reporter", flat=True)
    before = row.reports.filter(settled_at=at).exclude(reporter__in=list(anew))
    before.update(settled_at=None, settled_by=None)


def _reason(reason: str) -> str:
    why = plain(reason)
    if not why:
        raise errors.ReasonMissing
    return why
