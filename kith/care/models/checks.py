"""What must be true before anything is served: the right master key, and SQLite set as it was tested."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError

from kith.care.models.keys import UnreadableKey, check_master_key

SQLITE_MUST_BE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def check_record_can_be_opened(app_configs: Any, databases: Any = None, **_: Any) -> list[checks.CheckMessage]:
    """Refuse a wrong master key; an empty database has nothing to open yet."""
    if not databases:
        return []
    try:
        check_master_key()
    except UnreadableKey as problem:
        return [checks.Critical(f"{problem.what} {problem.found}", hint=problem.instead, id="care.E001")]
    except (OperationalError, ProgrammingError):
        return []  # tables not made yet
    return []


def check_sqlite_is_safe(app_configs: Any, databases: Any = None, **_: Any) -> list[checks.CheckMessage]:
    """Read SQLite's settings back: a file system or a build that ignores them must not hold a record."""
    if not databases or connection.vendor != "sqlite" or _is_in_memory():
        return []
    found = {}
    with connection.cursor() as cursor:
        for name in SQLITE_MUST_BE:
            found[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]
    wrong = {name: value for name, value in found.items() if value != SQLITE_MUST_BE[name]}
    if not wrong:
        return []
    message = (
        f"SQLite does not keep what it is told: {wrong} instead of { {name: SQLITE_MUST_BE[name] for name in wrong} }."
    )
    return [
        checks.Critical(
            message, hint="Keep the database on a local disk, or use PostgreSQL through DATABASE_URL.", id="care.E002"
        )
    ]


def _is_in_memory() -> bool:
    return "memory" in str(connection.settings_dict["NAME"])


def register_checks() -> None:
    """Called once when the application is ready."""
    checks.register(check_record_can_be_opened, checks.Tags.database)
    checks.register(check_sqlite_is_safe, checks.Tags.database)
