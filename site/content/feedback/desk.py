"""Feedback on the front page of `/cms/`: how many messages wait, and the newest of them."""

from collections.abc import Iterator

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from content.feedback import permissions
from content.feedback.cms import excerpt
from content.models import Feedback
from core.cms.desk import Item, Line

FIRST = 3


def lines(request: HttpRequest) -> Iterator[Line]:
    """One line, with the newest messages; none for who may not read them. Two queries at most."""
    if not permissions.may_read(request.user):
        return
    found = Feedback.objects.waiting().order_by("-sent_at", "-pk")
    first = list(found[:FIRST])
    if first:
        total = found.count()
        sentence = ngettext("%(n)d message of feedback", "%(n)d messages of feedback", total) % {"n": total}
        items = tuple(
            Item(excerpt(row), reverse("cms_feedback:inspect", args=[row.pk]), str(naturaltime(row.sent_at)))
            for row in first
        )
        yield Line(sentence, reverse("cms_feedback:index"), items)
