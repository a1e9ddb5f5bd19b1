"""How a page from a file comes into the tree: through the page models, as a draft that is published, and once.

That it came stands in its history, which outlasts a new slug and the page itself: what an editor renamed or deleted
does not come back. The lists the pages stand under, and the terms of the glossary, are remembered likewise.
"""

import datetime as dt
import json
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log, registry
from wagtail.models import Page

from core import clock
from directory.places.models import PracticeSetting

PLANTED = "content.planted"


def missing(model: type[Page], folder: Path) -> Iterator[dict[str, Any]]:
    """What the files of a folder hold, by name, without those that came before."""
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        if not was_planted(model, data["slug"]):
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
    remember(page, page.slug)
    return page


def plant_list(home: Page, model: type[Page], *, slug: str, **fields: Any) -> Any:
    """The list under the front page, made where it never came; None where an editor has deleted it."""
    there = model.objects.child_of(home).first() or _planted(model, slug).first()
    if there is None and not was_planted(model, slug):
        return publish(home, model(slug=slug, **fields))
    if there is not None and not _entries(model, slug).exists():
        remember(there, slug)
    return there


def remember(row: Any, name: str) -> None:
    """Write into the history of a page or a term that it came from the file of that name."""
    log(instance=row, action=PLANTED, data={"name": name})


def was_planted(model: Any, name: str) -> bool:
    """Whether what stands in this file came before, whatever has become of it. What is there anyway, at its slug,
    counts as such, and is remembered from now on."""
    if _entries(model, name).exists():
        return True
    row = model.objects.filter(slug=name).first()
    if row is not None:
        remember(row, name)
    return row is not None


def planted(model: Any, name: str) -> Any:
    """The page that came from this file, wherever it stands now; None where it is gone, or never came."""
    return _planted(model, name).first() or model.objects.filter(slug=name).first()


def _planted(model: Any, name: str) -> Any:
    return model.objects.filter(pk__in=_entries(model, name).values_list("page_id", flat=True))


def _entries(model: Any, name: str) -> Any:
    kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    history = registry.get_log_model_for_model(model)
    return history.objects.filter(action=PLANTED, data__name=name, **kind)


def stream(blocks: list[dict[str, Any]]) -> str:
    """Blocks as they stand in a file, in the form a StreamField stores; those without an id get one."""
    return json.dumps([{"id": str(uuid.uuid4()), **block} for block in blocks])
