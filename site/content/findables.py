"""What articles show of themselves to search."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from content.models import ArticlePage
from core import findable
from core.findable import Findable, Kind

KIND = "article"
CHUNK = 200


def load(uids: Iterable[UUID]) -> Iterator[Findable]:
    """The Findables of these articles; drafts, private and unpublished ones are missing."""
    articles = ArticlePage.objects.findable().filter(uid__in=list(uids)).select_related("locale")
    for article in articles.iterator(chunk_size=CHUNK):
        yield to_findable(article)


def all_uids() -> Iterator[UUID]:
    """Every article that may be found."""
    yield from ArticlePage.objects.findable().values_list("uid", flat=True).iterator(chunk_size=CHUNK)


def to_findable(article: ArticlePage) -> Findable:
    """`facts` tell reading time and authors; quality speaks for articles with an author and sources."""
    authors = ", ".join(author.name for author in article.authors)
    blocks = {block.block_type for block in article.body}
    facts = [("reading_minutes", str(article.reading_minutes)), ("authors", authors)]
    return Findable(
        kind=KIND,
        uid=article.uid,
        title=article.title,
        url=article.get_url() or "",
        summary=article.intro,
        body="\n".join(filter(None, [article.search_description, article.text])),
        picture=article.drawing,
        by=authors,
        settings=tuple(article.settings.values_list("slug", flat=True)),
        topics=tuple(article.topics.values_list("name", flat=True)),
        languages=(article.locale.language_code.split("-")[0],),
        visible_from=article.go_live_at,
        visible_until=article.expire_at,
        quality=0.5 + 0.25 * bool(authors) + 0.25 * ("references" in blocks),
        facts=tuple((key, words) for key, words in facts if words),
    )


def register() -> None:
    """Make articles known to search."""
    kind = Kind(name=KIND, label="Article", plural="Articles", load=load, all_uids=all_uids, position=40)
    findable.register(kind)
