"""The positive control of the doors: a page whose check was forgotten must make them fail, page by page."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest

from kith.care.models import SupervisionLink
from kith.care.permissions import Access, Viewer, decide, persons, policy
from kith.care.permissions.policy import Page
from kith.web import middleware
from tests.safety.doors import Knocking, is_stub, patterns
from tests.safety.expected import CLIENT_COLUMNS, table
from tests.safety.results import keep
from tests.safety.world import World

PAGES = {
    name: route
    for name, route, view in patterns()
    if not is_stub(view) and set(table()["pages"][name].values()) - {"public", "signed_in"}
}


@pytest.fixture(scope="module")
def knocking(world: World) -> Knocking:
    """Everybody logged in once for the whole module."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    return Knocking(world)


def forget(page: str, patch: pytest.MonkeyPatch, world: World) -> None:
    """Take away what guards one page; other services stay shut."""
    row = table()["pages"][page]
    if PAGES[page].startswith("me/"):
        real = middleware.viewer_of

        def somebody(*given: Any, **named: Any) -> Viewer:
            viewer = real(*given, **named)
            return viewer if viewer.client_id else dataclasses.replace(viewer, client_id=world.clients["ana"].pk)

        patch.setattr(middleware, "viewer_of", somebody)
    elif "of" in row:
        columns = frozenset(policy().columns) - CLIENT_COLUMNS

        def everything(viewer: Viewer, thing: Any, **_: Any) -> Access:
            is_here = thing.service_id == viewer.service_id
            return Access(columns, frozenset({("B", "*"), ("C", "*"), ("J", "*")})) if is_here else decide.NO_ACCESS

        patch.setattr(decide, "access_to", everything)
        everybody = SupervisionLink.objects.values_list("supervisee", flat=True)
        patch.setattr(persons, "leads", lambda *_: True)
        patch.setattr(persons, "supervisees", lambda *_: everybody)
    else:
        roles = tuple(table()["functions"]["staff_pages"])
        anybody = {page: {method: Page("signed_in", "") for method in row if method != "of"}}
        functions = dict.fromkeys(policy().functions, roles)
        mutant = dataclasses.replace(policy(), functions=functions, pages=policy().pages | anybody)
        patch.setattr(decide, "policy", lambda: mutant)
        patch.setattr(middleware, "policy", lambda: mutant)


@pytest.mark.slow
def test_every_forgotten_check_of_a_page_is_noticed(
    knocking: Knocking, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    survivors = []
    for page in PAGES:
        knocking.failures.clear()
        knocking.bodies.clear()
        with monkeypatch.context() as patch:
            forget(page, patch, world)
            if not knocking.every_door([page], ("GET", "POST"), until_first=True).failures:
                survivors.append(page)
    keep("mutants of pages", mutants=len(PAGES), killed=len(PAGES) - len(survivors), survivors=survivors)
    assert not survivors, f"Nothing noticed that the check of {', '.join(survivors)} was gone."
