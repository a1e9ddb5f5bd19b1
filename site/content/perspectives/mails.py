"""Mails to authors: enqueued inside the transaction that decides, written and sent a little after it.

A message names the perspective, the version it is about and a template. Who the author is and whether it still
stands so is read when it is sent: a decision that was taken back meanwhile is not told.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from content.models import Appeal, Perspective
from content.perspectives.reading import address_of
from core import clock, languages, mail
from outbox.actions import enqueue
from outbox.models import OutboxMessage, State
from outbox.registry import handles

KIND = "perspective.mail"
TEMPLATES = ("approved", "redacted", "left_out", "undone", "appeal")
PATIENCE = dt.timedelta(minutes=2)
"""A decision is told after this, so that a slip can be taken back before anybody reads of it."""


def tell(perspective: Perspective, template: str) -> None:
    """Keep a mail about the present version for its author; nothing where there is none."""
    _keep(perspective, template, about=f"{perspective.version}:{template}")


def tell_of_appeal(appeal: Appeal) -> None:
    """Keep a mail about what was answered to an appeal."""
    appeal.perspective.refresh_from_db(fields=["version", "author"])
    about = f"appeal:{appeal.pk}:{appeal.perspective.version}"
    _keep(appeal.perspective, "appeal", about=about, appeal=appeal.pk)


def tell_again(perspective: Perspective, *, version: int, before: dt.datetime) -> None:
    """Keep anew, about the present version, the mails about an earlier one that waited at that moment.

    A change of the version had stopped them.
    """
    about = OutboxMessage.objects.filter(subject=_subject(perspective), payload__version=version)
    for message in about.filter(created_at__lt=before).exclude(done_at__lte=before):
        template, appeal = message.payload["template"], message.payload["appeal"]
        number = f"appeal:{appeal}:{perspective.version}" if appeal else f"{perspective.version}:{template}"
        _keep(perspective, template, about=number, appeal=appeal)


def was_told(perspective: Perspective, appeal: Appeal | None = None) -> bool:
    """Whether its author has had a mail about the present version, or about what was answered to that appeal."""
    about = OutboxMessage.objects.filter(subject=_subject(perspective), state=State.DONE)
    if appeal is not None:
        about = about.filter(payload__appeal=appeal.pk)
    return about.filter(payload__version=perspective.version).exists()


def _keep(perspective: Perspective, template: str, *, about: str, appeal: int | None = None) -> None:
    if perspective.author_id is None:
        return
    enqueue(
        kind=KIND,
        subject=_subject(perspective),
        dedupe_key=f"{_subject(perspective)}:{about}",
        payload={
            "template": template,
            "perspective": perspective.pk,
            "version": perspective.version,
            "appeal": appeal,
        },
        due_at=clock.now() + PATIENCE,
    )


def _subject(perspective: Perspective) -> str:
    return f"perspective:{perspective.uid}"


@handles(KIND)
def send(message: OutboxMessage) -> None:
    """Send a mail by the state of now, in its author's language; nothing where there is nobody to tell, or nothing
    any more."""
    payload = message.payload
    rows = Perspective.objects.select_related("question", "author")
    perspective = rows.filter(pk=payload["perspective"], version=payload["version"]).first()
    author = perspective.author if perspective else None
    if perspective is None or author is None or not author.is_active:
        return
    with translation.override(languages.known(author.locale)):
        mail.send(
            template=f"perspective_{payload['template']}",
            to=author.email,
            context=_context(perspective, payload),
            message_id=message.dedupe_key.replace(":", "."),
        )


def _context(perspective: Perspective, payload: dict[str, Any]) -> dict[str, Any]:
    mine = settings.BASE_URL + reverse("perspectives:my-perspectives")
    there = perspective.state == Perspective.State.PUBLISHED and perspective.question.live
    return {
        "name": perspective.author.get_short_name() if perspective.author else "",
        "question": perspective.question.title,
        "said": perspective.said,
        "reason": perspective.reason,
        "state": perspective.state,
        "page_url": address_of(perspective, absolute=True) if there else mine,
        "mine_url": mine,
        "appeal_url": settings.BASE_URL + reverse("perspectives:appeal", args=[perspective.uid]),
        "appeal": perspective.appeals.filter(pk=payload["appeal"] or 0).first(),
        "waits": perspective.appeals.filter(decided_at=None).exists(),
    }
