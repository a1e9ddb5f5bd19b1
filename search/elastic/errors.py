"""Why Elasticsearch did not answer a search, beside the client's own errors."""


class IndexOutdated(Exception):
    """The index was built from another mapping than this program's."""

    def __init__(self, index: str) -> None:
        super().__init__(
            f"The index {index} was built for another version of the site. "
            "`manage.py search_rebuild` builds a new one; until then the database answers."
        )


class NotAnswered(Exception):
    """One question of several was refused: its status and the kind of error."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(f"Elasticsearch answered {status}: {kind}")
        self.status = status
