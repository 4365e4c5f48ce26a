"""The page of a running meeting: marks and roles, with and without scripts."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from kith.care.models import Group, MeetingMarks, RoleTurn, Session
from kith.web.asking import BY_SCRIPT
from tests.care.courses import a_group, a_meeting, a_member, a_pair
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture
def circle(people: People) -> Group:
    return a_pair(people)


@pytest.fixture
def running(people: People, circle: Group) -> Session:
    return a_meeting(people, circle)


def send(finn: Screen, meeting: Session, by_script: bool = False, **fields: str) -> Any:
    """A form of the page of the meeting, as a page or as its script sends it."""
    more = {f"HTTP_{BY_SCRIPT.upper().replace('-', '_')}": "1"} if by_script else {}
    with finn.now():
        return finn.browser.post(reverse("meeting", args=[meeting.pk]), fields, **more)


def test_a_tap_and_a_rating_are_kept_without_a_script_and_the_page_shows_them(people: People, running: Session) -> None:
    finn = Screen(people, "finn")
    page = finn.text("meeting", running.pk)
    item = re.findall(r'name="done-([^"]+)" value="2"', page)[0]
    tap = {"what": "mark", "page": str(uuid4()), "turn": "1", f"spoke-{people.ana.pk}": "1"}
    assert send(finn, running, **tap)["Location"].endswith("#taps")
    assert send(finn, running, **tap).status_code == 302  # the same page sent twice
    rated = {"what": "mark", "page": str(uuid4()), "turn": "1", f"done-{item}": "1", f"was-{item}": ""}
    assert send(finn, running, **rated)["Location"].endswith("#done")
    kept = MeetingMarks.objects.get()
    assert (kept.spoke, kept.points) == ({people.ana.pk: 1}, {item: 1})
    page = finn.text("meeting", running.pk)
    assert f'data-count="{people.ana.pk}">1<' in page
    assert f'name="done-{item}" value="1" checked' in page
    unchanged = {"what": "mark", "page": str(uuid4()), "turn": "1", f"done-{item}": "1", f"was-{item}": "1"}
    assert send(finn, running, **unchanged).status_code == 302
    assert MeetingMarks.objects.get().done == kept.done  # what stands as it was shown is not rated anew


def test_a_script_is_answered_with_ones_own_marks_or_with_what_to_do(people: People, running: Session) -> None:
    finn = Screen(people, "finn")
    tap = {"what": "mark", "page": str(uuid4()), "turn": "4", f"spoke-{people.ana.pk}": "3"}
    assert send(finn, running, by_script=True, **tap).json() == {"spoke": {str(people.ana.pk): 3}, "done": {}}
    refused = send(finn, running, by_script=True, what="mark", page=str(uuid4()), turn="1", **{"done-nothing": "2"})
    assert refused.status_code == 422
    assert refused.content.decode().startswith("The mark was not kept.")
    for broken in ({"page": "x"}, {"turn": "many"}, {f"spoke-{people.ana.pk}": "1e9"}):
        assert send(finn, running, by_script=True, **tap | broken).status_code == 422
    assert send(Screen(people, "eve"), running, by_script=True, **tap).status_code == 404


def test_the_debrief_begins_with_what_was_marked(people: People, running: Session, circle: Group) -> None:
    finn = Screen(people, "finn")
    item = re.findall(r'name="done-([^"]+)" value="2"', finn.text("meeting", running.pk))[0]
    send(
        finn, running, what="mark", page=str(uuid4()), turn="1", **{f"done-{item}": "2", f"spoke-{people.ana.pk}": "1"}
    )
    marks = {f"mark-{one.client_id}": "attended" for one in circle.memberships.all()}
    assert finn.post("meeting", running.pk, themes="", note="Calm", **marks).status_code == 302
    page = finn.text("look_back", running.pk)
    assert "It begins with what you marked" in page
    assert f'name="fidelity-{item}" value="2" checked' in page
    assert "spoke 1 time" in page
    assert "spoke 0 times" in page
    saved = finn.post("look_back", running.pk, what="look_back", went_well="Calm", **{f"fidelity-{item}": "1"})
    assert saved.status_code == 302
    assert "50 % of the points" in finn.text("look_back", running.pk)
    assert pseudo.untranslated(finn.pseudo("look_back", running.pk)) == []


def test_a_role_is_given_and_passed_on_with_one_tap(people: People, running: Session) -> None:
    finn = Screen(people, "finn")

    def tap(page: str) -> dict[str, str]:
        """The first button of the roles, as it stands on the page."""
        form = re.search(r'<input type="hidden" name="what" value="role">.*?</form>', page, re.S)
        assert form is not None
        return dict(re.findall(r'name="(client|turn|role)" value="([^"]+)"', form.group()))

    page = finn.text("meeting", running.pk)
    assert "Who carries what today?" in page
    given = tap(page)
    assert "turn" not in given
    assert send(finn, running, what="role", **given)["Location"].endswith("#roles")
    passed = tap(finn.text("meeting", running.pk))
    assert passed["client"] != given["client"]
    assert send(finn, running, what="role", **passed).status_code == 302
    first, second = RoleTurn.objects.order_by("made_at", "passed_from")
    assert {first.client_id, second.client_id} == {one.client_id for one in running.group.memberships.all()}
    assert RoleTurn.objects.filter(passed_from__isnull=False).count() == 1


def test_a_group_whose_intervention_names_no_roles_has_the_four_usual_ones(people: People) -> None:
    group = a_group(people)
    group.protocol = "mindfulness-based-cognitive-therapy"
    group.save(update_fields=["protocol"])
    a_member(people, group, people.ana, "ana", "Ana")
    meeting = a_meeting(people, group)
    page = Screen(people, "finn").text("meeting", meeting.pk)
    for title in ("Opens", "Keeps time", "Takes minutes", "Welcomes"):
        assert f">{title}<" in page


def test_the_page_of_a_running_meeting_speaks_every_language(people: People, running: Session) -> None:
    assert pseudo.untranslated(Screen(people, "finn").pseudo("meeting", running.pk)) == []
