"""How a page from a file comes into the tree: through the page models, as a draft that is published."""

import datetime as dt
import json
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from core import clock
from directory.places.models import PracticeSetting


def missing(model: type[Page], folder: Path) -> Iterator[dict[str, Any]]:
    """What the files of a folder hold, by name, without those whose slug a page of the kind has."""
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        if not model.objects.filter(slug=data["slug"]).exists():
            yield data


def days_ago(number: int) -> dt.datetime:
    """The moment so many days before now."""
    return clock.now() - dt.timedelta(days=number)


def classified(model: type[Any], data: dict[str, Any], **more: Any) -> Any:
    """An article or a question as its file tells it, with settings, topics and days; not in the tree yet."""
    page = model(
        title=data["title"],
        slug=data["slug"],
        intro=data["intro"],
        search_description=data["search_description"],
        review_by=days_ago(-data["review_after_days"]).date(),
        first_published_at=days_ago(data["published_days_ago"]),
        body=stream(data["body"]),
        **more,
    )
    page.settings.set(PracticeSetting.objects.filter(slug__in=data["settings"]))
    page.topics.add(*data["topics"])
    return page


def publish(parent: Page, page: Any) -> Any:
    """Put a new page under `parent` the way an editor would: as a draft, then its revision published.

    The checks are not asked, since pages that come together may link to each other.
    """
    page.live = False
    parent.add_child(instance=page)
    PublishPageRevisionAction(page.save_revision()).execute()
    page.refresh_from_db()
    return page


def stream(blocks: list[dict[str, Any]]) -> str:
    """Blocks as they stand in a file, in the form a StreamField stores; those without an id get one."""
    return json.dumps([{"id": str(uuid.uuid4()), **block} for block in blocks])
