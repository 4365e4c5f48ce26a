"""Pages of a group that runs itself: the community meeting, its minutes, the phases, and whether it is working."""

from __future__ import annotations

import pytest

from kith.care.actions import gather
from kith.care.models import DecisionResult, Group, GroupDecision, GroupPhase, LeaverAsked, RoleTurn, Session
from tests.care.courses import a_group, a_meeting, a_member, record, take
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture
def group(people: People) -> Group:
    """Finn's circle with Ana and Bo after one meeting."""
    found = a_group(people)
    bo = a_client(people, "bo", "Bo", "Moss")
    a_member(people, found, people.ana, "ana", "Ana")
    a_member(people, found, bo, "bo", "Bo")
    record(people, a_meeting(people, found), {people.ana: "attended", bo: "attended"})
    return found


def decides(finn: Screen, meeting: Session, words: str, **given: str) -> int:
    sent = {"what": "decide", "kind": "decision", "decision": words} | given
    status: int = finn.post("community_meeting", meeting.pk, **sent).status_code
    return status


def test_finn_writes_a_decision_and_next_time_says_what_came_of_it(people: People, group: Group) -> None:
    finn, first = Screen(people, "finn"), group.sessions.get()
    assert "Nothing is open from earlier meetings" in finn.text("community_meeting", first.pk)
    named = finn.post("community_meeting", first.pk, what="decide", kind="decision", decision="Bo brings tea")
    assert named.status_code == 422
    assert "Bo brings tea" in named.content.decode()
    assert decides(finn, first, "We sing first", carried_by="Hosts") == 302
    second = a_meeting(people, group)
    finn = Screen(people, "finn")  # a day later the log-in has ended
    page = finn.text("community_meeting", second.pk)
    assert page.index("We sing first") < page.index("Decided today")
    decision = GroupDecision.objects.get()
    answer = finn.post(
        "community_meeting", second.pk, what="result", decision=decision.pk, result="done", words="We laughed"
    )
    assert answer.status_code == 302
    assert DecisionResult.objects.get().words == "We laughed"
    assert "Looked at today" in finn.text("community_meeting", second.pk)
    assert finn.post("community_meeting", second.pk, what="dance").status_code == 422


def test_a_role_is_given_and_passed_on_in_one_tap(people: People, group: Group) -> None:
    finn, first = Screen(people, "finn"), group.sessions.get()
    assert finn.post("community_meeting", first.pk, what="take", role="host", client=people.ana.pk).status_code == 302
    second = a_meeting(people, group)
    finn = Screen(people, "finn")  # a day later the log-in has ended
    page = finn.text("community_meeting", second.pk)
    assert "Pass on to" in page
    assert "has not carried a role yet" in page
    turn, bo = RoleTurn.objects.get(), group.memberships.exclude(client=people.ana).get().client_id
    assert finn.post("community_meeting", second.pk, what="pass", turn=turn.pk, client=bo).status_code == 302
    assert RoleTurn.objects.get(passed_from=turn).client_id == bo
    refused = finn.post("community_meeting", second.pk, what="take", own="Friend of Ana", client=bo)
    assert refused.status_code == 422
    assert "Friend of Ana" in refused.content.decode()
    page = finn.text("group_phases", group.pk)
    assert "Every member has carried a role" in page


def test_minutes_hold_no_name_and_members_read_what_is_theirs(people: People, group: Group) -> None:
    finn, meeting = Screen(people, "finn"), group.sessions.get()
    decides(finn, meeting, "We sing first", kind="task")
    bo = group.memberships.exclude(client=people.ana).get().client_id
    finn.post("community_meeting", meeting.pk, what="take", role="timekeeper", client=people.ana.pk)
    finn.post("community_meeting", meeting.pk, what="take", own="Singer", client=bo)
    finn.post("community_meeting", meeting.pk, what="themes", themes=["trust"], here_and_now="The door was watched")
    minutes = finn.text("group_minutes", meeting.pk)
    sheet = minutes[minutes.index("one-sheet") : minutes.index("</main>")]
    assert "We sing first" in sheet
    assert "Singer" in sheet
    assert not [name for name in ("Ana", ">Bo", "Moss", people.ana.number) if name in sheet]
    assert "The door was watched" not in sheet  # for the leaders, not for the wall
    mine = Screen(people, "ana").text("my_groups")
    assert "We sing first" in mine
    assert "Keeper of time" in mine
    assert not [words for words in ("Singer", "door was watched", "Bo<") if words in mine]
    for page in ("community_meeting", "group_minutes"):
        assert Screen(people, "ana").get(page, meeting.pk).status_code == 404


