"""Pages for tests, published the way an editor would."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from content.models import ArticleIndexPage, ArticlePage, HomePage
from content.planting import stream
from content.seeding import HERE, create_site_pages
from directory.places.models import PracticeSetting


def article_files() -> list[Path]:
    """The files of the articles every site starts with, by name."""
    return sorted((HERE / "articles").glob("*.toml"))


def site_pages() -> HomePage:
    """The pages every site starts with, without the glossary, which takes a second."""
    return create_site_pages(with_terms=False)


def empty_site() -> ArticleIndexPage:
    """The site without its articles, questions, news and terms."""
    create_site_pages(with_terms=False, lists_alone=True)
    return ArticleIndexPage.objects.get()


def paragraph(text: str = "You could ask, and then wait.") -> dict[str, Any]:
    """A block of running text."""
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def article(
    title: str,
    *,
    settings: Iterable[str] = (),
    blocks: list[dict[str, Any]] | None = None,
    publish: bool = True,
    **fields: Any,
) -> ArticlePage:
    """An article under the list of articles; `settings` are slugs. Needs the site's pages."""
    page = ArticlePage(
        **{"title": title, "intro": f"About {title}.", "body": stream(blocks or [paragraph()]), "live": False}
        | fields
    )
    page.settings.set(PracticeSetting.objects.filter(slug__in=settings))
    ArticleIndexPage.objects.get().add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page
