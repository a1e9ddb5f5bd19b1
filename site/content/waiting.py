"""Pages that wait for a reader before they are published: who may read them, for how long, and who is reminded."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState

from accounts import roles
from core import clock, mail
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles, recurs

PATIENCE = dt.timedelta(days=3)
KIND = "content.waiting"


def tasks() -> QuerySet[Any]:
    """What waits now, the longest first; with page and whoever handed it in. Three queries."""
    found: QuerySet[Any] = (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("workflow_state__requested_by", "task")
        .prefetch_related("workflow_state__content_object")
        .order_by("started_at", "pk")
    )
    return found


def long_waiting() -> QuerySet[Any]:
    """What has waited for longer than three days."""
    return tasks().filter(started_at__lte=clock.now() - PATIENCE)


def days(task: TaskState) -> int:
    """Whole days since it was handed in."""
    waited: dt.timedelta = clock.now() - task.started_at
    return max(0, waited.days)


def readers() -> dict[int, list[Any]]:
    """By task, the people in its groups who can still sign in. Two queries."""
    approvals = GroupApprovalTask.objects.prefetch_related("groups__user_set")
    return {
        approval.pk: sorted(
            {user for group in approval.groups.all() for user in group.user_set.all() if user.is_active},
            key=lambda user: user.pk,
        )
        for approval in approvals
    }


def keepers() -> QuerySet[Any]:
    """The admins, who can name somebody: told where a task has nobody left."""
    admins = Q(groups__name=roles.ADMIN) | Q(is_superuser=True)
    return get_user_model().objects.filter(admins, is_active=True).distinct()


def waiting_for(user: Any) -> list[tuple[TaskState, bool]]:
    """What has waited long for this person, and whether it is theirs only because nobody else is left."""
    by_task = readers()
    admin = keepers().filter(pk=user.pk).exists()
    found = []
    for task in long_waiting():
        people = by_task.get(task.task_id, [])
        if user in people:
            found.append((task, False))
        elif not people and admin:
            found.append((task, True))
    return found


@recurs("content.remind_readers", every_seconds=3600)
def remind_readers() -> int:
    """One mail a week at most to each person something has waited for; how many were kept to be sent."""
    by_task, people = readers(), {}
    for task in long_waiting():
        for user in by_task.get(task.task_id) or keepers():
            people[user.pk] = user
    year, week, _day = clock.today().isocalendar()
    for pk in people:
        key = f"{KIND}:{pk}:{year}-{week}"
        enqueue(kind=KIND, subject=f"user:{pk}", dedupe_key=key, payload={"user": pk})
    return len(people)


@handles(KIND)
def send(message: OutboxMessage) -> None:
    """By the state of now: nothing to somebody who has left, or where everything has been read meanwhile."""
    user = get_user_model().objects.filter(pk=message.payload["user"], is_active=True).first()
    found = waiting_for(user) if user else []
    if user is None or not found:
        return
    mail.send(
        template="pages_waiting",
        to=user.email,
        context={
            "pages": [
                {"title": str(task.workflow_state.content_object), "days": days(task), "left_alone": alone}
                for task, alone in found
            ],
            "left_alone": any(alone for _task, alone in found),
            "report_url": settings.BASE_URL + reverse("cms_waiting:index"),
        },
        message_id=message.dedupe_key.replace(":", "."),
    )
