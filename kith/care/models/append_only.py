"""Rows that are written once: the database itself refuses to change or delete them, on both engines."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: write a new row that points at the old one'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION care_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: write a new row that points at the old one', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION care_refuse_change()
"""


def append_only_tables() -> list[str]:
    """The tables of every model that says `append_only = True`."""
    return [
        model._meta.db_table
        for model in apps.get_app_config("care").get_models()
        if getattr(model, "append_only", False)
    ]


def guard_tables(using: str = "default", **_: Any) -> None:
    """Put the triggers in place; harmless when they are there already."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        statement = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
        for table in append_only_tables():
            if table in existing:
                for act in ("update", "delete"):
                    cursor.execute(statement.format(table=table, act=act))


def unguard_tables(using: str = "default") -> None:
    """Take the triggers away: for a test that plants tampering, and for emptying a test database."""
    connection = connections[using]
    suffix = " ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in append_only_tables():
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{suffix.format(table=table)}")
