"""Groups on the page: who sees which names, and a meeting run and recorded from one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from kith.care.actions import gather
from kith.care.models import Attendance, AuditEvent, Group, GroupNote, Membership, Session
from kith.care.models.keys import forget_keys
from kith.care.models.knowledge import library
from tests.care.courses import a_group, a_meeting, a_member, record, says_yes_to_groups
from tests.people import People, a_client, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture
def group(people: People) -> Group:
    """Ana (of Ben) and Mia (of Dev) are in Finn's group."""
    found = a_group(people)
    a_member(people, found, people.ana, "ana", "Annie")
    a_member(people, found, a_client(people, "mia", "Mia", "Berg", practitioner="dev"), "mia", "Mimi")
    people.later(hours=1)
    return found


def mia(people: People) -> Any:
    return people.accounts["mia"].client


def test_finn_sees_his_members_by_the_names_of_the_group(people: People, group: Group) -> None:
    page = Screen(people, "finn").text("group", group.pk)
    assert "Annie" in page
    assert "Mimi" in page
    assert "Petrova" not in page
    assert "We listen." in page
    event = AuditEvent.objects.filter(event="group.seen").latest("sequence")
    assert sorted(event.clients) == sorted([str(people.ana.pk), str(mia(people).pk)])


def test_a_practitioner_sees_their_own_people_and_how_many_others(people: People, group: Group) -> None:
    record(people, a_meeting(people, group), {people.ana: "attended", mia(people): "late"}, note="Heavy hour.")
    page = Screen(people, "ben").text("group", group.pk)
    assert "Annie" in page
    assert "Mimi" not in page
    assert "1 other is not named" in page
    assert "Heavy hour." not in page  # the group's note is not for them
    assert "Somebody joins" not in page
    assert "Raise a concern" not in page
    assert "Harbour Circle" in Screen(people, "ben").text("groups")


@pytest.mark.parametrize("who", ["ana", "cleo", "ada", "eve"])
def test_others_do_not_find_it(people: People, group: Group, who: str) -> None:
    meeting = a_meeting(people, group)
    screen = Screen(people, who)
    assert screen.get("group", group.pk).status_code == 404
    assert screen.get("meeting", meeting.pk).status_code == 404
    assert screen.post("meeting", meeting.pk, themes="x").status_code == 404
    assert screen.post("group", group.pk, what="book", starts_at="2026-02-01T10:00", minutes="60").status_code == 404


def test_ben_reads_but_changes_nothing(people: People, group: Group) -> None:
    meeting = a_meeting(people, group)
    screen = Screen(people, "ben")
    assert screen.get("meeting", meeting.pk).status_code == 404
    place = Membership.objects.get(client=people.ana)
    assert screen.post("group", group.pk, what="leave", membership=str(place.pk)).status_code == 404
    place.refresh_from_db()
    assert place.ends is None


def test_one_persons_session_is_no_meeting(people: People, group: Group) -> None:
    session = a_held_session(people, an_agreed_plan(people, people.ana))
    assert Screen(people, "finn").get("meeting", session.pk).status_code == 404


def test_somebody_joins_by_number_and_a_refusal_keeps_what_was_typed(people: People, group: Group) -> None:
    bo = a_client(people, "bo", "Bo", "Lund")
    screen = Screen(people, "finn")
    typed = {"what": "join", "number": bo.number, "display_name": "Bosse", "is_prepared": "on"}
    refused = screen.post("group", group.pk, **typed)
    assert refused.status_code == 409
    assert "has said yes" in refused.content.decode()
    assert 'value="Bosse"' in refused.content.decode()
    says_yes_to_groups(people, bo, "bo")
    assert screen.post("group", group.pk, **typed).status_code == 302
    assert "Bosse" in screen.text("group", group.pk)


def test_a_place_ends_and_a_meeting_is_booked(people: People, group: Group) -> None:
    screen = Screen(people, "finn")
    place = Membership.objects.get(client=people.ana)
    assert screen.post("group", group.pk, what="leave", membership=str(place.pk)).status_code == 302
    assert "Annie" not in screen.text("group", group.pk)
    assert screen.post("group", group.pk, what="book", starts_at="2026-02-02T14:00", minutes="90").status_code == 302
    assert Session.objects.get(group=group).starts_at.hour == 14  # winter in London
    assert screen.post("group", group.pk, what="book", starts_at="soon", minutes="90").status_code == 422
    assert screen.post("group", group.pk, what="dance").status_code == 422
    assert screen.post("group", group.pk, what="leave", membership="x").status_code == 422


def test_whoever_missed_the_last_two_meetings_is_named_as_on_the_edge(people: People, group: Group) -> None:
    for mark in ("apologised", "did_not_attend"):
        record(people, a_meeting(people, group), {people.ana: mark, mia(people): "attended"})
    page = Screen(people, "finn").text("group", group.pk)
    assert 'On the edge: <span translate="no">Annie</span>' in page
    record(people, a_meeting(people, group), {people.ana: "late", mia(people): "attended"})
    assert "On the edge" not in Screen(people, "finn").text("group", group.pk)


def test_the_meeting_is_run_from_the_page_of_its_number(people: People, group: Group) -> None:
    starts_at = people.at.replace(hour=23)
    meeting = gather.book_meeting(group=group, starts_at=starts_at, minutes=180, by=people.sees("finn"), at=people.at)
    page = Screen(people, "finn").text("meeting", meeting.pk)
    assert "Coming together" in page
    assert "What makes a place safe" in page
    assert "The register and the note open here when the meeting begins." in page


