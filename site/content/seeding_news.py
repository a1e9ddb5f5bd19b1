"""The updates a site starts with, from the files in `news`. What is there already is left alone."""

from pathlib import Path
from typing import Any

from content.models import HomePage, NewsIndexPage, NewsPage
from content.planting import days_ago, missing, plant_list, publish, stream

HERE = Path(__file__).parent / "news"


def create_news(home: HomePage, *, list_alone: bool = False) -> None:
    """The list of news and, unless it is to stand alone, all of the files, inside the caller's transaction."""
    index = plant_list(
        home,
        NewsIndexPage,
        slug="news",
        title="News",
        intro="What is new on this site, what has changed, and what we are still working on.",
    )
    for data in missing(NewsPage, HERE) if index and not list_alone else ():
        _update(index, data)


def _update(index: NewsIndexPage, data: dict[str, Any]) -> None:
    page = NewsPage(
        title=data["title"],
        slug=data["slug"],
        intro=data["intro"],
        first_published_at=days_ago(data["published_days_ago"]),
        body=stream(data["body"]),
    )
    publish(index, page)
