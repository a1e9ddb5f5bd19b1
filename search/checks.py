"""Tells at start that the index is missing or out of date: a warning, since the database searches meanwhile."""

import sys
from collections.abc import Iterable, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from search.elastic import state
from search.elastic.client import client

_STARTS = ("runserver",)
MOST_SHARDS = 1024
"""Elasticsearch makes no index in more parts."""


@register("search")
def number_of_shards(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[CheckMessage]:
    """With every check: a number that Elasticsearch would refuse only when an index is built."""
    number = settings.ELASTICSEARCH_SHARDS
    if 1 <= number <= MOST_SHARDS:
        return []
    return [Error(f"ELASTICSEARCH_SHARDS is 1 to {MOST_SHARDS}, not {number}.", id="search.E001")]


@register(Tags.database)
def index_is_current(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Iterable[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """With `check --database default` and at every migrate. Asks Elasticsearch once, for a second at most."""
    return _look() if databases else []


@register("search")
def index_is_current_at_start(
    app_configs: Sequence[AppConfig] | None = None, **_: object
) -> list[CheckMessage]:
    """With `runserver` too; no other command should wait for a server it does not need. Workers say it in the
    log with their first turn (search/elastic/watching.py), so a site in production is told at its start."""
    return _look() if sys.argv[1:2] and sys.argv[1] in _STARTS else []


def _look() -> list[CheckMessage]:
    if not settings.ELASTICSEARCH_URL:
        return []
    found = state.standing(client().options(max_retries=0))
    if said := state.warning(found):
        number = "W001" if found.trouble else "W003" if found.index else "W002"
        return [Warning(said, hint="Search works all the same, on the database.", id=f"search.{number}")]
    return []
