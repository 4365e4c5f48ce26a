"""The tablet: the log-in ends before it is handed over, and nothing is left on it when it comes back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.care.models import Alert, AuditEvent, Draft, Measurement
from tests.people import People
from tests.web import pseudo
from tests.web.invited.guests import HELP_SELF, Guest, the_invitation
from tests.web.practitioner.screens import Screen


def handed_over(people: People, *instruments: str) -> Guest:
    """Ben hands over his tablet to Ana; the browser stays the same."""
    ben = Screen(people, "ben")
    given = ben.post("hand_over", people.ana.pk, instruments=list(instruments or ("phq9",)), respondent="self")
    assert given["Location"] == reverse("invited")
    return Guest(people, ben.browser)


def test_ana_answers_on_the_tablet_and_it_is_kept_with_how(people: People) -> None:
    tablet = handed_over(people)
    assert "Start" in tablet.text(reverse("invited"))
    done = tablet.text(tablet.sends(tablet.answers_all())["Location"])
    assert "Please give the tablet back now." in done
    sent = Measurement.objects.get()
    assert (sent.mode, sent.sender) == ("kiosk", people.accounts["ben"])


@pytest.mark.parametrize("page", ["home", "caseload", "refer", "person", "forms", "measure", "my_record", "gallery"])
def test_no_page_of_a_log_in_opens_on_a_tablet_that_was_handed_over(people: People, page: str) -> None:
    tablet = handed_over(people)
    args = {"person": [people.ana.pk], "forms": [people.ana.pk], "measure": [people.ana.pk, "phq9"]}.get(page, [])
    assert tablet.get(reverse(page, args=args))["Location"].startswith(reverse("login"))


def test_after_it_was_given_back_nothing_opens_but_the_log_in(people: People) -> None:
    tablet = handed_over(people)
    tablet.sends(tablet.answers_all())
    tablet.post(reverse("leave_questions"))
    addresses = [reverse("invited"), reverse("invited_done"), reverse("invited_summary", args=["phq9"])]
    for address in [*addresses, reverse("invited_question", args=["phq9", 9])]:
        assert tablet.get(address)["Location"] == reverse("invited_over")
    assert tablet.get(reverse("caseload"))["Location"].startswith(reverse("login"))
    assert AuditEvent.objects.filter(event="invitation.tablet_given_back").exists()


def test_given_back_early_keeps_nothing_unsent_and_says_so_first(people: People) -> None:
    tablet = handed_over(people)
    tablet.answers(1, 2)
    assert "those answers are not kept" in tablet.text(reverse("leave_questions"))
    assert Draft.objects.exists()
    tablet.post(reverse("leave_questions"))
    assert not Draft.objects.exists()
    assert not the_invitation().is_open(people.at)


def test_a_risk_answer_on_the_tablet_shows_help_and_stays_told_when_it_is_given_back(people: People) -> None:
    tablet = handed_over(people)
    shown = tablet.answers(9, 3)
    assert HELP_SELF in shown
    assert "Somebody who works here is near." in shown
    tablet.post(reverse("leave_questions"))
    assert Alert.objects.get().owner == people.accounts["ben"]


def test_a_tablet_that_was_forgotten_closes_after_an_hour(people: People) -> None:
    tablet = handed_over(people)
    tablet.answers(1, 2)
    people.later(minutes=61)
    assert tablet.get(reverse("invited_question", args=["phq9", 2])).status_code == 302
    assert "Nothing is open here" in tablet.text(reverse("invited"))


def test_nothing_is_handed_over_without_questions_and_ben_stays_logged_in(people: People) -> None:
    ben = Screen(people, "ben")
    refused = ben.post("hand_over", people.ana.pk, respondent="self")
    assert refused.status_code == 422
    assert "Choose from one to 5." in refused.content.decode()
    assert ben.get("caseload").status_code == 200


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_hand_over_nothing(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("hand_over", people.ana.pk).status_code == 404
    assert screen.post("hand_over", people.ana.pk, instruments=["phq9"], respondent="self").status_code == 404


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    ben = Screen(people, "ben")
    assert pseudo.untranslated(ben.pseudo("hand_over", people.ana.pk)) == []
