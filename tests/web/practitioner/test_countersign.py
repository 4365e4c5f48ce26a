"""Before care ends soon after an alert: the practitioner reads whom to ask, and the supervisor finds the form."""

from __future__ import annotations

from kith.care.models import Client, Countersign
from kith.care.permissions import reach
from kith.care.queries.countersigns import ending_after_alert
from tests.care.test_countersign import closed_alert
from tests.people import People, an_agreed_plan
from tests.web.practitioner.screens import Screen

FORM = "I agree that the care may end"


def test_ben_is_told_whom_to_ask_and_eve_agrees_on_the_page_of_the_alert(people: People) -> None:
    an_agreed_plan(people, people.ana)
    alert = closed_alert(people)
    ben, eve = Screen(people, "ben"), Screen(people, "eve")
    asked = ben.text("ending", people.ana.pk).split("There was an alert in the last thirty days")[1]
    assert "Eve Lindqvist" in asked.split("</div>")[0]
    assert FORM not in ben.text("alert", alert.pk)
    assert FORM in eve.text("alert", alert.pk)
    assert eve.post("countersign", people.ana.pk, words=" ").status_code == 422
    assert eve.post("countersign", people.ana.pk, words="Her sister looks in").status_code == 302
    told = ben.text("ending", people.ana.pk)
    assert "A supervisor has agreed that the care may end" in told
    assert "Her sister looks in" in told


def test_without_an_alert_nothing_is_asked(people: People) -> None:
    an_agreed_plan(people, people.ana)
    assert "thirty days" not in Screen(people, "ben").text("ending", people.ana.pk)


def test_ben_cannot_send_the_form_of_his_supervisor(people: People) -> None:
    closed_alert(people)
    assert Screen(people, "ben").post("countersign", people.ana.pk, words="Fine").status_code == 404
    assert not Countersign.objects.exists()


def test_an_own_signature_is_no_agreement_to_ones_own_ending(people: People) -> None:
    an_agreed_plan(people, people.ana)
    closed_alert(people)
    Screen(people, "eve").post("countersign", people.ana.pk, words="Her sister looks in")
    agreed = {}
    for name in ("ben", "eve"):
        client, access = reach(people.sees(name), Client, people.ana.pk, "R", "alerts", at=people.at)
        page = ending_after_alert(viewer=people.sees(name), client=client, access=access, at=people.at)
        assert page is not None
        assert len(page.signed) == 1
        agreed[name] = page.is_agreed
    assert agreed == {"ben": True, "eve": False}
