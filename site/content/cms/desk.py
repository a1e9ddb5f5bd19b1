"""What waits for editors on the front page of `/cms/`: drafts, pages handed in, pages to read again; and what they
may begin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Case, CharField, IntegerField, Q, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from content import waiting
from content.cms import reviews
from content.models import ArticleIndexPage, NewsIndexPage, QuestionIndexPage
from core import clock
from core.cms.desk import Item, Line, Start

FIRST = 3
DRAFTS = 8
"""Shown in full: there is no other list of them."""


def drafts(user: Any) -> Any:
    """Pages this person may change that hold words nobody can read yet, their own first, the latest first.

    What was handed in waits for a reader, and what is scheduled for its day: neither is a draft here.
    """
    mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    unread = Page.objects.filter(Q(live=False, expired=False) | Q(has_unpublished_changes=True))
    read = WorkflowState.objects.filter(status__in=("in_progress", "needs_changes"))
    own = Case(When(owner=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        unread.filter(pk__in=mine.values("pk"), latest_revision__approved_go_live_at=None)
        .annotate(key=Cast("pk", output_field=CharField()))
        .exclude(key__in=read.values("object_id"))
        .order_by(own, "-latest_revision_created_at", "-pk")
    )


def lines(request: HttpRequest) -> Iterator[Line]:
    """Handed in, drafts, and past their day, each where there is any."""
    user = request.user
    if reviews.may_read(user):
        yield from _handed_in(user)
    yield from _drafts(user)
    if reviews.may_read(user):
        yield from _past_their_day(user)


def starts(request: HttpRequest) -> Iterator[Start]:
    """A new article, question or update."""
    for model, name, label in (
        (ArticleIndexPage, "articlepage", _("Write an article")),
        (QuestionIndexPage, "questionpage", _("Ask a question")),
        (NewsIndexPage, "newspage", _("Tell what is new")),
    ):
        index = model.objects.order_by("path").first()
        if index is not None and index.permissions_for_user(request.user).can_add_subpage():
            yield Start(label, reverse("wagtailadmin_pages:add", args=["content", name, index.pk]))


def _handed_in(user: Any) -> Iterator[Line]:
    found = [task for task in waiting.tasks() if isinstance(task.workflow_state.content_object, Page)]
    total = len(found)
    if found:
        sentence = ngettext("%(n)d page waits for a reader", "%(n)d pages wait for a reader", total)
        items = tuple(
            Item(
                str(task.workflow_state.content_object),
                _edit(task.workflow_state.content_object),
                _days(task),
            )
            for task in found[:FIRST]
        )
        yield Line(sentence % {"n": total}, reverse("cms_waiting:index"), items)


def _days(task: Any) -> str:
    days = waiting.days(task)
    return ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days} if days else _("since today")


def _drafts(user: Any) -> Iterator[Line]:
    found = drafts(user)
    first = list(found.select_related("latest_revision")[:DRAFTS])
    if first:
        total = found.count() if len(first) == DRAFTS else len(first)
        sentence = ngettext("%(n)d draft", "%(n)d drafts", total) % {"n": total}
        items = tuple(
            Item(page.draft_title, _edit(page), str(naturaltime(page.latest_revision_created_at)))
            for page in first
        )
        yield Line(sentence, "", items)


def _past_their_day(user: Any) -> Iterator[Line]:
    found = reviews.due(user, by=clock.now().date())
    first = list(found[:FIRST])
    if first:
        total = found.count()
        sentence = ngettext("%(n)d page is past its day", "%(n)d pages are past their day", total)
        items = tuple(Item(page.title, _edit(page), formats.date_format(page.review_by)) for page in first)
        yield Line(sentence % {"n": total}, reverse("cms_reviews:index"), items)


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
