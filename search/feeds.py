"""A search as RSS 2.0: what was found, the newest first, for whoever waits for something to appear."""

import re
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import findable, languages
from core.errors import handler429
from search import page, settings_tree
from search.addresses import address, feed_address
from search.api.doors import fresh
from search.api.operations import absolute
from search.database.newest import newest
from search.forms import SearchForm
from search.models import SearchDocument
from search.query import SORTS
from search.throttle import wait

MOST = 50
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (its section 2.2)."""


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest results of the search in the address. Asked of the database, whatever else answers searches."""
    if seconds := wait(request):
        late = handler429(request)
        late.headers["Retry-After"] = str(seconds)
        return late
    tree = settings_tree.load()
    query = SearchForm(request.GET, tree=tree).query()
    documents = newest(query, tree, most=MOST)
    about = _writable(page.title(query, tree))
    written = Rss201rev2Feed(
        title=_("%(what)s, at %(site)s") % {"what": about, "site": settings.SITE_NAME},
        link=absolute(address(query, sort=SORTS[0])),
        description=_("The newest of what a search finds: %(what)s.") % {"what": about},
        feed_url=absolute(feed_address(query)),
        language=get_language(),
        ttl=60,
    )
    for document in documents:
        written.add_item(**_item(document))
    return _sent(request, written)


def _item(document: SearchDocument) -> dict[str, Any]:
    """Its key stays the same whatever changes; its date is the day it could first be found."""
    kind = findable.kinds().get(document.kind)
    by = f"{document.by}. " if document.by else ""
    said = format_html("<p>{}{}</p>", by, document.summary) if document.summary or by else ""
    return {
        "title": _writable(document.title),
        "link": absolute(languages.localised(document.url)),
        "description": _writable(said),
        "unique_id": f"{document.kind}:{document.uid}",
        "unique_id_is_permalink": False,
        "pubdate": max(filter(None, (document.appeared_at, document.visible_from))),
        "categories": [str(kind.label) if kind else document.kind],
    }


def _writable(text: str) -> str:
    return _NO_XML.sub("", text)


def _sent(request: HttpRequest, written: Rss201rev2Feed) -> HttpResponseBase:
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8", status=HTTPStatus.OK)
    newest_at = written.latest_post_date() if written.items else None
    response.write(written.writeString("utf-8"))
    if newest_at:
        response.headers["Last-Modified"] = http_date(newest_at.timestamp())
    return fresh(request, response)
