"""Appeals that nobody is left to decide: whoever may has made the decision, or wrote the words. Admins are told."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.urls import reverse

from content.models import Appeal, Perspective
from content.perspectives import permissions, trail
from content.waiting import keepers
from core import clock, mail
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles, recurs

KIND = "perspective.left_alone"


def moderators() -> set[int]:
    """The numbers of all who decide and can sign in. One query."""
    return set(ModelBackend().with_perm(permissions.MODERATE).values_list("pk", flat=True))


def is_left_alone(perspective: Perspective, appeal: Appeal, deciding: Collection[int]) -> bool:
    """Whether none of those who decide could decide this. No query where the events were fetched before."""
    involved = {perspective.author_id, *trail.deciders(perspective, appeal)}
    return not set(deciding) - involved


def left_alone() -> list[Appeal]:
    """The open appeals that nobody could decide now. Three queries at most."""
    open_ones: QuerySet[Appeal] = Appeal.objects.filter(decided_at=None).exclude(
        perspective__state=Perspective.State.WITHDRAWN
    )
    rows = open_ones.select_related("perspective__question").prefetch_related("perspective__events")
    found = list(rows)
    deciding = moderators() if found else set()
    return [row for row in found if is_left_alone(row.perspective, row, deciding)]


@recurs("content.remind_of_appeals", every_seconds=3600)
def remind_of_appeals() -> int:
    """One mail a week at most to each admin while an appeal has nobody to decide it; how many were kept."""
    people = keepers() if left_alone() else keepers().none()
    year, week, _day = clock.today().isocalendar()
    for user in people:
        key = f"{KIND}:{user.pk}:{year}-{week}"
        enqueue(kind=KIND, subject=f"user:{user.pk}", dedupe_key=key, payload={"user": user.pk})
    return len(people)


@handles(KIND)
def send(message: OutboxMessage) -> None:
    """By the state of now: nothing to who is no admin any more, or where somebody could decide meanwhile."""
    user = keepers().filter(pk=message.payload["user"]).first()
    found = left_alone() if user else []
    if user is None or not found:
        return
    mail.send(
        template="appeals_left_alone",
        to=user.email,
        context={
            "questions": [appeal.perspective.question.title for appeal in found],
            "queue_url": f"{settings.BASE_URL}{reverse('cms_perspectives:index')}?show=appealed",
        },
        message_id=message.dedupe_key.replace(":", "."),
    )
