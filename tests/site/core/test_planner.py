"""What SQLite plans by is never counted inside of its full-text indices."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import connection

from core import planner

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
migration = importlib.import_module("search.migrations.0006_uncounted_full_text")
TRIM = "EXPLAIN QUERY PLAN DELETE FROM search_text_data WHERE id >= 1 AND id <= 2"


def test_the_inside_of_full_text_stays_uncounted_and_is_found_by_key() -> None:
    planner.count_rows()
    assert "places_practicesetting" in _counted()
    assert not {name for name in _counted() if name.startswith("search_text_")}
    assert "SEARCH" in _plan()


def test_what_was_counted_of_it_is_forgotten() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "search_text_data" in _counted()
    assert "SCAN" in _plan()  # what a count of two rows does to a merge
    others = {name for name in _counted() if "_fts_" not in name and not name.startswith("search_text_")}
    migration.forget(None, SimpleNamespace(connection=connection))
    assert _counted() == others


def _counted() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {name for (name,) in cursor.fetchall()}


def _plan() -> str:
    with connection.cursor() as cursor:
        cursor.execute(TRIM)
        return str(cursor.fetchall())
