"""What articles and news show of themselves to search."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import ArticlePage, NewsPage
from core import findable, languages
from core.findable import Findable, Kind

KIND, NEWS = "article", "news"
CHUNK = 200
# The kinds of pages that search knows, by model.
KINDS: dict[type[Any], str] = {ArticlePage: KIND, NewsPage: NEWS}


def load(uids: Iterable[UUID]) -> Iterator[Findable]:
    """The Findables of these articles; drafts, private and unpublished ones are missing."""
    return _load(ArticlePage, to_findable, uids)


def all_uids() -> Iterator[UUID]:
    """Every article that may be found."""
    return _all_uids(ArticlePage)


def to_findable(article: ArticlePage) -> Findable:
    """`facts` tell reading time and authors; quality speaks for articles with an author and sources."""
    authors = ", ".join(author.name for author in article.authors)
    blocks = {block.block_type for block in article.body}
    facts = [("reading_minutes", str(article.reading_minutes)), ("authors", authors)]
    return Findable(
        kind=KIND,
        **_page(article),
        picture=article.drawing,
        by=authors,
        settings=tuple(article.settings.values_list("slug", flat=True)),
        topics=tuple(article.topics.values_list("name", flat=True)),
        quality=0.5 + 0.25 * bool(authors) + 0.25 * ("references" in blocks),
        facts=tuple((key, words) for key, words in facts if words),
    )


def news_to_findable(update: NewsPage) -> Findable:
    """`facts` tell the day, in the site's zone; between equally good answers anything else comes first."""
    told = update.first_published_at
    day = timezone.localdate(told, timezone.get_default_timezone()).isoformat() if told else ""
    return Findable(kind=NEWS, **_page(update), facts=(("published_on", day),) if day else ())


def register() -> None:
    """Make articles and news known to search."""
    findable.register(
        Kind(
            name=KIND,
            label=_("Article"),
            plural=_("Articles"),
            load=load,
            all_uids=all_uids,
            position=40,
            reading=True,
            sought=True,
        )
    )
    findable.register(
        Kind(
            name=NEWS,
            label=_("News"),
            plural=_("News"),
            load=partial(_load, NewsPage, news_to_findable),
            all_uids=partial(_all_uids, NewsPage),
            position=80,
            reading=True,
        )
    )


def _load(model: type[Any], shown: Callable[[Any], Findable], uids: Iterable[UUID]) -> Iterator[Findable]:
    pages = model.objects.findable().filter(uid__in=list(uids)).select_related("locale")
    others = pages.translated_into()
    for page in pages.iterator(chunk_size=CHUNK):
        yield replace(shown(page), translated_into=others.get(page.uid, ()))


def _all_uids(model: type[Any]) -> Iterator[UUID]:
    yield from model.objects.findable().values_list("uid", flat=True).iterator(chunk_size=CHUNK)


def _page(page: Any) -> dict[str, Any]:
    """What every page tells."""
    return {
        "uid": page.uid,
        "title": page.title,
        "url": page.get_url() or "",
        "summary": page.intro,
        "body": "\n".join(filter(None, [page.search_description, page.text])),
        "languages": (languages.iso(page.locale.language_code),),
        "visible_from": page.go_live_at,
        "visible_until": page.expire_at,
    }
