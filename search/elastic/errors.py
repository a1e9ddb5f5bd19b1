"""Why Elasticsearch did not answer a search, beside the client's own errors."""


class IndexOutdated(Exception):
    """The index was built from another mapping than this program's: `manage.py search_rebuild` builds it anew."""


class NotAnswered(Exception):
    """One question of several was refused: its status and the kind of error."""
