"""Versions that stay as they were released: the database itself refuses to change or delete them, on both engines."""

from __future__ import annotations

from typing import Any

from kith.care.models.authoring import OWN_VERSIONS, OwnVersion

_WHY = "a version that was proposed or released stays as it is: start the next one"
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_kept_{act} BEFORE {act} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{why}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_keep_{act}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {row}; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_kept_{act} BEFORE {act} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_keep_{act}()
"""
_POSTGRES_TRUNCATE = """
CREATE OR REPLACE TRIGGER {table}_kept_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION care_refuse_change()
"""


def guard_versions(cursor: Any, vendor: str, existing: set[str]) -> None:
    """Put the triggers in place on the tables there are; harmless when they are there already.

    `care_refuse_change` exists by now.
    """
    for model in OWN_VERSIONS:
        if model._meta.db_table in existing:
            _guard(cursor, vendor, model)


def _guard(cursor: Any, vendor: str, model: type[OwnVersion]) -> None:
    table = model._meta.db_table
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    for act, when in _conditions(model, differs).items():
        given = {"table": table, "act": act, "when": when, "why": _WHY, "row": "OLD" if act == "delete" else "NEW"}
        if vendor == "sqlite":
            cursor.execute(_SQLITE.format(**given))
        elif act != "insert":  # PostgreSQL has no `INSERT OR REPLACE`
            cursor.execute(_POSTGRES_FUNCTION.format(**given))
            cursor.execute(_POSTGRES.format(**given))
    if vendor == "postgresql":
        cursor.execute(_POSTGRES_TRUNCATE.format(table=table))


def unguard_versions(cursor: Any, vendor: str) -> None:
    """Take the triggers away: for emptying a test database."""
    for model in OWN_VERSIONS:
        table = model._meta.db_table
        on, last = (f" ON {table}", "truncate") if vendor == "postgresql" else ("", "insert")
        for act in ("update", "delete", last):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept_{act}{on}")


def _conditions(model: type[OwnVersion], differs: str) -> dict[str, str]:
    """What is refused: a change of content after the draft, of who released it, and any way back from there."""
    table = model._meta.db_table
    content = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in model.fixed)
    release = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in ("released_by_id", "released_at"))
    update = (
        f"(OLD.state <> 'draft' AND ({content}))"
        f" OR (OLD.released_at IS NOT NULL AND ({release}))"
        " OR (OLD.state = 'draft' AND NEW.state NOT IN ('draft', 'proposed', 'retired'))"
        " OR (OLD.state = 'released' AND NEW.state IN ('draft', 'proposed'))"
        " OR (OLD.state IN ('replaced', 'retired') AND NEW.state <> OLD.state)"
    )
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id AND state <> 'draft')"  # noqa: S608  # our own names
    return {"update": update, "delete": "OLD.state <> 'draft'", "insert": there}
