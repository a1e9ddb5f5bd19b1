"""Readers ask that a moderator looks at a perspective; a moderator keeps it, or decides otherwise."""

from django.db import transaction

from accounts.models import User
from content.models import Perspective, Report
from content.perspectives import errors
from content.perspectives.trail import Act, State, last_move, locked, note, read_by_decider
from content.perspectives.wording import plain
from core import clock

ENOUGH = 10
"""So many open reports make a moderator look; another one from a stranger would tell nothing new."""


@transaction.atomic
def report(*, perspective: Perspective, reporter: User | None, why: str, words: str = "") -> Report:
    """Ask a moderator to look; who has asked already and waits is not asked twice. `reporter` None: a stranger.

    Raises NotPublished, OwnPerspective, and ReportedAlready where a moderator kept what this member had reported.
    """
    row = locked(perspective)
    if row.state != State.PUBLISHED:
        raise errors.NotPublished
    if reporter is not None and row.author_id == reporter.pk:
        raise errors.OwnPerspective
    there = _asked_already(row, reporter)
    if there is not None:
        return there
    return Report.objects.create(
        perspective=row, reporter=reporter, why=Report.Why(why), words=plain(words), at=clock.now()
    )


@transaction.atomic
def settle_reports(
    *, perspective: Perspective, by: User, version: int, newest: int | None = None
) -> Perspective:
    """Keep it as it is: its open reports are settled, up to the `newest` that was read (None: all of them).

    Raises WordsHaveChanged, DecidedMeanwhile, OwnPerspective, NothingToDecide.
    """
    row = read_by_decider(perspective, version=version, by=by)
    now, read = clock.now(), row.reports.filter(settled_at=None)
    if newest is not None:
        read = read.filter(pk__lte=newest)
    if not read.update(settled_at=now, settled_by=by):
        raise errors.NothingToDecide
    note(row, act=Act.KEPT, by=by, at=now)
    return row


def _asked_already(perspective: Perspective, reporter: User | None) -> Report | None:
    waiting = perspective.reports.filter(settled_at=None)
    if reporter is not None:
        there = waiting.filter(reporter=reporter).first()
        if there is None and _looked_at_since(perspective, reporter):
            raise errors.ReportedAlready
        return there
    rows = list(waiting.filter(reporter=None)[:ENOUGH])
    return rows[-1] if len(rows) == ENOUGH else None


def _looked_at_since(perspective: Perspective, reporter: User) -> bool:
    """Whether these words, as they stand, were reported by this member and kept."""
    last = last_move(perspective)
    reports = perspective.reports.filter(reporter=reporter)
    return (reports.filter(at__gte=last.at) if last else reports).exists()
