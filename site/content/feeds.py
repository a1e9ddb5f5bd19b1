"""Articles and news as Atom feeds (RFC 4287): articles all together, or those of a practice setting or topic."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from content import listing
from content.models import ArticlePage, NewsPage
from core import feeds, languages, tree
from directory.places.models import PracticeSetting

MOST = 20
SECONDS = 600


@require_safe
def articles(request: HttpRequest) -> HttpResponseBase:
    """The newest 20 of the language asked in, with `?setting=` and `?topic=` as in the list of articles. Drafts,
    private and expired ones never appear. 404 for a setting or topic there is not; one without articles is empty."""
    wanted = _wanted(request)
    found = ArticlePage.objects.findable().in_language(languages.active())
    rows = listing.narrowed(found, wanted).prefetch_related("article_authors__author", "topics")[:MOST]
    written = _feed(
        reverse("article-feed") + (f"?{urlencode(wanted)}" if wanted else ""),
        title=_("Articles, %(site)s") % {"site": settings.SITE_NAME},
        link=tree.address("/articles/"),
        description=_("Motivational Interviewing, for helping professionals."),
    )
    for row in rows:
        written.add_item(**_article(row))
    return feeds.sent(request, written, seconds=SECONDS)


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """The newest 20 updates of the language asked in. Drafts, private and expired ones never appear."""
    rows = NewsPage.objects.findable().in_language(languages.active()).newest_first()[:MOST]
    written = _feed(
        reverse("news-feed"),
        title=_("News, %(site)s") % {"site": settings.SITE_NAME},
        link=tree.address("/news/"),
        description=_("What is new on this site, and what has changed."),
    )
    for row in rows:
        written.add_item(**_item(row), author_name=settings.SITE_NAME)
    return feeds.sent(request, written, seconds=SECONDS)


def _wanted(request: HttpRequest) -> dict[str, str]:
    """`setting` and `topic` as asked for, by their slugs, where there are such."""
    models: dict[str, type[PracticeSetting | Tag]] = {"setting": PracticeSetting, "topic": Tag}
    wanted = {name: request.GET[name] for name in models if request.GET.get(name)}
    for name, slug in wanted.items():
        get_object_or_404(models[name], slug=slug)
    return wanted


def _feed(address: str, *, title: str, link: str, description: str) -> feeds.Atom:
    """A feed without entries, known by its address; `link` is the path of the list it follows."""
    return feeds.Atom(
        title=title,
        link=settings.BASE_URL + link,
        description=description,
        feed_url=settings.BASE_URL + address,
        feed_guid=settings.BASE_URL + address,
        language=languages.active(),
    )


def _article(article: ArticlePage) -> dict[str, Any]:
    """An entry with its authors and topics."""
    names = [row.author.name for row in article.article_authors.all()]
    return {
        **_item(article),
        "author_name": feeds.writable(", ".join(names)) or settings.SITE_NAME,
        "categories": [feeds.writable(topic.name) for topic in article.topics.all()],
    }


def _item(page: ArticlePage | NewsPage) -> dict[str, Any]:
    """Its id stays the same wherever it moves."""
    return {
        "title": feeds.writable(page.title),
        "link": page.full_url,
        "description": feeds.writable(page.intro),
        "unique_id": page.uid.urn,
        "pubdate": page.first_published_at,
        "updateddate": page.last_published_at or page.first_published_at,
    }
