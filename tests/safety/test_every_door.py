"""A1: every address, method, actor and object; what should happen is computed from policy.yaml by a second reader."""

from __future__ import annotations

import logging

import pytest

from tests.safety.doors import Knocking, is_stub, patterns
from tests.safety.expected import table
from tests.safety.results import keep
from tests.safety.world import World

SHARES = 4  # of the pages, so that several processes can knock at once


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Thousands of refusals need not be told one by one."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name, _, _ in patterns()}
    assert "" not in addresses, "An address without a name cannot have a row in policy.yaml. Give it one."
    assert addresses == set(table()["pages"])


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_door_opens_for_those_it_should_and_for_nobody_else(world: World, share: int) -> None:
    pages = sorted(table()["pages"])[share::SHARES]
    knocking = Knocking(world).every_door(pages)
    stubs = sorted(name for name, _, view in patterns() if is_stub(view))
    keep(
        f"doors-{share + 1}-of-{SHARES}",
        requests=sum(knocking.counts.values()) - knocking.counts["stub"],
        actors=len(world.actors),
        addresses=len(pages),
        outcomes=dict(knocking.counts),
        stubs=stubs,
        failures=len(knocking.failures),
    )
    assert not knocking.failures, f"{len(knocking.failures)} doors are wrong:\n" + "\n".join(knocking.failures[:80])
