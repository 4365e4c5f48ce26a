"""Ana and her phone: a small service at a fixed moment, and browsers that are logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from kith.care.models.keys import forget_keys
from tests import people as named

Browser = Callable[[str], Client]


@pytest.fixture
def people(db: None) -> Iterator[named.People]:
    """A service with Ana, Ben and the others; the clock of the pages stands where theirs does."""
    forget_keys()
    service = named.a_service()
    with time_machine.travel(service.at, tick=False) as clock:
        service.clock = clock  # type: ignore[attr-defined]
        yield service
    forget_keys()


@pytest.fixture
def browser(people: named.People) -> Browser:
    """Somebody's browser, logged in at the service's present moment."""

    def logged_in(name: str) -> Client:
        people.clock.move_to(people.at)  # type: ignore[attr-defined]
        client = Client()
        client.force_login(people.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged_in
