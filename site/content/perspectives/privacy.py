"""What this room keeps about a person, and how it forgets them (accounts.registry).

What is published stays, without a name; everything else that somebody wrote here is deleted. What happened, and
when, stays noted.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import registry
from accounts.models import User
from content.models import Appeal, Flag, Helpful, Perspective, PerspectiveEvent, Report, Suspension
from content.perspectives.trail import Act, State, change, locked
from core import languages

Row = dict[str, Any]


def register() -> None:
    """Make all of this known; again changes nothing."""
    registry.register_exporter("perspectives", own)
    registry.register_exporter("perspectives_found_helpful", found_helpful)
    registry.register_exporter("perspectives_reported", reported)
    registry.register_exporter("suspensions_from_contributing", suspensions)
    registry.register_eraser("perspectives", erase)


def own(user: User) -> list[Row]:
    """What they sent, as it is and as it was, with what came of it. Four queries, whatever there is."""
    rows = (
        Perspective.objects.filter(author=user)
        .select_related("question", "setting")
        .order_by("sent_at", "pk")
    )
    return [_perspective(row) for row in rows.prefetch_related("events", "appeals", "flags")]


def found_helpful(user: User) -> list[Row]:
    """What they found helpful. One query."""
    marks = Helpful.objects.filter(user=user).select_related("perspective__question").order_by("at", "pk")
    return [_about(mark.perspective) | {"at": _at(mark.at)} for mark in marks]


def reported(user: User) -> list[Row]:
    """What they asked a moderator to look at. One query."""
    reports = Report.objects.filter(reporter=user).select_related("perspective__question")
    return [
        _about(row.perspective)
        | {"why": row.why, "words": row.words, "at": _at(row.at), "settled_at": _at(row.settled_at)}
        for row in reports
    ]


def suspensions(user: User) -> list[Row]:
    """When and why they could not contribute. One query."""
    return [
        {
            "since": _at(row.since),
            "until": _at(row.until),
            "reason": row.reason,
            "lifted_at": _at(row.lifted_at),
        }
        for row in Suspension.objects.filter(user=user).order_by("since", "pk")
    ]


@transaction.atomic
def erase(user: User) -> None:
    """Leave no name, and of their words those alone that everybody reads."""
    rows = [locked(row) for row in Perspective.objects.filter(author=user).order_by("pk")]
    for row in rows:
        with translation.override(languages.known(row.language)):
            _let_go(row, name=_("A member"))
    _forget_traces(Perspective.objects.filter(pk__in=[row.pk for row in rows]))
    Helpful.objects.filter(user=user).delete()
    Report.objects.filter(reporter=user).exclude(settled_at=None).update(words="")
    Report.objects.filter(reporter=user).update(reporter=None)
    Suspension.objects.filter(user=user).delete()


def _let_go(row: Perspective, *, name: str) -> None:
    """Published words lose their name. Others are deleted, and count as taken back: nobody has to decide on them.

    Of a reason it stays known that there was one, without its words: readers go on seeing that words were left out.
    """
    reason = _("Some words were left out.") if row.is_reworded else ""
    fields: Row = {"author": None, "shown_name": name, "reason": reason}
    if row.state != State.PUBLISHED:
        fields |= {"said": "", "happened": "", "changed": "", "fingerprint": "", "setting": None}
        fields |= {"state": State.WITHDRAWN}
    change(row, act=Act.ERASED, by=None, **fields)


def _forget_traces(rows: QuerySet[Perspective]) -> None:
    """Earlier words, and what was written to and about the author; acts, moderators and times stay."""
    events = PerspectiveEvent.objects.filter(perspective__in=rows)
    events.filter(act__in=[Act.SENT, Act.EDITED, Act.WITHDRAWN]).update(by=None)
    events.update(before={}, reason="")
    Flag.objects.filter(perspective__in=rows).delete()
    Appeal.objects.filter(perspective__in=rows, decided_at=None).delete()
    Appeal.objects.filter(perspective__in=rows).update(words="", reply="")
    gone = rows.exclude(state=State.PUBLISHED)
    Flag.objects.filter(like__in=gone).update(like=None)
    Report.objects.filter(perspective__in=gone).update(words="")


def _about(row: Perspective) -> Row:
    return {"question": row.question.title, "perspective": str(row.uid)}


def _perspective(row: Perspective) -> Row:
    return _about(row) | {
        "shown_name": row.shown_name,
        "setting": row.setting.name if row.setting else "",
        "said": row.said,
        "happened": row.happened,
        "changed": row.changed,
        "language": row.language,
        "state": row.state,
        "reason": row.reason,
        "sent_at": _at(row.sent_at),
        "changed_at": _at(row.changed_at),
        "decided_at": _at(row.decided_at),
        "picked_at": _at(row.picked_at),
        "events": [_event(event) for event in row.events.all()],
        "appeals": [_appeal(appeal) for appeal in row.appeals.all()],
        "flags": [{"kind": flag.kind, "words": flag.words} for flag in row.flags.all()],
    }


def _event(event: PerspectiveEvent) -> Row:
    """`before` without the number of whoever decided."""
    before = {name: value for name, value in event.before.items() if name != "decided_by_id"}
    return {"act": event.act, "at": _at(event.at), "reason": event.reason, "before": before}


def _appeal(appeal: Appeal) -> Row:
    return {
        "words": appeal.words,
        "at": _at(appeal.at),
        "decided_at": _at(appeal.decided_at),
        "outcome": appeal.outcome,
        "reply": appeal.reply,
    }


def _at(instant: dt.datetime | None) -> str | None:
    return instant.isoformat() if instant else None
