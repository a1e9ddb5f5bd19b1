"""The towns on the map: where the documents found are, counted in SQL."""

from search.database.statement import around, passing
from search.query import SearchQuery
from search.result import Pin
from search.settings_tree import SettingsTree


def pins_of(query: SearchQuery, tree: SettingsTree, *, most: int) -> tuple[Pin, ...]:
    """Count the documents that pass all filters by town: near a point, only where they match.

    One statement; nothing but the towns leaves the database.
    """
    s, source = passing(query, tree, ordered=False)
    inside, values = around(query, *query.point) if query.point else ("1 = 1", [])
    rows = s.send(
        "SELECT p.place_id, MIN(p.label), MIN(p.lat), MIN(p.lon), COUNT(DISTINCT p.document_id) AS documents "  # noqa: S608  (pieces of our own)
        f"FROM {source} CROSS JOIN search_searchplace p WHERE p.document_id = {source}.id AND ({inside}) "
        "GROUP BY p.place_id ORDER BY documents DESC, p.place_id LIMIT %s",
        [*values, most],
    )
    return tuple(Pin(*row) for row in rows)
