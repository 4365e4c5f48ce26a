"""A1, P1, U1 and H25: every address, method, actor and object; what should happen is worked out by a second reader.

On the same visits every private word is looked for that the policy does not show, in page and log; every look and every
refusal leaves exactly one trace; and every page leads to a way to say that one is worried.
"""

from __future__ import annotations

import pytest

from tests.logged import Memory
from tests.safety.canaries import found_in
from tests.safety.doors import Knocking, is_stub, patterns
from tests.safety.expected import roles, table
from tests.safety.looking import WALKS, Looking
from tests.safety.results import keep
from tests.safety.world import World

SHARES = 6  # of the pages, so that several processes can knock at once


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name, _, _ in patterns()}
    assert "" not in addresses, "An address without a name cannot have a row in policy.yaml. Give it one."
    assert addresses == set(table()["pages"])


def test_every_role_is_asked_for_a_way_to_say_that_one_is_worried() -> None:
    assert {role for actor in WALKS for role in roles(actor)} == set(table()["functions"]["staff_pages"])


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_door_opens_for_those_it_should_shows_nothing_more_and_is_written_down(
    world: World, log: Memory, share: int
) -> None:
    pages = sorted(table()["pages"])[share::SHARES]
    knocking = Knocking(world, watches=True)
    looking = Looking(knocking)
    knocking.every_door(pages, look=looking)
    logged = found_in("\n".join(log.lines))
    keep(
        f"doors-{share + 1}-of-{SHARES}",
        requests=sum(knocking.counts.values()) - knocking.counts["stub"],
        actors=len(world.actors),
        addresses=len(pages),
        outcomes=dict(knocking.counts),
        stubs=sorted(name for name, _, view in patterns() if is_stub(view)),
        failures=len(knocking.failures),
        canaries=len(world.canaries),
        visits=looking.visits,
        leaks=len(looking.leaks),
        logged=len(logged),
        asked_for_a_way=looking.asked_for_a_way.total(),
    )
    assert min(looking.asked_for_a_way[actor] for actor in WALKS) > 20 / SHARES
    assert not logged, {world.canaries[word].name for word in logged}
    for what, found in (
        ("doors are wrong", knocking.failures),
        ("leaks", looking.leaks),
        ("traces are wrong", looking.traces),
        ("pages have no way to say that one is worried", looking.no_way),
    ):
        assert not found, f"{len(found)} {what}:\n" + "\n".join(sorted(set(found))[:80])
