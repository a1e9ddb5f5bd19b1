"""What the site's feeds share: text that XML can hold, dates that stand still, an answer that is not sent twice."""

import datetime as dt
import re
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from core import clock

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (its section 2.2)."""


def writable(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub("", text)


class _Still(SyndicationFeed):
    def latest_post_date(self) -> dt.datetime:
        """Of a feed without entries: the beginning of the day, so that it is the same until tomorrow."""
        if self.items:
            latest: dt.datetime = super().latest_post_date()
            return latest
        return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


class Atom(_Still, Atom1Feed):
    """RFC 4287."""


class Rss(_Still, Rss201rev2Feed):
    """RSS 2.0."""


def sent(request: HttpRequest, feed: Atom | Rss, *, seconds: int) -> HttpResponseBase:
    """The feed, kept `seconds` by whoever likes; 304 for a reader who has just this one.

    It is known by what it holds. There is no Last-Modified: where an entry goes, no date among the rest tells it.
    """
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=seconds)
    return get_conditional_response(request, etag=etag, response=response) or response
