"""A tablet that goes round a group: each answers alone, it locks in between, and danger goes the way it always goes."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kith.care.actions import ask_members, gather, schedule
from kith.care.models import (
    Alert,
    Draft,
    Group,
    Invitation,
    Measurement,
    MeasureRequest,
    MeasureSchedule,
    Session,
    WrongMoment,
)
from kith.care.models.asking import GROUP_ARRIVAL, GROUP_CHECK
from kith.care.permissions import NotYours
from kith.care.queries.meeting import MeetingPage
from kith.care.queries.meeting import meeting as meeting_page
from tests.care.courses import a_pair
from tests.people import People
from tests.web.invited.guests import Guest
from tests.web.practitioner.screens import BACKEND


@pytest.fixture
def circle(people: People) -> Group:
    return a_pair(people)


@pytest.fixture
def meeting(people: People, circle: Group) -> Session:
    """It began ten minutes ago."""
    starts_at = people.at + timedelta(days=1)
    booked = gather.book_meeting(group=circle, starts_at=starts_at, minutes=90, by=people.sees("finn"), at=people.at)
    people.later(days=1, minutes=10)
    return booked


def passed_round(people: People, meeting: Session, check: str = GROUP_ARRIVAL) -> Guest:
    """Finn hands his tablet into the round; the browser stays the same."""
    tablet = Guest(people, Browser(raise_request_exception=True))
    tablet.browser.force_login(people.accounts["finn"], backend=BACKEND)
    answer = tablet.post(reverse("meeting", args=[meeting.pk]), what="tablet", check=check)
    assert answer["Location"] == reverse("pass_round"), answer.content.decode()
    return tablet


def buttons(tablet: Guest) -> dict[str, UUID]:
    """Whose name opens something now."""
    page = tablet.text(reverse("pass_round"))
    found = re.findall(r'name="who" value="([^"]+)">.*?<span translate="no">([^<]+)</span>', page, re.S)
    return {name: UUID(pk) for pk, name in found}


def takes(tablet: Guest, name: str) -> None:
    assert tablet.post(reverse("pass_round"), who=str(buttons(tablet)[name]))["Location"] == reverse("invited")


def answers(tablet: Guest, *given: int, check: str = GROUP_ARRIVAL) -> str:
    """Every question; returns the summary."""
    shown = ""
    for number, answer in enumerate(given, start=1):
        shown = tablet.answers(number, answer, check)
    return shown


def page(people: People, meeting: Session, who: str = "finn") -> MeetingPage:
    return meeting_page(viewer=people.sees(who), session_id=meeting.pk, at=people.at)


def test_each_answers_alone_and_nobody_after_them_opens_it(people: People, meeting: Session) -> None:
    tablet = passed_round(people, meeting)
    assert tablet.get(reverse("meeting", args=[meeting.pk]))["Location"].startswith(reverse("login"))
    assert set(buttons(tablet)) == {"Ana", "Bo"}
    takes(tablet, "Ana")
    start = tablet.text(reverse("invited"))
    assert "No other member." in start
    summary = answers(tablet, 7, 1, 2, 0)
    done = tablet.text(tablet.sends(summary, GROUP_ARRIVAL)["Location"])
    assert "Your answers are sent and closed." in done
    assert set(buttons(tablet)) == {"Bo"}
    for address in (
        reverse("invited"),
        reverse("invited_done"),
        reverse("invited_question", args=[GROUP_ARRIVAL, 1]),
        reverse("invited_summary", args=[GROUP_ARRIVAL]),
    ):
        assert tablet.get(address)["Location"] == reverse("pass_round"), address
    sent = Measurement.objects.get(instrument=GROUP_ARRIVAL)
    assert (sent.client, sent.mode) == (people.ana, "kiosk")
    assert MeasureRequest.objects.get(measurement=sent).session == meeting
    arrival = page(people, meeting).checks[0]
    assert (arrival.asked, arrival.answered) == (2, 1)
    assert arrival.said is not None
    assert [("How are you as you come in?", "7 / 10") in one.said for one in arrival.said] == [True]


def test_a_name_that_was_opened_is_closed_to_the_next_and_nothing_half_said_is_kept(
    people: People, meeting: Session
) -> None:
    tablet = passed_round(people, meeting)
    takes(tablet, "Ana")
    answers(tablet, 2)
    assert tablet.get(reverse("pass_round"))["Location"] == reverse("leave_questions")  # it asks first
    ana = Invitation.objects.get(client=people.ana)
    assert tablet.post(reverse("leave_questions"))["Location"] == reverse("pass_round")
    assert not Draft.objects.exists()
    refused = tablet.post(reverse("pass_round"), who=str(ana.pk))
    assert refused.status_code == 409
    assert "These questions do not open" in refused.content.decode()
    assert set(buttons(tablet)) == {"Bo"}
    takes(tablet, "Bo")  # the wrong name, and nothing answered
    assert tablet.post(reverse("leave_questions"))["Location"] == reverse("pass_round")
    assert set(buttons(tablet)) == {"Bo"}
    assert MeasureRequest.objects.filter(instrument=GROUP_ARRIVAL, state="open").count() == 2  # on their own devices


def test_fear_on_arrival_raises_the_alert_at_once_and_shows_help_to_nobody_else(
    people: People, meeting: Session
) -> None:
    tablet = passed_round(people, meeting)
    takes(tablet, "Ana")
    shown = answers(tablet, 5, 0, 0, 2)
    alert = Alert.objects.get()
    assert (alert.client, alert.level) == (people.ana, "high")
    assert "call the emergency number" in shown or "Right now" in shown
    done = tablet.text(tablet.sends(shown, GROUP_ARRIVAL)["Location"])
    assert "Close it and pass the tablet on" in done
    tablet.post(reverse("leave_questions"))
    between = tablet.text(reverse("pass_round"))
    assert "contact you" not in between
    arrival = page(people, meeting).checks[0]
    assert arrival.said is not None
    assert arrival.said[0].signs == ("The member is afraid of somebody today",)


def test_the_tablet_comes_back_empty(people: People, meeting: Session) -> None:
    tablet = passed_round(people, meeting)
    takes(tablet, "Bo")
    answers(tablet, 4)
    tablet.post(reverse("leave_questions"))
    ended = tablet.post(reverse("pass_round"), what="end")
    assert ended["Location"] == reverse("login")
    assert tablet.get(reverse("pass_round"))["Location"] == reverse("invited_over")
    assert not Draft.objects.exists()
    assert not Invitation.objects.filter(used_at=None).exists()


def test_the_check_afterwards_goes_round_in_the_same_way(people: People, meeting: Session) -> None:
    people.later(minutes=75)
    tablet = passed_round(people, meeting, GROUP_CHECK)
    takes(tablet, "Bo")
    summary = answers(tablet, 5, 8, 8, 8, 8, 6, 0, 0, 0, check=GROUP_CHECK)
    tablet.sends(summary, GROUP_CHECK)
    arrival, after = page(people, meeting).checks
    assert (arrival.asked, after.asked, after.answered) == (0, 2, 1)
    assert not arrival.can_be_asked  # that was for coming in


def test_who_may_pass_it_round_and_who_reads_what_was_said(people: People, meeting: Session) -> None:
    for who in ("ana", "ben", "eve", "cleo", "dan", "dev"):
        with pytest.raises(NotYours):
            ask_members.pass_tablet(meeting=meeting, instrument=GROUP_ARRIVAL, by=people.sees(who), at=people.at)
    assert not Invitation.objects.exists()
    made = ask_members.pass_tablet(meeting=meeting, instrument=GROUP_ARRIVAL, by=people.sees("finn"), at=people.at)
    assert {one.kind for one in made} == {"kiosk"}
    with pytest.raises(NotYours):
        ask_members.end_round(invitations=made, by=people.sees("finn"), at=people.at)


def test_it_is_not_asked_of_whoever_decided_against_it_or_has_said_already(people: People, meeting: Session) -> None:
    finn = {"by": people.sees("finn"), "at": people.at}
    opened = ask_members.open_check(meeting=meeting, instrument=GROUP_ARRIVAL, **finn)
    assert len(opened) == 2
    assert ask_members.open_check(meeting=meeting, instrument=GROUP_ARRIVAL, **finn) == []
    own = MeasureSchedule.objects.get(client=people.ana, instrument=GROUP_ARRIVAL)
    schedule.end_schedule(schedule=own, by=people.sees("ben"), at=people.at)
    people.later(minutes=1)
    finn["at"] = people.at
    assert ask_members.open_check(meeting=meeting, instrument=GROUP_ARRIVAL, **finn) == []
    assert MeasureSchedule.objects.filter(client=people.ana, instrument=GROUP_ARRIVAL).count() == 1
    people.later(hours=2)
    finn["at"] = people.at
    with pytest.raises(WrongMoment, match="Nobody of this meeting is asked now"):
        ask_members.pass_tablet(meeting=meeting, instrument=GROUP_ARRIVAL, **finn)
