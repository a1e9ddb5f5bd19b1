"""The full-text table: FTS5 on SQLite, a tsvector on PostgreSQL. Django's state does not know it."""

from django.db import migrations

FTS5 = (
    'CREATE VIRTUAL TABLE search_text USING fts5("title", "by", "labels", "summary", "body", '
    "tokenize = 'porter unicode61', prefix = '3 4 5')"
)
TSVECTOR = (
    "CREATE TABLE search_text (document_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX search_text_words ON search_text USING gin (words)",
)


def create(apps, schema_editor):
    for statement in (FTS5,) if schema_editor.connection.vendor == "sqlite" else TSVECTOR:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
