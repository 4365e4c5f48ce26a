"""The people of the pages that need no log-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
