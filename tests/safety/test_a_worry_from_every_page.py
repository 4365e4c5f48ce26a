"""H25: from every page, in every role, there is a way to say that one is worried; it needs no access to any record."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from kith.care.permissions import Viewer
from tests.safety.doors import Knocking, address, patterns, things_of
from tests.safety.expected import CLIENTS, Door, outcome, roles, table
from tests.safety.world import SUBJECTS, World

# One actor of each role, and somebody in care.
WALKS = ("ben", "finn", "pete", "eve", "cleo", "dan", "rex", "ada", "pia", "ana")
# The form itself, and the copy that a device shows without a connection: no link in it would lead anywhere.
WITHOUT = {"my_worry", "my_plan_to_keep"}


@pytest.fixture(scope="module")
def knocking(world: World) -> Knocking:
    """Everybody logged in once."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    return Knocking(world)


def seen(knocking: Knocking, actor: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every whole page that somebody can open, and the page of what they cannot."""
    for page, route, _view in patterns():
        if page in WITHOUT or page not in table()["pages"] or table()["pages"][page].get("GET") == "invitation":
            continue
        for subject in SUBJECTS[:1] if not things_of(page, route) else SUBJECTS[:2]:
            if outcome(Door(page, "GET", route), actor, subject) in ("wrong method", "nothing open"):
                continue
            response = knocking.knock(actor, "GET", address(knocking.world, page, route, subject))
            is_page = "text/html" in response.get("Content-Type", "") and not response.has_header("Content-Disposition")
            if response.status_code in (200, 403, 404) and is_page:
                yield f"{page} of {subject}", response


def without_the_link(knocking: Knocking, actor: str) -> tuple[int, list[str]]:
    """How many pages somebody opened, and those on which the link is missing."""
    link = f'href="{reverse("my_worry" if actor in CLIENTS else "worry")}"'.encode()
    pages = list(seen(knocking, actor))
    return len(pages), [name for name, response in pages if link not in response.content]


@pytest.mark.slow
@pytest.mark.parametrize("actor", WALKS)
def test_every_page_has_the_way(knocking: Knocking, actor: str) -> None:
    pages, missing = without_the_link(knocking, actor)
    assert pages > 20
    assert not missing, missing


def test_every_role_is_walked(world: World) -> None:
    assert {role for actor in WALKS for role in roles(actor)} == set(table()["functions"]["staff_pages"])


def test_a_page_without_the_link_is_found(knocking: Knocking, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: pages that lead staff nowhere for it are all found."""
    monkeypatch.setattr(Viewer, "is_staff", False)
    response = knocking.knock("cleo", "GET", reverse("outcomes"))
    assert reverse("worry").encode() not in response.content
    assert "help_now of ana" in without_the_link(knocking, "rex")[1]
