"""What a database plans its queries by: how many rows it counted."""

from typing import Any

from django.apps import apps
from django.db import connection


def count_rows(*models: Any) -> None:
    """Let the database count the rows of these models' tables, or of all, and plan by that from now on.

    The tables inside of SQLite's full-text indices are left out, which a bare ANALYZE counts too. Counted while they
    hold next to nothing, they are read as a whole by each merge from then on, however large they become; uncounted,
    SQLite finds what it wants by key.
    """
    if not models and connection.vendor == "sqlite":
        models = tuple(model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    tables = sorted({f" {connection.ops.quote_name(model._meta.db_table)}" for model in models})
    with connection.cursor() as cursor:
        for table in tables or ("",):
            cursor.execute(f"ANALYZE{table}")
