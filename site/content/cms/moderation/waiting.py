"""On the front page of `/cms/`: how many perspectives wait for a moderator, and why."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from content.cms.moderation import queue
from content.perspectives.permissions import may_moderate
from core.cms.desk import Item, Line


def lines(request: HttpRequest) -> Iterator[Line]:
    """One line, with the lists that are not empty; none for who does not decide. One query."""
    if not may_moderate(request.user):
        return
    found = queue.counts()
    total = found[queue.ALL]
    if total:
        desk = reverse("cms_perspectives:index")
        items = tuple(
            Item(str(queue.LABELS[name]), f"{desk}?show={name}", str(number))
            for name, number in found.items()
            if number and name != queue.ALL
        )
        sentence = ngettext("%(n)d perspective to moderate", "%(n)d perspectives to moderate", total)
        yield Line(sentence % {"n": total}, desk, items)
