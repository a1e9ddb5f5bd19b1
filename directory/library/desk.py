"""What of the library waits for an editor."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from core.cms.desk import Item, Line
from directory.library.models import Resource

FIRST = 3


def lines(request: HttpRequest) -> Iterator[Line]:
    """Resources that visitors see and whose link is dead. Two queries at most."""
    if not request.user.has_perm("library.change_resource"):
        return
    dead = Resource.objects.listed().filter(link_state=Resource.LinkState.DEAD).order_by("title")
    first = list(dead[:FIRST])
    if first:
        total = dead.count()
        sentence = ngettext("%(n)d resource has a dead link", "%(n)d resources have a dead link", total)
        items = tuple(
            Item(row.title, reverse("cms_resources:edit", args=[row.pk]), row.link) for row in first
        )
        yield Line(
            sentence % {"n": total},
            f"{reverse('cms_resources:index')}?link_state={Resource.LinkState.DEAD}",
            items,
        )
