"""The positive control of the doors: a page whose check was forgotten must make them fail, page by page."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest
from django.urls import reverse

from kith.care.models import CareRelationship, SupervisionLink
from kith.care.permissions import Access, Viewer, decide, persons, policy
from kith.care.permissions.policy import Page
from kith.care.queries import sign_offs
from kith.web import middleware
from tests.safety.doors import Knocking, is_stub, patterns
from tests.safety.expected import CLIENT_COLUMNS, table
from tests.safety.results import keep
from tests.safety.world import START, World

PAGES = {
    name: route
    for name, route, view in patterns()
    if not is_stub(view) and set(table()["pages"][name].values()) - {"public", "signed_in"}
}


def asks_for_a_person(row: dict[str, str]) -> bool:
    """Whether the one who led the session, or their supervisor, is asked for beside the table."""
    return bool({"led", "supervised"} & {word for needs in row.values() for word in needs.split()})


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
        if asks_for_a_person(row):
            patch.setattr(persons, "leads", lambda *_: True)
            patch.setattr(sign_offs, "check_supervises", lambda *_, **__: None)
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


@pytest.mark.parametrize(
    ("page", "room", "part"), [("process_note", persons, "leads"), ("sign_off", sign_offs, "check_supervises")]
)
def test_a_page_that_asks_for_one_person_needs_that_question_too(
    knocking: Knocking, monkeypatch: pytest.MonkeyPatch, page: str, room: Any, part: str
) -> None:
    """With the table in force and only the person forgotten, somebody else of the team gets in, and it is noticed."""
    world = knocking.world
    CareRelationship.objects.get_or_create(
        client=world.clients["ana"], staff=world.users["dev"], kind="practitioner", starts=START, made_at=START
    )
    SupervisionLink.objects.get_or_create(
        supervisor=world.users["sid"], supervisee=world.users["dev"], starts=START, made_at=START
    )
    actor = "dev" if page == "process_note" else "sid"
    kind = "session" if page == "process_note" else "record"
    url = reverse(page, args=[world.things[kind, "ana"].pk])
    assert knocking.knock(actor, "GET", url).status_code == 404
    monkeypatch.setattr(room, part, lambda *_, **__: True)
    assert knocking.knock(actor, "GET", url).status_code == 200
