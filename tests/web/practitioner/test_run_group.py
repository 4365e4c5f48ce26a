"""The buttons of a running group: who leads it, a meeting called off or moved, and the end."""

from __future__ import annotations

from datetime import timedelta

from kith.care.actions import gather
from kith.care.models import Facilitation, Session
from tests.care.courses import a_group, a_member
from tests.people import People, another
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def test_finn_moves_calls_off_and_ends(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    meeting = gather.book_meeting(
        group=group, starts_at=people.at + timedelta(days=7), minutes=90, by=people.sees("finn"), at=people.at
    )
    finn, ana = Screen(people, "finn"), Screen(people, "ana")
    refused = finn.post("group", group.pk, what="move", meeting=meeting.pk, moved_to="soon")
    assert refused.status_code == 422
    assert finn.post("group", group.pk, what="move", meeting=meeting.pk, moved_to="2026-02-02T10:00").status_code == 302
    assert "Monday 2 February, 10:00" in ana.text("my_groups")
    assert finn.post("group", group.pk, what="call_off", meeting=meeting.pk).status_code == 302
    assert Session.objects.get().state == "cancelled"
    assert "The meeting on Monday 2 February, 10:00 does not take place" in ana.text("my_groups")
    assert finn.post("group", group.pk, what="call_off", meeting=meeting.pk).status_code == 409
    assert "End the group" in finn.text("group", group.pk)
    assert finn.post("group", group.pk, what="end").status_code == 302
    page = finn.text("group", group.pk)
    assert "ended" in page
    assert "End the group" not in page
    assert "It ended on 5 January" in ana.text("my_groups")
    assert pseudo.untranslated(ana.pseudo("my_groups")) == []


def test_a_meeting_of_another_group_is_not_reached(people: People) -> None:
    mine, hers = a_group(people), a_group(people)
    meeting = gather.book_meeting(
        group=hers, starts_at=people.at + timedelta(days=7), minutes=90, by=people.sees("finn"), at=people.at
    )
    assert Screen(people, "finn").post("group", mine.pk, what="call_off", meeting=meeting.pk).status_code == 404


def test_leaders_change_on_their_page(people: People) -> None:
    group, gil = a_group(people), another(people, "gil", "facilitator")
    cleo, finn = Screen(people, "cleo"), Screen(people, "finn")
    assert "Harbour Circle" in cleo.text("open_group")
    assert "Finn Doyle" in cleo.text("group_leaders", group.pk)
    assert cleo.post("group_leaders", group.pk, what="lead", staff=gil.pk).status_code == 302
    assert cleo.post("group_leaders", group.pk, what="lead", staff=people.accounts["ben"].pk).status_code == 404
    people.later(minutes=1)
    own = Facilitation.objects.get(staff=people.accounts["finn"])
    answer = finn.post("group_leaders", group.pk, what="stop", facilitation=own.pk)
    assert answer["Location"] == "/care/groups/"
    assert finn.get("group_leaders", group.pk).status_code == 404
    last = Facilitation.objects.get(staff=gil)
    refused = cleo.post("group_leaders", group.pk, what="stop", facilitation=last.pk)
    assert refused.status_code == 409
    assert "Name first who takes it over" in refused.content.decode()
    assert pseudo.untranslated(cleo.pseudo("group_leaders", group.pk)) == []
