"""After Exit nobody is logged in, whichever request arrives first: the log-out or whoever presses Back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from kith.care.models.keys import forget_keys
from kith.web.sessions import Sessions
from tests import people as named
from tests.people import People


@pytest.fixture
def ana(db: None) -> Iterator[Client]:
    """Ana's browser, logged in."""
    forget_keys()
    people: People = named.a_service()
    browser = Client()
    browser.force_login(people.accounts["ana"])
    yield browser
    forget_keys()


def test_back_before_the_log_out_arrives_meets_the_log_in_page(ana: Client) -> None:
    assert ana.get(reverse("today")).status_code == 200, "logged in before"
    ana.cookies["left"] = "1"
    back = ana.get(reverse("today"))
    assert back.headers["Location"].startswith(reverse("login"))
    assert not ana.cookies["left"].value, "the mark is gone after it was heard"
    assert not Session.objects.exists(), "and nothing is left that could be used again"
    assert ana.get(reverse("today")).headers["Location"].startswith(reverse("login"))


def test_a_page_whose_log_in_ends_meanwhile_is_not_shown(ana: Client) -> None:
    def ends_meanwhile(request: HttpRequest) -> HttpResponse:
        request.session["seen"] = True
        Session.objects.all().delete()
        return HttpResponse("The record")

    request = RequestFactory().get("/me/")
    request.COOKIES["sessionid"] = ana.cookies["sessionid"].value
    answer = Sessions(ends_meanwhile)(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("login") + "?next=/me/")
    assert b"record" not in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
