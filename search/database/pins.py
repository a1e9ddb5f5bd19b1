"""The towns on the map: where the documents found are, counted in SQL."""

from search.database.statement import passing
from search.query import SearchQuery
from search.result import Pin
from search.settings_tree import SettingsTree


def pins_of(query: SearchQuery, tree: SettingsTree, *, most: int) -> tuple[Pin, ...]:
    """Count the documents that pass all filters by town: near a point, only where they match.

    One statement; nothing but the towns leaves the database.
    """
    s, source = passing(query, tree, ordered=False)
    reached = "JOIN towns ON towns.key = p.point_id AND p.reach <= towns.within " if query.point else ""
    rows = s.send(
        "SELECT p.place_id, MIN(p.label), MIN(t.lat), MIN(t.lon), COUNT(DISTINCT p.document_id) AS documents "  # noqa: S608  (pieces of our own)
        f"FROM {source} CROSS JOIN search_searchplace p {reached}CROSS JOIN search_searchpoint t "
        f"WHERE p.document_id = {source}.id AND t.key = p.point_id "
        "GROUP BY p.place_id ORDER BY documents DESC, p.place_id LIMIT %s",
        [most],
    )
    return tuple(Pin(*row) for row in rows)