def test_the_page_flags_a_course_that_is_off_track_and_shows_no_score(people: People, group: Group) -> None:
    page = Screen(people, "finn").text("group_working", group.pk)
    assert "Of 2 members 2 have too few answers to tell." in page
    assert "Nobody, as far as" not in page  # unknown is not nobody
    for total in (13, 24):
        take(people, people.ana, "phq9", total)
        people.later(days=7)
    page = Screen(people, "finn").text("group_working", group.pk)
    section = page[page.index("Whose course is off track") : page.index("Who has left?")].replace(people.ana.number, "")
    assert "Ana" in section
    assert "Bo" not in section
    assert "Of 2 members 1 has too few answers to tell." in section
    assert not [word for word in ("PHQ", "13", "24") if word in section]
    assert ">24" in Screen(people, "ben").text("person", people.ana.pk)  # the control: her practitioner reads it


def test_the_page_says_how_much_of_the_group_there_was_and_that_nobody_was_asked_yet(
    people: People, group: Group
) -> None:
    screen = Screen(people, "finn")
    page = screen.text("group_working", group.pk)
    assert "1 meeting was held of 15 that the intervention plans." in page
    assert "1 of 1" in page
    assert "1 of 15" in page
    assert "Nobody was asked about climate or cohesion yet." in page
    with screen.now():
        assert pseudo.untranslated(pseudo.read(screen.browser, f"/care/groups/{group.pk}/working/")) == []


def test_finn_decides_how_the_group_goes_on(people: People, group: Group) -> None:
    finn = Screen(people, "finn")
    assert "Pause or go on?" in finn.text("group", group.pk)
    page = finn.text("group_stop", group.pk)
    assert "so the stop rule can say nothing" in page
    assert "Fewer than eight members come twice running" in page
    assert "Nothing was decided yet." in page
    refused = finn.post("group_stop", group.pk, decision="pause", until="2020-01-01", reason="Heavy weeks")
    assert refused.status_code == 422
    assert "Heavy weeks" in refused.content.decode()
    assert finn.post("group_stop", group.pk, decision="pause", until="soon", reason="Heavy").status_code == 422
    assert finn.post("group_stop", group.pk, decision="go_on", reason="Heavy weeks are over").status_code == 302
    page = finn.text("group_stop", group.pk)
    assert "Heavy weeks are over" in page
    assert "nobody was told: tell somebody yourself today" in page
    assert Screen(people, "ana").get("group_stop", group.pk).status_code == 404


def test_finn_moves_the_group_on_but_not_into_memory_alone(people: People, group: Group) -> None:
    finn = Screen(people, "finn")
    assert "The rules are the group" in finn.text("group_phases", group.pk)
    alone = finn.post("group_phases", group.pk, phase="memory", reason="They asked for it")
    assert alone.status_code == 422
    assert "They asked for it" in alone.content.decode()
    assert not GroupPhase.objects.exists()
    assert finn.post("group_phases", group.pk, phase="trust", reason="A rule held").status_code == 302
    page = finn.text("group_phases", group.pk)
    assert "A rule held" in page
    assert "Most members have asked another" in page


def test_whoever_left_is_asked_and_small_groups_are_not_told_as_a_whole(people: People, group: Group) -> None:
    finn = Screen(people, "finn")
    assert "Nobody who left" in finn.text("group_working", group.pk)
    place = group.memberships.exclude(client=people.ana).get()
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    people.later(days=1)
    finn = Screen(people, "finn")
    page = finn.text("group_working", group.pk)
    assert "What you offered" in page
    assert "Nobody has answered both" in page
    named = finn.post("group_working", group.pk, membership=place.pk, outcome="reached", why="Ana was loud")
    assert named.status_code == 422
    assert "Ana was loud" in named.content.decode()
    sent = {"membership": place.pk, "outcome": "reached", "why": "Work", "offered": "alone"}
    assert finn.post("group_working", group.pk, **sent).status_code == 302
    assert LeaverAsked.objects.get().why == "Work"
    assert "1 person was asked" in finn.text("group_working", group.pk)


def test_every_word_can_be_translated(people: People, group: Group) -> None:
    finn, meeting = Screen(people, "finn"), group.sessions.get()
    decides(finn, meeting, "We sing first", kind="task", carried_by="Hosts", due_on=f"{people.at:%Y-%m-%d}")
    finn.post("community_meeting", meeting.pk, what="take", role="host", client=people.ana.pk)
    finn.post("community_meeting", meeting.pk, what="themes", themes=["trust"], here_and_now="Slow")
    finn.post("group_phases", group.pk, phase="trust", reason="A rule held")
    later = a_meeting(people, group)
    place = group.memberships.exclude(client=people.ana).get()
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    people.later(days=1)
    finn = Screen(people, "finn")
    finn.text("groups")  # takes what was said about the forms, in their language
    for page, thing in (
        ("community_meeting", meeting),
        ("community_meeting", later),
        ("group_minutes", meeting),
        ("group_phases", group),
        ("group_stop", group),
        ("group_working", group),
    ):
        assert pseudo.untranslated(finn.pseudo(page, thing.pk)) == [], page
    assert pseudo.untranslated(Screen(people, "ana").pseudo("my_groups")) == []
