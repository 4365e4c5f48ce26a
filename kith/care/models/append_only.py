"""Rows that are written once: the database itself refuses to change or delete them, on both engines."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

from kith.care.models.kept_versions import guard_versions, unguard_versions

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: write a new row that points at the old one'); END
"""
# `INSERT OR REPLACE` deletes without asking the trigger against deleting.
_SQLITE_REPLACE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is append-only: write a new row that points at the old one'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION care_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: write a new row that points at the old one', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION care_refuse_change()
"""


def append_only_tables() -> dict[str, str]:
    """The tables of every model that says `append_only = True`, each with its key."""
    return {
        model._meta.db_table: str(model._meta.pk.column)
        for model in apps.get_app_config("care").get_models()
        if getattr(model, "append_only", False)
    }


def guard_tables(using: str = "default", **_: Any) -> None:
    """Put the triggers in place; harmless when they are there already."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table, key in append_only_tables().items():
            if table in existing:
                for statement in _guards(connection.vendor, table, key):
                    cursor.execute(statement)
        guard_versions(cursor, connection.vendor, existing)


def _guards(vendor: str, table: str, key: str) -> list[str]:
    if vendor == "postgresql":
        each = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
        return [_POSTGRES.format(table=table, act=act, each=each[act]) for act in each]
    return [
        *(_SQLITE.format(table=table, act=act) for act in ("update", "delete")),
        _SQLITE_REPLACE.format(table=table, key=key),
    ]


def unguard_tables(using: str = "default") -> None:
    """Take the triggers away: for a test that plants tampering, and for emptying a test database."""
    connection = connections[using]
    on, last = (" ON {table}", "truncate") if connection.vendor == "postgresql" else ("", "replace")
    with connection.cursor() as cursor:
        for table in append_only_tables():
            for act in ("update", "delete", last):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on.format(table=table)}")
        unguard_versions(cursor, connection.vendor)
