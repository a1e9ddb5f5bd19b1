"""A search as RSS 2.0: what was found, the newest first, for whoever waits for something to appear."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import feeds, findable, languages
from core.errors import handler429
from search import page, settings_tree
from search.addresses import address, feed_address
from search.api.doors import SECONDS
from search.api.operations import absolute
from search.database.newest import newest
from search.forms import SearchForm
from search.models import SearchDocument
from search.query import SORTS
from search.throttle import wait

MOST = 50


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest results of the search in the address. Asked of the database, whatever else answers searches."""
    if seconds := wait(request):
        late = handler429(request)
        late.headers["Retry-After"] = str(seconds)
        return late
    tree = settings_tree.load()
    query = SearchForm(request.GET, tree=tree, reader=languages.spoken()).query()
    documents = newest(query, tree, most=MOST)
    about = feeds.writable(page.title(query, tree))
    written = feeds.Rss(
        title=_("%(what)s, at %(site)s") % {"what": about, "site": settings.SITE_NAME},
        link=absolute(address(query, sort=SORTS[0])),
        description=_("The newest of what a search finds: %(what)s.") % {"what": about},
        feed_url=absolute(feed_address(query)),
        language=get_language(),
        ttl=60,
    )
    for document in documents:
        written.add_item(**_item(document))
    return feeds.sent(request, written, seconds=SECONDS)


def _item(document: SearchDocument) -> dict[str, Any]:
    """Its key stays the same whatever changes; its date is the day it could first be found."""
    kind = findable.kind(document.kind)
    by = f"{document.by}. " if document.by else ""
    said = format_html("<p>{}{}</p>", by, document.summary) if document.summary or by else ""
    return {
        "title": feeds.writable(document.title),
        "link": absolute(languages.localised(document.url)),
        "description": feeds.writable(said),
        "unique_id": f"{document.kind}:{document.uid}",
        "unique_id_is_permalink": False,
        "pubdate": max(filter(None, (document.appeared_at, document.visible_from))),
        "categories": [str(kind.label) if kind else document.kind],
    }
