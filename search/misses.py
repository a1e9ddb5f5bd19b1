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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

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
_BATCH = 1_000
WAIT_MS = 50
"""As long as a search waits for a database that somebody else writes to; then this miss is not counted."""
_TABLE = SearchMiss._meta.db_table
_ROBOTS = re.compile(r"bot|crawl|spider|slurp|feed|fetch|preview|monitor|curl|wget|python|scrapy|http", re.I)
_TELLING = re.compile(
    r"""@ | https?: | www\. | \w\.(?:com|org|net|uk|de)\b    # addresses
    | \d(?:[\s().+/-]*\d){4}                                # five digits or more: telephone, ZIP, account
    | \b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b                 # British postcodes
    """,
    re.VERBOSE | re.IGNORECASE,
)


def note(query: SearchQuery, result: SearchResult, *, agent: str) -> None:
    """Count this search if it is a miss worth telling: one statement, none otherwise. `agent` is the
    browser's own word for itself.

    Never raises for what the database refuses, nor waits for others who write: a search is worth more.
    """
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
        with suppress(DatabaseError), _impatiently():
            _count(wish, clock.now().date())


@recurs("search.misses", every_seconds=3600)
def forget_old() -> int:
    """Delete what was last looked for more than 90 days ago, and of more than MOST_KEPT rows the least wanted, so
    that nobody can fill the table up. How many went."""
    gone, _ = SearchMiss.objects.filter(last_on__lt=clock.now().date() - KEPT).delete()
    too_many = SearchMiss.objects.order_by("-times", "-last_on", "-pk").values_list("pk", flat=True)[
        MOST_KEPT:
    ]
    for begin in range(0, len(keys := list(too_many)), _BATCH):
        deleted, _ = SearchMiss.objects.filter(pk__in=keys[begin : begin + _BATCH]).delete()
        gone += deleted
    return gone


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


@contextmanager
def _impatiently() -> Iterator[None]:
    """SQLite has one writer at a time, and those who change something wait for their turn. PostgreSQL locks a row,
    and nobody holds one of these for longer than a statement."""
    connection.ensure_connection()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    database = connection.connection  # told past Django, whose statements a page counts
    (usual,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout = {usual}")


def _count(wish: dict[str, str], today: dt.date) -> None:
    """One more of these, in one statement that is the same on both databases."""
    columns = (*wish, "times", "first_on", "last_on")
    day = connection.ops.adapt_datefield_value(today)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} ({', '.join(columns)}) VALUES (%s, %s, %s, %s, 1, %s, %s) "  # noqa: S608  (names of our own)
            f"ON CONFLICT ({', '.join(wish)}) "
            f"DO UPDATE SET times = {_TABLE}.times + 1, last_on = EXCLUDED.last_on",
            [*wish.values(), day, day],
        )
