"""The links of resources are asked one after another, about once a week; what is dead shows in `/cms/`."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from core import clock
from directory.library import links
from directory.library.actions import note_link_state
from directory.library.models import Resource
from outbox.registry import recurs

BATCH = 8


@recurs("library.links", every_seconds=600)
def ask_links() -> int:
    """How many links were asked; none where `LINK_CHECKS` is off."""
    return check_links(ask=links.ask, now=clock.now()) if settings.LINK_CHECKS else 0


def check_links(*, ask: Callable[[str], str], now: dt.datetime) -> int:
    """Ask those that have waited longest, side by side and outside any transaction; how many that were."""
    batch = list(Resource.objects.listed().due_to_be_asked(now=now)[:BATCH])
    if not batch:
        return 0
    with ThreadPoolExecutor(max_workers=BATCH) as pool:
        states = list(pool.map(ask, [resource.link for resource in batch]))
    for resource, state in zip(batch, states, strict=True):
        note_link_state(resource=resource, link=resource.link, state=state, at=now)
    return len(batch)
