"""Two services in one installation: whoever works in the other one finds nothing of Ana, by any address."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.people import People, a_held_session, a_service, an_agreed_plan

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

STAFF = ("ben", "cleo", "dan", "eve", "finn")
ABOUT_A_CLIENT = ("person", "assess", "formulate", "goals", "plan", "safety_plan", "book", "review", "raise_concern")


@pytest.fixture
def services() -> tuple[People, People]:
    """Ours, where Ana has a plan and a session, and another one with the same roles."""
    ours = a_service()
    a_held_session(ours, an_agreed_plan(ours, ours.ana))
    return ours, a_service("Hill Service")


def comes_in(people: People, name: str) -> Browser:
    """A browser in which this person is logged in."""
    browser = Browser()
    browser.force_login(people.accounts[name], backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.mark.parametrize("name", STAFF)
def test_nobody_of_another_service_finds_ana(services: tuple[People, People], name: str) -> None:
    ours, others = services
    browser = comes_in(others, name)
    addresses = [reverse(page, args=[ours.ana.pk]) for page in ABOUT_A_CLIENT]
    addresses += [reverse("session", args=[session.pk]) for session in ours.ana.session_set.all()]
    addresses += [reverse("caseload") + "?q=Petrova", reverse("outcomes")]
    assert len(addresses) > len(ABOUT_A_CLIENT) + 2, "No session was there to try."
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code in (200, 403, 404), f"{address} answers {answer.status_code}"
        assert "?" in address or address == reverse("outcomes") or answer.status_code != 200, f"{address} is open."
        assert str(ours.ana.pk) not in answer.content.decode(), f"{address} tells {name} of the other service of Ana."


def test_ben_of_our_own_service_does_find_her(services: tuple[People, People]) -> None:
    ours, _others = services
    answer = comes_in(ours, "ben").get(reverse("person", args=[ours.ana.pk]))
    assert answer.status_code == 200
    assert str(ours.ana.pk) in answer.content.decode()
