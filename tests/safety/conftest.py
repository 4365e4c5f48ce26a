"""One world per module, built once and undone at the end; the clock stands still, and each test is undone by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction

from kith.care.models.append_only import guard_tables
from kith.care.models.keys import forget_keys
from tests.logged import Memory, everything_logged
from tests.safety.world import NOW, World, a_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs the record; what it writes is undone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The two services."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        forget_keys()
        guard_tables()
        try:
            yield a_world()
        finally:
            transaction.set_rollback(True)
    forget_keys()


@pytest.fixture
def log() -> Iterator[Memory]:
    """Everything that is logged at any level."""
    with everything_logged() as memory:
        yield memory
