"""Forget what an ANALYZE of the whole database has counted inside of SQLite's full-text indices.

`core.planner` says why. It takes effect with the next connection.
"""

from django.db import migrations

PARTS = ("data", "idx", "content", "docsize", "config")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone():
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'")
        for (index,) in cursor.fetchall():
            cursor.executemany(
                "DELETE FROM sqlite_stat1 WHERE tbl = %s", [[f"{index}_{part}"] for part in PARTS]
            )


class Migration(migrations.Migration):
    dependencies = [("search", "0005_translated_into")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
