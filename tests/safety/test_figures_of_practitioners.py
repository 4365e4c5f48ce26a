"""A practitioner's figure is shown to that practitioner and to whoever supervises them now; anywhere else is a leak."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from kith.care.models import SupervisionLink
from kith.care.queries import practitioner_outcomes as room
from kith.care.queries.practitioner_outcomes import CoursesOfOne
from tests.safety.doors import Knocking
from tests.safety.expected import WITHOUT_LOGIN
from tests.safety.world import NOW, World

FIRST = 7_000_000  # a number of courses that nothing else on a page comes near


@pytest.fixture
def knocking(world: World, monkeypatch: pytest.MonkeyPatch) -> Knocking:
    """Everybody logged in, in a world where each figure is a number that names whose it is."""
    people = [user.pk for user in world.users.values()]

    def marked(person: Any, *_rest: Any) -> CoursesOfOne:
        return CoursesOfOne("Somebody", FIRST + people.index(person), 0, None)

    monkeypatch.setattr(room, "_told", marked)
    return Knocking(world)


def seen(knocking: Knocking) -> dict[str, set[str]]:
    """Whose figures each of the actors finds behind the page."""
    names, page = list(knocking.world.users), reverse("practitioner_outcomes")
    found = {}
    for actor in knocking.world.actors:
        body = knocking.knock(actor, "GET", page).content.decode()
        found[actor] = {names[int(mark) - FIRST] for mark in re.findall(r"\b70000\d\d\b", body)}
    return {actor: whose for actor, whose in found.items() if whose}


def due(world: World) -> dict[str, set[str]]:
    """Read from links and roles alone: oneself as a practitioner, and practitioners whom one supervises now."""
    names = {user.pk: name for name, user in world.users.items()}
    holds = {
        name: set(user.roles.filter(starts__lte=NOW).exclude(ends__lte=NOW).values_list("name", flat=True))
        for name, user in world.users.items()
        if name not in WITHOUT_LOGIN
    }
    found = {name: {name} for name, roles in holds.items() if "practitioner" in roles}
    for link in SupervisionLink.objects.filter(starts__lte=NOW).exclude(ends__lte=NOW):
        supervisor, supervisee = names[link.supervisor_id], names[link.supervisee_id]
        if "supervisor" in holds[supervisor] and "practitioner" in holds[supervisee]:
            found.setdefault(supervisor, set()).add(supervisee)
    return found


def test_a_figure_is_seen_by_its_practitioner_and_their_supervisor_alone(knocking: Knocking, world: World) -> None:
    found = seen(knocking)
    assert found == due(world)
    assert "ben" in found["eve"]
    assert not {"cleo", "cora", "dan", "finn", "pia", "ada", "rex", "ana", "anonymous"} & set(found)


def test_a_figure_told_to_a_supervisor_of_somebody_else_is_found(
    knocking: Knocking, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with everybody's figures told to whoever supervises anybody, what is found is more than is due."""
    everybody = {user.pk: user.display_name for user in world.users.values()}
    monkeypatch.setattr(room, "_people", lambda *_: everybody)
    found = seen(knocking)
    assert {"dev", "cleo"} <= found["eve"]
    assert found != due(world)
