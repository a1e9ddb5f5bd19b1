"""What strangers may read by Wagtail's own API: less than Wagtail would tell them."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.models import Page, ReferenceIndex

from core import clock

Rows = Callable[[HttpRequest], QuerySet[Any]]


def pages(request: HttpRequest, model: Any = Page) -> QuerySet[Any]:
    """The pages that everybody may read, without those whose time is over: they stay live until the next sweep."""
    over = Page.objects.filter(live=True, expire_at__lte=clock.now()).values_list("pk", flat=True)
    rows: QuerySet[Any] = get_pages_queryset(request, model).exclude(id__in=list(over))
    return rows


def shown_on_pages(public: Rows) -> Rows:
    """Of pictures or documents those which such a page shows. Wagtail tells of all that lies in no private
    collection, whether it was ever published or not."""

    def shown(request: HttpRequest) -> QuerySet[Any]:
        rows = public(request).select_related("collection")
        return rows.filter(pk__in=list(_on_pages(request, rows.model)))

    return shown


def _on_pages(request: HttpRequest, model: Any) -> QuerySet[Any]:
    """The keys of what stands on pages as they are published: drafts are not in Wagtail's index of references."""
    readers = pages(request).order_by().annotate(key=Cast("pk", CharField()))
    found: QuerySet[Any] = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=readers.values("key"),
            to_content_type=ContentType.objects.get_for_model(model),
        )
        .values_list("to_object_id", flat=True)
        .distinct()
    )
    return found
