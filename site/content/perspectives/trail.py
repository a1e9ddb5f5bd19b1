"""Changing a perspective under its lock, with what it was before kept in `PerspectiveEvent`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.models import User
from content.models import Appeal, Perspective, PerspectiveEvent
from content.perspectives import errors
from core import clock, findable

KIND = "question"
Act, State = PerspectiveEvent.Act, Perspective.State
DECISIONS = (Act.APPROVED, Act.REDACTED, Act.LEFT_OUT)
# What an event remembers of the state before it, where it changed.
REMEMBERED = ("said", "happened", "changed", "reason", "picked_at", "decided_at", "decided_by_id")
MOVES = (*DECISIONS, Act.SENT, Act.EDITED, Act.WITHDRAWN, Act.UNDONE, Act.ERASED)
BY_AUTHOR = (Act.EDITED, Act.WITHDRAWN, Act.ERASED)
UNDOABLE = (*DECISIONS, Act.KEPT)


def locked(perspective: Perspective) -> Perspective:
    """The row as it is now, kept from others until the transaction ends."""
    rows = Perspective.objects.select_for_update(no_key=True, of=("self",)).select_related("question")
    return rows.get(pk=perspective.pk)


def change(
    perspective: Perspective, *, act: str, by: User | None, why: str = "", **fields: Any
) -> Perspective:
    """Set the fields of a locked row, note what they were, count the version up and tell search. `why` is noted."""
    before = {name: getattr(perspective, name) for name in REMEMBERED}
    state_before = perspective.state
    for name, value in fields.items():
        setattr(perspective, name, value)
    if perspective.state != State.PUBLISHED:
        perspective.picked_at = None
    perspective.version += 1
    perspective.changed_at = clock.now()
    perspective.save()
    lost = {name: value for name, value in before.items() if value != getattr(perspective, name)}
    note(perspective, act=act, by=by, reason=why, state_before=state_before, before=_kept(lost))
    findable.changed(KIND, perspective.question.uid)
    return perspective


def note(
    perspective: Perspective,
    *,
    act: str,
    by: User | None,
    reason: str = "",
    state_before: str = "",
    before: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> PerspectiveEvent:
    """Write what happened, now or at that moment."""
    return PerspectiveEvent.objects.create(
        perspective=perspective,
        act=act,
        by=by,
        reason=reason,
        state_before=state_before or perspective.state,
        before=before or {},
        at=at or clock.now(),
    )


def last_move(perspective: Perspective) -> PerspectiveEvent | None:
    """The last thing that changed its words or its state."""
    return perspective.events.filter(act__in=MOVES).order_by("-at", "-pk").first()


def last_act(perspective: Perspective) -> PerspectiveEvent | None:
    """The last move, or that it was kept as it is: what undo would go back behind."""
    return perspective.events.filter(act__in=(*MOVES, Act.KEPT)).order_by("-at", "-pk").first()


def decisions_since(perspective: Perspective, moment: dt.datetime) -> list[PerspectiveEvent]:
    """The decisions since its author last touched it, the latest first, back to the one that held at that moment.

    Those that were taken back are left out.
    """
    found: list[PerspectiveEvent] = []
    for event in _standing(perspective):
        if event.act not in UNDOABLE:
            break
        if event.act in DECISIONS:
            found.append(event)
            if event.at <= moment:
                break
    return found


def deciders(perspective: Perspective, appeal: Appeal) -> set[int]:
    """The numbers of those who made the decision that is asked about, or one since that was not taken back."""
    found = {perspective.decided_by_id}
    for event in _standing(perspective):
        if event.act in DECISIONS:
            found.add(event.by_id)
            if event.at <= appeal.at:
                break
    return {pk for pk in found if pk is not None}


def _standing(perspective: Perspective) -> Iterator[PerspectiveEvent]:
    """What touched it and was not taken back, the latest first: what is undone directly precedes its undoing.

    One query, none where the events were fetched before.
    """
    undone = False
    for event in sorted(perspective.events.all(), key=lambda event: (event.at, event.pk), reverse=True):
        if event.act not in {*MOVES, Act.KEPT}:
            continue
        if event.act != Act.UNDONE and not undone:
            yield event
        undone = event.act == Act.UNDONE


def as_before(event: PerspectiveEvent) -> dict[str, Any]:
    """The fields that bring back what was before the event, for `change`."""
    fields = {**event.before, "state": event.state_before}
    for name in ("picked_at", "decided_at"):
        if isinstance(fields.get(name), str):
            fields[name] = parse_datetime(fields[name])
    if "decided_by_id" in fields:
        fields["decided_by"] = User.objects.filter(pk=fields.pop("decided_by_id")).first()
    return fields


def read_by_decider(perspective: Perspective, *, version: int, by: User) -> Perspective:
    """The row under its lock, if it still is what `by` has read and not their own.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective.
    """
    row = locked(perspective)
    if row.author_id == by.pk:
        raise errors.OwnPerspective
    if row.version != version:
        last = last_move(row)
        by_author = last is not None and last.act in BY_AUTHOR
        raise errors.WordsHaveChanged if by_author else errors.DecidedMeanwhile
    return row


def undone_by_decider(
    perspective: Perspective, *, event: int, by: User
) -> tuple[Perspective, PerspectiveEvent]:
    """The row under its lock and that event, if it is the last that touched it and may be undone by `by`.

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, NothingToUndo.
    """
    row = locked(perspective)
    if row.author_id == by.pk:
        raise errors.OwnPerspective
    last = last_act(row)
    if last is not None and last.pk != event and last.act in BY_AUTHOR:
        raise errors.WordsHaveChanged
    if last is None or last.act not in UNDOABLE:
        raise errors.NothingToUndo
    if last.pk != event:
        raise errors.DecidedMeanwhile
    return row, last


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()
    }
