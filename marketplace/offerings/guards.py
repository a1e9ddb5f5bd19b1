"""A published version and its places are frozen by the database."""

from core.guards import Guard, add, refuse

_SENTENCE = "a published package version never changes"
_PLACES = "offerings_packageversion_places"


def _frozen_places(event: str, row: str) -> Guard:
    name = f"offerings_version_places_no_{event.lower()}"
    published = f"v.id = {row}.packageversion_id AND v.state = 'published'"
    frozen = f"SELECT 1 FROM offerings_packageversion v WHERE {published}"  # noqa: S608  (names of this file)
    return Guard(
        app="offerings",
        name=name,
        table=_PLACES,
        sqlite=(
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {_PLACES} FOR EACH ROW WHEN EXISTS ({frozen}) "
            f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END",
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS ({frozen}) THEN RAISE EXCEPTION '{_SENTENCE}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {_PLACES}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {_PLACES} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ),
    )


for event in ("UPDATE", "DELETE"):
    add(
        refuse(
            app="offerings",
            name=f"offerings_version_no_{event.lower()}",
            table="offerings_packageversion",
            on=event,
            when="OLD.state = 'published'",
            sentence=_SENTENCE,
        )
    )
add(_frozen_places("INSERT", "NEW"), _frozen_places("UPDATE", "OLD"), _frozen_places("DELETE", "OLD"))
