"""The updates a site starts with, from the files in `news`. What is there already is left alone."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from content.models import HomePage, NewsIndexPage, NewsPage
from content.planting import publish, stream
from core import clock

HERE = Path(__file__).parent / "news"


def create_news(home: HomePage) -> None:
    """The list of news and all of the files, inside the caller's transaction."""
    index = NewsIndexPage.objects.child_of(home).first() or publish(
        home,
        NewsIndexPage(
            title="News",
            slug="news",
            intro="What is new on this site, what has changed, and what we are still working on.",
        ),
    )
    for path in sorted(HERE.glob("*.toml")):
        _update(index, tomllib.loads(path.read_text("utf-8")))


def _update(index: NewsIndexPage, data: dict[str, Any]) -> None:
    if NewsPage.objects.filter(slug=data["slug"]).exists():
        return
    page = NewsPage(
        title=data["title"],
        slug=data["slug"],
        intro=data["intro"],
        first_published_at=clock.now() - dt.timedelta(days=data["published_days_ago"]),
        body=stream(data["body"]),
    )
    publish(index, page)
