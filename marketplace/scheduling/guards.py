"""At most one active block per trainer and instant, kept by the database: the net under the lock."""

from core.guards import Guard, add

NAME = "scheduling_block_no_overlap"
_TABLE = "scheduling_calendarblock"
_OTHER = "b.trainer_id = NEW.trainer_id AND b.active AND b.id <> COALESCE(NEW.id, -1)"
_MEETS = "b.busy_start < NEW.busy_end AND NEW.busy_start < b.busy_end"
_OVERLAP = f"SELECT 1 FROM {_TABLE} b WHERE {_OTHER} AND {_MEETS}"  # noqa: S608  (names of this file)


def _trigger(event: str) -> tuple[str, str]:
    name = f"{NAME}_{event.split()[0].lower()}"
    return (
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {_TABLE} FOR EACH ROW "
        f"WHEN NEW.active AND EXISTS ({_OVERLAP}) BEGIN SELECT RAISE(ABORT, '{NAME}'); END",
    )


_EXCLUDE = (
    f"ALTER TABLE {_TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist "
    "(trainer_id WITH =, tstzrange(busy_start, busy_end) WITH &&) WHERE (active)"
)
_THERE = f"SELECT 1 FROM pg_constraint WHERE conname = '{NAME}'"  # noqa: S608  (names of this file)

add(
    Guard(
        app="scheduling",
        name=f"{NAME}_insert",
        table=_TABLE,
        sqlite=_trigger("INSERT"),
        postgresql=(),
    ),
    Guard(
        app="scheduling",
        name=f"{NAME}_update",
        table=_TABLE,
        sqlite=_trigger("UPDATE"),
        postgresql=(),
    ),
    Guard(
        app="scheduling",
        name=NAME,
        table=_TABLE,
        sqlite=(),
        postgresql=(
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f"DO $$ BEGIN IF NOT EXISTS ({_THERE}) THEN {_EXCLUDE}; END IF; END $$",
        ),
    ),
)
