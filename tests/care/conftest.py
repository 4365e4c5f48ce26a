"""The people of the tests, and a database whose append-only tables can be emptied between transactional tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kith.care.models.append_only import guard_tables, unguard_tables
from kith.care.models.keys import forget_keys
from tests import people as named


@pytest.fixture
def people(db: None) -> named.People:
    """A service with Ana, Ben and the others."""
    return named.a_service()


@pytest.fixture(autouse=True)
def fresh_keys() -> Iterator[None]:
    """No unwrapped key outlives its test."""
    forget_keys()
    yield
    forget_keys()


@pytest.fixture
def emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """For tests that need real transactions: lets the test database be emptied afterwards."""
    guard_tables()
    yield
    unguard_tables()
