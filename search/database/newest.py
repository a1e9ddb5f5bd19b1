"""What matches, the newest first: for feeds. Nothing is folded or counted."""

from search.database.statement import passing
from search.models import SearchDocument
from search.query import SearchQuery
from search.settings_tree import SettingsTree


def newest(query: SearchQuery, tree: SettingsTree, *, most: int) -> list[SearchDocument]:
    """The documents that match and appeared last, `most` at most. Two statements."""
    s, source = passing(query, tree, ordered=False)
    rows = s.send(
        f"SELECT d.id FROM {source} JOIN search_searchdocument d ON d.id = {source}.id "  # noqa: S608  (pieces of our own)
        "ORDER BY d.appeared_at DESC, d.id DESC LIMIT %s",
        [most],
    )
    keys = [key for (key,) in rows]
    documents = SearchDocument.objects.defer("body").in_bulk(keys)
    return [documents[key] for key in keys if key in documents]
