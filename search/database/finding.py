"""One SQL statement for a search: what is found is counted by signature, folded, sorted and cut to a page there.

However much is found, what leaves the database is a page and the numbers of each signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from search import fulltext
from search.database import ordering
from search.database.statement import passing
from search.models import SearchDocument
from search.query import SearchQuery
from search.settings_tree import SettingsTree

Group = tuple[int, int, int, int, str]
"""Key of a signature, whether clients are accepted today (0 or 1), whether the price can be compared (0 or 1), how
many documents are so, and the signature."""
_GROUP, _FOLDS, _DOCUMENT = 0, 1, 2


@dataclass(slots=True)
class Found:
    """`groups` count what the fixed part of the query leaves, facets aside. `folds` is the number of hits on all
    pages, `page` the one shown, and `shown` the keys of its documents, each fold a list, best first."""

    groups: list[Group] = field(default_factory=list)
    folds: int = 0
    page: int = 1
    pages: int = 1
    shown: list[list[int]] = field(default_factory=list)


def find(query: SearchQuery, tree: SettingsTree) -> Found:
    """Ask for one page and its numbers. A page beyond the end is the last."""
    s, source = passing(query, tree)
    best, way = ordering.best(query)
    size, first = query.page_size, (max(query.page, 1) - 1) * query.page_size
    s.table("folds", f"SELECT fold, {best}(o) AS o, MIN(id) AS id FROM {source} GROUP BY fold")  # noqa: S608  (pieces of our own)
    s.table(
        "shown",
        f"SELECT fold, o, id FROM folds ORDER BY o {way}, id LIMIT %s OFFSET ({_SKIPPED})",  # noqa: S608  (pieces of our own)
        [size, first, first, size, size],
    )
    rows = s.send(
        f"SELECT {_GROUP}, g, a, c, n, s.text FROM groups JOIN search_searchsignature s ON s.key = g "  # noqa: S608  (pieces of our own)
        f"UNION ALL SELECT {_FOLDS}, COUNT(*), 0, 0, 0, '' FROM folds "
        f"UNION ALL SELECT {_DOCUMENT}, p.id, p.fold, "
        f"ROW_NUMBER() OVER (ORDER BY shown.o {way}, shown.id, p.o {way}, p.id), 0, '' "
        f"FROM {source} p CROSS JOIN shown WHERE p.fold = shown.fold"  # SQLite makes no index for the larger one so
    )
    return _read(rows, query)


def totals(queries: Sequence[SearchQuery], tree: SettingsTree) -> list[int]:
    """How many documents match each of the queries: one statement for all."""
    if not queries:
        return []
    asked, values = [], []
    for query in queries:
        s, source = passing(query, tree, ordered=False)
        asked.append(f"(WITH {', '.join(s.tables)} SELECT COUNT(*) FROM {source})")  # noqa: S608  (pieces of our own)
        values += s.table_values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return list(cursor.fetchone())


def some(queries: Sequence[SearchQuery], tree: SettingsTree) -> list[int]:
    """Whether each of the queries finds anything: 0 or 1. One statement for all; the first document is enough."""
    asked, values = [], []
    for query in queries:
        s, source = passing(query, tree, ordered=False, kept=False)
        first = f"SELECT 1 FROM {source} LIMIT 1"  # noqa: S608  (pieces of our own)
        asked.append(f"(WITH {', '.join(s.tables)} SELECT COUNT(*) FROM ({first}) AS one)")  # noqa: S608  (pieces of our own)
        values += s.table_values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return list(cursor.fetchone())


def rarity(query: SearchQuery) -> list[int]:
    """How many documents there are, and how many have each of the terms: more or less, hidden ones too."""
    return [SearchDocument.objects.count(), *fulltext.rarity(query.terms)]


# The folds before the page asked for, or before the last page where that one is beyond the end.
_SKIPPED = (
    "SELECT CASE WHEN COUNT(*) > %s THEN %s WHEN COUNT(*) = 0 THEN 0 ELSE (COUNT(*) - 1) / %s * %s END "
    "FROM folds"
)


def _read(rows: list[Any], query: SearchQuery) -> Found:
    found = Found()
    documents = []
    for part, *values in rows:
        if part == _GROUP:
            found.groups.append(tuple(values))
        elif part == _FOLDS:
            found.folds = values[0]
        else:
            documents.append(values)
    found.pages = max(1, -(-found.folds // query.page_size))
    found.page = min(max(query.page, 1), found.pages)
    folds: dict[int, list[int]] = {}
    for key, fold, *_ in sorted(documents, key=lambda values: values[2]):
        folds.setdefault(fold, []).append(key)
    found.shown = list(folds.values())
    return found
