"""The decision itself, for one record and for whole lists, against the second reader; and every cell of the table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from kith.care.permissions import Access, access_to, clients_for, decide, groups_for, policy
from kith.care.permissions.policy import Permit, Policy
from kith.care.queries.sight import Sight
from tests.safety import expected
from tests.safety.results import keep
from tests.safety.world import NOW, SUBJECTS, World

VERBS = ("R", "W")
COLUMNS = tuple(expected.table()["columns"])
RESOURCES = tuple(expected.table()["resources"])
GROUP_ROWS = ("group", "roster", "group_note", "group_posts")


def actors(world: World) -> list[str]:
    """Everybody who can become a viewer."""
    return [name for name in world.users if name != "ira"]


def test_every_decision_is_the_one_the_table_asks_for(world: World) -> None:
    wrong, cases = [], 0
    for actor in actors(world):
        viewer = world.sees(actor)
        for subject in SUBJECTS:
            for is_group, thing in ((False, world.clients[subject]), (True, world.groups[subject])):
                access = access_to(viewer, thing, at=NOW)
                for resource in GROUP_ROWS if is_group else RESOURCES:
                    for verb in VERBS:
                        cases += 1
                        wanted = expected.level(actor, subject, verb, resource, group=is_group)
                        if access.level(verb, resource) != wanted:
                            wrong.append(f"{actor} {verb} {resource} of {subject}: {wanted} was wanted")
    keep("decisions", cases=cases, failures=len(wrong))
    assert not wrong, "\n".join(wrong[:60])


def test_a_list_holds_exactly_those_whom_the_decision_allows(world: World) -> None:
    wrong = []
    for actor in actors(world):
        viewer = world.sees(actor)
        for resource in RESOURCES:
            for verb in VERBS:
                listed = set(clients_for(viewer, verb, resource, at=NOW).values_list("pk", flat=True))
                for subject in SUBJECTS:
                    is_listed = world.clients[subject].pk in listed
                    if is_listed != (expected.level(actor, subject, verb, resource) != "none"):
                        wrong.append(f"{actor} {verb} {resource} of {subject}: listed {is_listed}")
        for resource in GROUP_ROWS:
            listed = set(groups_for(viewer, "R", resource, at=NOW).values_list("pk", flat=True))
            for subject in SUBJECTS:
                wanted = expected.level(actor, subject, "R", resource, group=True)
                if (world.groups[subject].pk in listed) != (wanted in ("full", "limited")):
                    wrong.append(f"{actor} R {resource} of group {subject}: {wanted} was wanted")
    assert not wrong, "\n".join(wrong[:60])


def test_the_decision_for_many_is_the_decision_for_each(world: World) -> None:
    ids = {name: world.clients[name].pk for name in SUBJECTS}
    for actor in actors(world):
        viewer = world.sees(actor)
        sight = Sight(viewer=viewer, clients=ids.values(), at=NOW)
        for resource in RESOURCES:
            readable = set(sight.readable(resource))
            for name, pk in ids.items():
                wanted = expected.level(actor, name, "R", resource) != "none"
                assert (pk in readable) == wanted, f"{actor} R {resource} of {name}"


def synthetic() -> Iterator[tuple[Access, str, str, tuple[str, ...]]]:
    """Somebody in each column, without grants and with a grant of each kind to everything."""
    for column in COLUMNS:
        for letter in ("", "C", "J", "B"):
            held = frozenset({(letter, "*")}) if letter else frozenset()
            yield Access(frozenset({column}), held), column, letter, ("*",) if letter else ()


def disagreements(resource: str) -> int:
    """How many cells of one row the decision reads differently from the second reader."""
    return sum(
        access.level(verb, resource) != expected.cell(column, verb, resource, letter, opened)
        for access, column, letter, opened in synthetic()
        for verb in VERBS
    )


def test_every_cell_is_read_alike() -> None:
    assert {resource: disagreements(resource) for resource in RESOURCES} == dict.fromkeys(RESOURCES, 0)


def flipped(resource: str, column: str, verb: str) -> Policy:
    """The table with one permission taken away, or put where there was none."""
    now = policy().cells.get((resource, column), ())
    had = [permit for permit in now if permit.verb == verb]
    then = tuple(permit for permit in now if permit.verb != verb) if had else (*now, Permit(verb))
    return dataclasses.replace(policy(), cells=policy().cells | {(resource, column): then})


def test_every_flipped_cell_of_the_table_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    mutants: dict[tuple[str, str, str], Any] = {
        (resource, column, verb): flipped(resource, column, verb)
        for resource in RESOURCES
        for column in COLUMNS
        for verb in VERBS
    }
    survivors = []
    for place, mutant in mutants.items():
        monkeypatch.setattr(decide, "policy", lambda mutant=mutant: mutant)
        if not disagreements(place[0]):
            survivors.append(place)
    keep("mutants of the table", mutants=len(mutants), killed=len(mutants) - len(survivors), survivors=survivors)
    assert not survivors
