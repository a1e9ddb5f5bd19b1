"""The sizes and formats in which pages show their pictures, made after saving rather than for the first who looks.

AVIF takes seconds to make and half the bytes of JPEG to send. Browsers choose: AVIF, else WebP, else JPEG.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import Page

from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

KIND = "content.pictures"
SPECS = tuple(Filter.expand_spec("format-{avif,webp,jpeg}|width-{640,1280}"))  # as the templates ask for them
LINKED = "fill-1200x630|format-jpeg"  # a cover, where a link to its page is shown
_IN_TEXT = {"image", "figure"}


def prepare(*, page: Page, revision: Any) -> None:
    """Keep the work for after the commit; a page without pictures leaves none.

    A revision that is written over, as a draft is while somebody types, leaves work again for other pictures.
    """
    cover, pictures = getattr(page, "cover_id", None), sorted(set(_pictures(page)))
    if pictures:
        shown = hashlib.sha256(repr((cover, pictures)).encode()).hexdigest()[:16]
        enqueue(
            kind=KIND,
            subject=f"page:{page.pk}",
            dedupe_key=f"{KIND}:{page.pk}:{getattr(revision, 'pk', '')}:{shown}",
            payload={"pictures": pictures, "cover": cover},
        )


def prepare_draft(request: HttpRequest, page: Any) -> None:
    """After a page was saved in `/cms/`: its preview does not wait for pictures either."""
    prepare(page=page, revision=page.latest_revision)


@handles(KIND)
def make(message: OutboxMessage) -> None:
    """What is there already is not made again, and a picture that went is left out."""
    cover = message.payload.get("cover")
    for picture in get_image_model().objects.filter(pk__in=message.payload["pictures"]):
        picture.get_renditions(*SPECS, *([LINKED] if picture.pk == cover else []))


def _pictures(page: Any) -> Iterator[int]:
    """The ids of the cover and of the pictures in the text."""
    if getattr(page, "cover_id", None):
        yield page.cover_id
    for block in getattr(page, "body", None) or ():
        if block.block_type in _IN_TEXT and block.value["image"]:
            yield block.value["image"].pk
