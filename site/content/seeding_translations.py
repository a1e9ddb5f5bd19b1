"""The pages that a new site has in other languages, loaded from `translations/<language>/` beside this file.

Each is a true translation of a page of the first language, named by that page's file: `articles/<slug>.toml` is the
article of that slug. What is translated already, or was once, is left alone, and so is what has no original here.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page

from content.models import (
    ArticleIndexPage,
    ArticlePage,
    HomePage,
    QuestionIndexPage,
    QuestionPage,
    StandardPage,
)
from content.planting import planted, remember, stream, was_planted
from content.seeding import HERE
from content.seeding_segments import offer_to_translators
from core import clock

FOLDER = HERE / "translations"
# File or folder > the model of the originals; a single page stands in a file, several in a folder, by their slugs.
# An index comes before what stands under it.
SINGLE: dict[str, Any] = {
    "home": HomePage,
    "article-index": ArticleIndexPage,
    "question-index": QuestionIndexPage,
}
MANY: dict[str, Any] = {"pages": StandardPage, "articles": ArticlePage, "questions": QuestionPage}


@transaction.atomic
def load_translations() -> int:
    """Make what is missing, in every language there is a folder for; the number of pages made."""
    made = 0
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        locale, _ = Locale.objects.get_or_create(language_code=folder.name)
        made += sum(_load(original, locale, path) for original, path in _pairs(folder))
    return made


def _pairs(folder: Path) -> list[tuple[Page, Path]]:
    """The originals that are there, each with the file of its translation."""
    first = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    found: list[tuple[Any, Path]] = [
        (model.objects.filter(pk__in=first).first(), folder / f"{name}.toml")
        for name, model in SINGLE.items()
    ]
    found += [
        (planted(model, path.stem), path)
        for name, model in MANY.items()
        for path in sorted((folder / name).glob("*.toml"))
    ]
    return [(original, path) for original, path in found if original is not None and path.exists()]


def _load(original: Any, locale: Locale, path: Path) -> bool:
    """Whether a page was made."""
    above = original.get_parent()
    if original.has_translation(locale) or not (above.is_root() or above.has_translation(locale)):
        return False
    name = path.relative_to(FOLDER).with_suffix("").as_posix()
    if was_planted(type(original), name):
        return False
    data = tomllib.loads(path.read_text("utf-8"))
    page = original.copy_for_translation(locale)
    _fill(page, original, data)
    PublishPageRevisionAction(page.save_revision()).execute()
    remember(page, name)
    offer_to_translators(original, page, locale)
    return True


def _fill(page: Any, original: Any, data: dict[str, Any]) -> None:
    """The words of the file, and the days of the original; a front page keeps the slug it was given."""
    body = {"body": stream(_with_ids(data["body"], original))} if "body" in data else {}
    topics = data.get("topics")
    plain = {
        "slug",
        "topics",
        "settings",
        "authors",
        "body",
        "purpose",
        "review_after_days",
        "published_days_ago",
    }
    fields = {name: value for name, value in data.items() if name not in plain}
    slug = {} if isinstance(page, HomePage) else {"slug": data["slug"]}
    days = data.get("published_days_ago")
    first = original.first_published_at if days is None else clock.now() - dt.timedelta(days=days)
    for name, value in {**fields, **slug, **body, "first_published_at": first}.items():
        setattr(page, name, value)
    if topics is not None:
        page.topics.set(topics)
    page.save()


def _with_ids(blocks: list[dict[str, Any]], original: Any) -> list[dict[str, Any]]:
    """The blocks with the ids of the original's, where they are of the same kinds in the same order: by them it is
    known what translates what."""
    theirs = list(original.body.raw_data)
    if [block["type"] for block in blocks] != [block["type"] for block in theirs]:
        return blocks
    return [_alike(block, other) for block, other in zip(blocks, theirs, strict=True)]


def _alike(ours: Any, theirs: Any) -> Any:
    """Our words in their frame: a part of a list has an id, too, which a file does not write."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        kept = {"id": theirs["id"]} if "id" in theirs and "type" in ours else {}
        return {**{name: _alike(value, theirs.get(name)) for name, value in ours.items()}, **kept}
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [_item(mine, their) for mine, their in zip(ours, theirs, strict=True)]
    return ours


def _item(ours: Any, theirs: Any) -> Any:
    framed = isinstance(theirs, dict) and theirs.get("type") == "item"
    return {**theirs, "value": _alike(ours, theirs["value"])} if framed else _alike(ours, theirs)
