"""Articles and news as Atom feeds (RFC 4287): articles all together, or those of a practice setting or topic."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import listing
from content.models import ArticlePage, NewsPage
from core import languages, tree

MOST = 20
SECONDS = 600


@require_safe
def articles(request: HttpRequest) -> HttpResponseBase:
    """The newest 20 of the language asked in, with `?setting=` and `?topic=` as in the list of articles. Drafts,
    private and expired ones never appear. 404 for a setting or topic without articles."""
    found = ArticlePage.objects.findable().in_language(languages.active())
    form = listing.filter_form(found, request.GET)
    if not form.is_valid():
        raise Http404
    rows = listing.chosen(found, form).prefetch_related("article_authors__author", "topics")[:MOST]
    written = _feed(
        request,
        title=_("Articles, %(site)s") % {"site": settings.SITE_NAME},
        link=tree.address("/articles/"),
        description=_("Motivational Interviewing, for helping professionals."),
    )
    for row in rows:
        written.add_item(**_article(row))
    return _sent(request, written)


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """The newest 20 updates of the language asked in. Drafts, private and expired ones never appear."""
    rows = NewsPage.objects.findable().in_language(languages.active()).newest_first()[:MOST]
    written = _feed(
        request,
        title=_("News, %(site)s") % {"site": settings.SITE_NAME},
        link=tree.address("/news/"),
        description=_("What is new on this site, and what has changed."),
    )
    for row in rows:
        written.add_item(**_item(row), author_name=settings.SITE_NAME)
    return _sent(request, written)


def _feed(request: HttpRequest, *, title: str, link: str, description: str) -> Atom1Feed:
    """A feed without entries; `link` is the path of the list it follows."""
    return Atom1Feed(
        title=title,
        link=settings.BASE_URL + link,
        description=description,
        feed_url=settings.BASE_URL + request.get_full_path(),
        language=languages.active(),
    )


def _article(article: ArticlePage) -> dict[str, Any]:
    """An entry with its authors and topics."""
    names = [row.author.name for row in article.article_authors.all()]
    return {
        **_item(article),
        "author_name": ", ".join(names) or settings.SITE_NAME,
        "categories": [topic.name for topic in article.topics.all()],
    }


def _item(page: ArticlePage | NewsPage) -> dict[str, Any]:
    """Its id stays the same wherever it moves."""
    return {
        "title": page.title,
        "link": page.full_url,
        "description": page.intro,
        "unique_id": page.uid.urn,
        "pubdate": page.first_published_at,
        "updateddate": page.last_published_at or page.first_published_at,
    }


def _sent(request: HttpRequest, written: Atom1Feed) -> HttpResponseBase:
    """With its date, so that a reader who has it already is told no more than that."""
    changed = written.latest_post_date()
    response = HttpResponse(written.writeString("utf-8"), content_type=Atom1Feed.content_type)
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(response, public=True, max_age=SECONDS)
    known = get_conditional_response(request, last_modified=int(changed.timestamp()), response=response)
    return known or response
