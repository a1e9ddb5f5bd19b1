"""Front pages for tests, and what they show of questions and news."""

from typing import Any

from content.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    Perspective,
    QuestionIndexPage,
    QuestionPage,
)
from content.planting import stream
from tests.factories.articles import paragraph


def compose(*blocks: tuple[str, dict[str, Any]]) -> HomePage:
    """The front page with these blocks, each a name and its values, published. Needs the site's pages."""
    home = HomePage.objects.get()
    home.body = stream([{"type": name, "value": value} for name, value in blocks])
    home.save_revision().publish()
    return home


def posed(title: str, *, publish: bool = True, **fields: Any) -> QuestionPage:
    """A question under the list of questions. Needs the site's pages."""
    above = QuestionIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=QuestionIndexPage(title="Questions", slug="questions")
    )
    page = QuestionPage(**{"title": title, "intro": f"About {title}", "live": False} | fields)
    above.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page


def answered(question: QuestionPage, said: str, **fields: Any) -> Perspective:
    """A published perspective on it."""
    given = {
        "shown_name": "Joss",
        "happened": "They breathed out.",
        "fingerprint": said,
        "state": "published",
    }
    return Perspective.objects.create(question=question, said=said, **given | fields)


def told(title: str, *, publish: bool = True, **fields: Any) -> NewsPage:
    """An update under the list of news. Needs the site's pages."""
    above = NewsIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=NewsIndexPage(title="News", slug="news")
    )
    page = NewsPage(
        **{"title": title, "intro": f"About {title}.", "body": stream([paragraph()]), "live": False} | fields
    )
    above.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page
