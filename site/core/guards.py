"""Rules that the database itself keeps beyond constraints: triggers on both databases.

SQLite drops a table's triggers silently whenever a migration rebuilds the table, so guards are (re-)installed
after every migrate, and a system check tells when one is missing. A room registers its guards in
`AppConfig.ready`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One rule: `name` is the trigger's or constraint's; `install` has the statements for each vendor."""

    app: str
    name: str
    table: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]


_guards: dict[str, Guard] = {}


def add(*guards: Guard) -> None:
    """Make guards known; the same name again replaces."""
    for guard in guards:
        _guards[guard.name] = guard


def refuse(
    *, app: str, name: str, table: str, on: str, sentence: str, when: str = "", before: str = "BEFORE"
) -> Guard:
    """A trigger on `table` that refuses `on` (INSERT, UPDATE, DELETE, or "UPDATE OF a, b").

    `when` is an SQL condition over OLD and NEW that both databases understand; it may hold sub-selects on
    neither. `sentence` is what the database error says.
    """
    condition = f"WHEN ({when})" if when else ""
    function = f"{name}_refuse"
    return Guard(
        app=app,
        name=name,
        table=table,
        sqlite=(
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} {before} {on} ON {table} FOR EACH ROW {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} {before} {on} ON {table} FOR EACH ROW {condition} "
            f"EXECUTE FUNCTION {function}()",
        ),
    )


def append_only(*, app: str, table: str) -> tuple[Guard, Guard]:
    """Rows of `table` are written once: no UPDATE, no DELETE."""
    sentence = f"{table} is written once and never changed"
    return (
        refuse(app=app, name=f"{table}_no_update", table=table, on="UPDATE", sentence=sentence),
        refuse(app=app, name=f"{table}_no_delete", table=table, on="DELETE", sentence=sentence),
    )


def install(app: str, using: str = "default") -> None:
    """Install the guards of one app; tables that do not exist yet are passed over."""
    connection = connections[using]
    mine = [guard for guard in _guards.values() if guard.app == app]
    if not mine:
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in mine:
            if guard.table in tables:
                for statement in getattr(guard, connection.vendor, ()):
                    cursor.execute(statement)


def install_after_migrate(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Receiver of `post_migrate`."""
    install(sender.label, using)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards whose table exists but which are not installed."""
    tables = set(connection.introspection.table_names())
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT conname FROM pg_constraint"
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return sorted(
        guard.name
        for guard in _guards.values()
        if getattr(guard, connection.vendor, ()) and guard.table in tables and guard.name not in there
    )


def names() -> list[str]:
    """Every known guard; for tests."""
    return sorted(_guards)


@register(Tags.database)
def guards_are_there(
    app_configs: Any = None, databases: Iterable[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """System check (`manage.py check --database default`, and at every migrate)."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        absent = missing(connections[alias])
        if absent:
            found.append(
                Error(
                    f"The database does not keep these rules: {', '.join(absent)}.",
                    hint="Run `manage.py migrate`: it installs them again.",
                    id="core.E001",
                )
            )
    return found
