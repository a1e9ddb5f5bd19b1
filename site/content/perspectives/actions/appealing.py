"""An author asks that somebody else looks again; somebody else does."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Appeal, Perspective
from content.perspectives import errors, mails, permissions
from content.perspectives.trail import (
    Act,
    State,
    as_before,
    change,
    decisions_since,
    locked,
    note,
    read_by_decider,
)
from content.perspectives.wording import plain
from core import clock
from core.refusal import InvalidDetails


@transaction.atomic
def appeal(*, perspective: Perspective, by: User, words: str) -> Appeal:
    """Ask about what was left out or reworded, once for each decision.

    Raises NotYours, NothingToAppeal, AppealedAlready, InvalidDetails.
    """
    row = locked(perspective)
    if not permissions.is_author(by, row):
        raise errors.NotYours
    if not row.reason or row.state not in {State.LEFT_OUT, State.PUBLISHED}:
        raise errors.NothingToAppeal
    if permissions.appealed(row):
        raise errors.AppealedAlready
    asked = plain(words)
    if not asked:
        sentence = _("Please say in a sentence or two what somebody else should look at.")
        raise InvalidDetails(sentence, {"words": [sentence]})
    return Appeal.objects.create(perspective=row, words=asked, at=clock.now())


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, version: int, outcome: str, reply: str) -> Appeal:
    """Let the decision stand, or go back to the author's own words, published; `reply` is for the author.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, DecidedByYou, NothingToDecide, ReasonMissing.
    """
    row = read_by_decider(appeal.perspective, version=version, by=by)
    asked = row.appeals.filter(pk=appeal.pk, decided_at=None).first()
    if asked is None or row.state == State.WITHDRAWN:
        raise errors.NothingToDecide
    if permissions.judges_themselves(by, row, asked):
        raise errors.DecidedByYou
    asked.outcome, asked.reply = Appeal.Outcome(outcome), plain(reply)
    if not asked.reply:
        raise errors.ReasonMissing
    asked.decided_at, asked.decided_by = clock.now(), by
    asked.save(update_fields=["outcome", "reply", "decided_at", "decided_by"])
    if asked.outcome == Appeal.Outcome.CHANGED:
        _give_back(row, asked)
    else:
        note(row, act=Act.KEPT, by=by, reason=asked.reply, at=asked.decided_at)
    mails.tell_of_appeal(asked)
    return asked


def _give_back(row: Perspective, asked: Appeal) -> None:
    """Published, in the words the author had before the decision that is asked about."""
    words: dict[str, Any] = {}
    for decision in decisions_since(row, asked.at):
        words |= as_before(decision)
    fields: dict[str, Any] = {name: words[name] for name in ("said", "happened", "changed") if name in words}
    fields |= {"decided_at": asked.decided_at, "decided_by": asked.decided_by}
    by, why = asked.decided_by, asked.reply
    change(row, act=Act.APPROVED, by=by, why=why, state=State.PUBLISHED, reason="", **fields)
