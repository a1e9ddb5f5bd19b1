"""The sizes and formats in which pages show their pictures, made after publishing rather than for the first reader.

AVIF takes seconds to make and half the bytes of JPEG to send. Browsers choose: AVIF, else WebP, else JPEG.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import Page

from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

KIND = "content.pictures"
SPECS = tuple(Filter.expand_spec("format-{avif,webp,jpeg}|width-{640,1280}"))  # as the templates ask for them


def prepare(*, page: Page, revision: Any) -> None:
    """Keep the work for after the commit; a page without pictures leaves none."""
    pictures = sorted(set(_pictures(page)))
    if pictures:
        enqueue(
            kind=KIND,
            subject=f"page:{page.pk}",
            dedupe_key=f"{KIND}:{page.pk}:{getattr(revision, 'pk', '')}",
            payload={"pictures": pictures},
        )


@handles(KIND)
def make(message: OutboxMessage) -> None:
    """What is there already is not made again, and a picture that went is left out."""
    for picture in get_image_model().objects.filter(pk__in=message.payload["pictures"]):
        picture.get_renditions(*SPECS)


def _pictures(page: Any) -> Iterator[int]:
    """The ids of the cover and of the pictures in the text."""
    if getattr(page, "cover_id", None):
        yield page.cover_id
    for block in getattr(page, "body", None) or ():
        if block.block_type == "image" and block.value["image"]:
            yield block.value["image"].pk
