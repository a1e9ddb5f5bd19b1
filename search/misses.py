"""What people looked for and did not find, for editors: the wish, never the person.

Counted is a search by hand, on its first page, that found nothing at all or only some of its words. What was found
once a misspelt word was put right is no gap of the site's; where even that found nothing, the words are kept as they
were understood, so that two spellings of one wish count together. A search narrowed by date, price, language, way to
meet or *accepting clients* is left out: the words may well be there.

Nothing that could tell who asked: no account, no address, no time of day. Not what was typed as a place, but the name
of the town or country that was understood. Text that looks like an e-mail address, a link, a telephone number or
a postcode, or is longer than a wish, is not kept at all.
"""

import datetime as dt
import re
from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.db.models import F

from core import clock
from core.text import fold
from outbox.registry import recurs
from search.models import SearchMiss
from search.query import SearchQuery
from search.result import SearchResult

KEPT = dt.timedelta(days=90)
SHOWN_FROM = 2
"""Editors see a miss from the second time on: what one person typed once says more about the person."""
MOST_LETTERS = 60
MOST_KEPT = 10_000
"""Rows at most; beyond that only what is known already is counted, so that nobody can fill the table up."""
_ROBOTS = re.compile(r"bot|crawl|spider|slurp|feed|fetch|preview|monitor|curl|wget|python|scrapy|http", re.I)
_TELLING = re.compile(
    r"""@ | https?: | www\. | \w\.(?:com|org|net|uk|de)\b    # addresses
    | \d(?:[\s().+/-]*\d){4}                                # five digits or more: telephone, ZIP, account
    | \b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b                 # British postcodes
    """,
    re.VERBOSE | re.IGNORECASE,
)


def note(query: SearchQuery, result: SearchResult, *, agent: str) -> None:
    """Count this search if it is a miss worth telling; two statements at most, none otherwise. `agent` is the
    browser's own word for itself. Never raises for what the database refuses: a search is worth more."""
    if not _is_miss(query, result) or not agent or _ROBOTS.search(agent):
        return
    text = fold(result.respelled or query.text)
    if len(text) > MOST_LETTERS or _TELLING.search(text):
        return
    wish = {
        "text": text,
        "near": _near(query)[:200],
        "settings": ",".join(sorted(query.settings))[:300],
        "kinds": ",".join(sorted(query.kinds))[:100],
    }
    if any(wish.values()):
        _count(wish, clock.now().date())


@recurs("search.misses", every_seconds=3600)
def forget_old() -> int:
    """How many misses were last seen more than 90 days ago, and are gone now."""
    deleted, _ = SearchMiss.objects.filter(last_on__lt=clock.now().date() - KEPT).delete()
    return deleted


def _is_miss(query: SearchQuery, result: SearchResult) -> bool:
    narrowed: Sequence[object] = (query.formats, query.languages, query.accepting, query.from_, query.to)
    if query.page > 1 or any(narrowed) or query.price_max is not None:
        return False
    return not result.total or result.loosened


def _near(query: SearchQuery) -> str:
    """The name of the town or country; of what is called by numbers ("TA1 (Taunton)") the town alone."""
    if query.place is None or not query.has_place:
        return ""
    label = query.place.label
    if not re.search(r"\d", label):
        return label
    named = re.search(r"\(([^()\d]+)\)", label)
    return named[1] if named else ""


def _count(wish: dict[str, str], today: dt.date) -> None:
    try:
        with transaction.atomic():
            if SearchMiss.objects.filter(**wish).update(times=F("times") + 1, last_on=today):
                return
            if SearchMiss.objects.count() < MOST_KEPT:
                SearchMiss.objects.bulk_create(
                    [SearchMiss(**wish, first_on=today, last_on=today)], ignore_conflicts=True
                )
    except DatabaseError:
        return  # locked or full: the page is shown all the same