def test_a_meeting_past_the_last_page_is_run_from_that_page_and_says_so(people: People, group: Group) -> None:
    starts_at = people.at.replace(hour=23)
    meeting = gather.book_meeting(group=group, starts_at=starts_at, minutes=180, by=people.sees("finn"), at=people.at)
    last = library().protocols[group.protocol].sessions[-1]
    said = "The pages of the intervention have ended."
    for number, is_past in ((last.last, False), (last.last + 3, True)):
        Session.objects.filter(pk=meeting.pk).update(number=number)
        page = Screen(people, "finn").text("meeting", meeting.pk)
        assert escape(last.title) in page
        assert (said in page) == is_past


def test_the_register_and_the_note_are_kept_together(people: People, group: Group) -> None:
    meeting = a_meeting(people, group)
    screen = Screen(people, "finn")
    assert screen.text("meeting", meeting.pk).count("Raise a concern") == 2
    marks = {f"mark-{people.ana.pk}": "late", f"mark-{mia(people).pk}": "attended"}
    refused = screen.post("meeting", meeting.pk, themes="Safety", note="A good hour for Mimi.", **marks)
    body = refused.content.decode()
    assert refused.status_code == 422
    assert "A good hour for Mimi." in body
    assert '<option value="late" selected>' in body
    errors = body[body.index('class="errors"') : body.index("</div>", body.index('class="errors"'))]
    assert "“Mimi” (How the group was, line 1, word 5)" in errors
    assert "Annie" not in errors  # who is in the group is not told, only which words to change
    assert not GroupNote.objects.exists()
    assert screen.post("meeting", meeting.pk, themes="Safety", note="A good hour.", **marks).status_code == 302
    assert set(Attendance.objects.values_list("status", flat=True)) == {"late", "attended"}
    assert "A good hour." in screen.text("group", group.pk)
    assert "What was recorded" in screen.text("meeting", meeting.pk)
    assert screen.post("meeting", meeting.pk, themes="Safety", note="Again.", **marks).status_code == 409


def test_a_part_is_filed_to_one_members_own_record(people: People, group: Group) -> None:
    meeting = a_meeting(people, group)
    record(people, meeting, {people.ana: "late", mia(people): "attended"})
    screen = Screen(people, "finn")
    given = {"what": "entry", "client": str(people.ana.pk), "is_released": "yes"}
    refused = screen.post("meeting", meeting.pk, words="She sat with Mimi.", **given)
    body = refused.content.decode()
    assert refused.status_code == 422
    assert ">She sat with Mimi.</textarea>" in body
    assert f'href="#id_words-{people.ana.pk}"' in body
    assert "checked" in body
    assert screen.post("meeting", meeting.pk, words="She read aloud.", **given).status_code == 302
    assert "1 entry" in screen.text("meeting", meeting.pk)
    assert "She read aloud." not in screen.text("meeting", meeting.pk)  # it is in the record, and not the group's
    page = Screen(people, "ben").text("from_groups", people.ana.pk)
    assert "She read aloud." in page
    assert "The person can read it." in page
    assert Screen(people, "finn").get("from_groups", people.ana.pk).status_code == 404
    assert Screen(people, "dev").get("from_groups", people.ana.pk).status_code == 404
    strange = given | {"client": str(a_client(people, "bo", "Bo", "Lund").pk)}
    assert screen.post("meeting", meeting.pk, words="Quiet.", **strange).status_code == 404
    event = AuditEvent.objects.filter(event="group_entries.seen").latest("sequence")
    assert event.clients == [str(people.ana.pk)]


def test_a_forgotten_mark_is_asked_for(people: People, group: Group) -> None:
    meeting = a_meeting(people, group)
    refused = Screen(people, "finn").post("meeting", meeting.pk, note="Fine.", **{f"mark-{people.ana.pk}": "late"})
    assert refused.status_code == 422
    assert "no mark for 1 of the members" in refused.content.decode()


def test_pages_cost_the_same_for_few_and_for_many(people: People, group: Group) -> None:
    def queries(page: str, *args: Any) -> int:
        screen = Screen(people, "finn")
        forget_keys()
        with CaptureQueriesContext(connection) as seen:
            screen.text(page, *args)
        return len(seen)

    record(people, a_meeting(people, group), {people.ana: "attended", mia(people): "attended"})
    first = a_meeting(people, group)
    before = queries("group", group.pk), queries("meeting", first.pk), queries("groups")
    people.later(minutes=1)
    gather.leave_group(membership=Membership.objects.get(client=mia(people)), by=people.sees("finn"), at=people.at)
    record(people, first, {people.ana: "attended", mia(people): "attended"})
    for n in range(5):
        a_member(people, group, a_client(people, f"p{n}", f"Person{n}", "Lind"), f"p{n}", f"P{n}")
        a_group(people)
    people.later(hours=1)
    second = a_meeting(people, group)
    assert (queries("group", group.pk), queries("meeting", second.pk), queries("groups")) == before


def test_every_word_can_be_translated(people: People, group: Group) -> None:
    record(people, a_meeting(people, group), {people.ana: "apologised", mia(people): "attended"})
    meeting = a_meeting(people, group)
    screen = Screen(people, "finn")
    for address in ("/care/groups/", f"/care/groups/{group.pk}/", f"/care/meetings/{meeting.pk}/"):
        with screen.now():
            assert pseudo.untranslated(pseudo.read(screen.browser, address)) == [], address
