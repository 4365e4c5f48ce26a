"""The agenda and the roster of a house, each member's yes, and what a group gives: as those who lead see them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from kith.care.actions import assess, gather, measure
from kith.care.models import AgendaPoint, AgendaWish, AgreementYes, Group, Session
from kith.care.models.knowledge import library
from tests.care.courses import a_group, a_meeting, a_pair, record, says_yes_to_groups
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


@pytest.fixture
def group(people: People) -> Group:
    return a_pair(people)


def booked(people: People, group: Group) -> Session:
    starts_at = people.at + timedelta(hours=1)
    return gather.book_meeting(group=group, starts_at=starts_at, minutes=60, by=people.sees("finn"), at=people.at)


def test_ana_asks_finn_puts_it_on_and_the_meeting_ticks_it_off(people: People, group: Group) -> None:
    ana, finn, meeting = Screen(people, "ana"), Screen(people, "finn"), booked(people, group)
    asks = {"what": "agenda", "group": group.pk}
    empty = ana.post("my_groups", **asks, point=" ")
    assert empty.status_code == 422
    assert ana.post("my_groups", **asks, point="Bo's radio").status_code == 302
    assert "Bo&#x27;s radio" in ana.text("my_groups")
    assert "radio" not in Screen(people, "bo").text("my_groups")
    wish = AgendaWish.objects.get().pk
    named = finn.post("meeting_agenda", meeting.pk, what="put_on", wish=wish, point="Bo's radio")
    assert named.status_code == 422
    assert "Bo&#x27;s radio" in named.content.decode()
    assert finn.post("meeting_agenda", meeting.pk, what="put_on", wish=wish, point="The radio").status_code == 302
    assert "The radio" in Screen(people, "bo").text("my_groups")
    assert "The radio" in finn.text("community_meeting", meeting.pk)
    assert finn.post("meeting_agenda", meeting.pk, what="add", point="Tea").status_code == 302
    point = AgendaPoint.objects.get(wish=wish).pk
    assert finn.post("meeting_agenda", meeting.pk, what="dealt", point_id=point).status_code == 302
    assert "Talked about in this meeting" in finn.text("meeting_agenda", meeting.pk)
    assert "The radio" in finn.text("group_minutes", meeting.pk)
    assert finn.post("meeting_agenda", meeting.pk, what="dance").status_code == 422
    assert Screen(people, "ben").get("meeting_agenda", meeting.pk).status_code == 404


def test_finn_opens_a_house_and_calls_its_roster(people: People) -> None:
    dora = a_client(people, "dora", "Dora", "Hill")
    says_yes_to_groups(people, dora, "dora")
    for client in (dora, people.ana):
        assess.record_assessment(client=client, circumstances={"social": "x"}, by=people.sees("ben"), at=people.at)
    finn = Screen(people, "finn")
    assert "What it follows" not in finn.get("open_group", kind="ward").content.decode()
    sent = {"kind": "ward", "name": "House", "site": people.site.pk, "facilitators": [people.accounts["finn"].pk]}
    rest = {"smallest": "2", "capacity": "60", "is_open": "yes", "language": "en", "agreement": "Quiet after ten"}
    assert finn.post("open_group", **sent, **rest).status_code == 302
    house = Group.objects.get(kind="ward")
    assert (house.protocol, house.capacity) == ("", 60)
    meeting = booked(people, house)
    page = finn.text("meeting_agenda", meeting.pk)
    assert "0 of 2 in care here" in page
    assert finn.post("meeting_agenda", meeting.pk, what="call").status_code == 302
    page = finn.text("meeting_agenda", meeting.pk)
    assert "1 person came to the roster, 0 left it." in page
    assert "1 person of the house does not stand on it" in page
    for where, args in (("group", (house.pk,)), ("meeting", (meeting.pk,)), ("community_meeting", (meeting.pk,))):
        assert "Dora" in finn.text(where, *args), where
    assert "Chair" in finn.text("community_meeting", meeting.pk)
    people.later(hours=3)
    finn = Screen(people, "finn")
    mark = {f"mark-{dora.pk}": "attended"}
    told = {"themes": "Tea", "note": "Calm", "guests": "1", "colleagues": "2"}
    assert finn.post("meeting", meeting.pk, **mark, **told).status_code == 302
    assert "1 guest, 2 colleagues" in " ".join(finn.text("group_minutes", meeting.pk).split())
    for where, args in (("group_working", (house.pk,)), ("group_phases", (house.pk,)), ("look_back", (meeting.pk,))):
        assert finn.get(where, *args).status_code == 200, where


def test_ana_says_yes_and_finn_enters_a_paper(people: People, group: Group) -> None:
    ana, finn, meeting = Screen(people, "ana"), Screen(people, "finn"), booked(people, group)
    assert "Read it, and say yes" in ana.text("my_groups")
    assert "Ana, Bo" in finn.text("meeting", meeting.pk)
    page = ana.text("my_agreement", group.pk)
    assert "Please read this before the first meeting" in page
    mark = page.partition('name="text" value="')[2].partition('"')[0]
    assert ana.post("my_agreement", group.pk, text="old").status_code == 409
    assert ana.post("my_agreement", group.pk, text=mark).status_code == 302
    assert "What you said yes to" in ana.text("my_agreement", group.pk)
    assert "Read it, and say yes" not in ana.text("my_groups")
    place = group.memberships.exclude(client=people.ana).get().pk
    assert finn.post("group_agreement", group.pk, membership=place, on="soon").status_code == 422
    assert finn.post("group_agreement", group.pk, membership=place, on="2026-01-03").status_code == 302
    assert set(AgreementYes.objects.values_list("way", flat=True)) == {"own", "paper"}
    assert "Not said yes yet" not in finn.text("meeting", meeting.pk)
    assert "Everybody whom you see here has." in finn.text("group_agreement", group.pk)
    assert Screen(people, "bo").get("my_agreement", a_group(people).pk).status_code == 404


def test_finn_sees_what_the_group_gives_and_one_thing_to_do(people: People, group: Group) -> None:
    record(people, a_meeting(people, group), dict.fromkeys([one.client for one in group.memberships.all()], "attended"))
    lines = [item.id for item in library().instruments["sociotherapy-benefit"].items]
    answers = dict.fromkeys(lines, 2.0) | {"can_ask": 0.0, "can_help": 1.0}
    measure.submit_measurement(
        client=people.ana,
        instrument="sociotherapy-benefit",
        key=uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    page = Screen(people, "finn").text("group_working", group.pk)
    assert "Ask what is hard: nobody has asked yet" in page
    assert "Nothing is known yet: ask them alone" in page
    assert "Nobody has answered both at the start and later." in page


def test_every_word_can_be_translated(people: People, group: Group) -> None:
    finn, ana, meeting = Screen(people, "finn"), Screen(people, "ana"), booked(people, group)
    ana.post("my_groups", what="agenda", group=group.pk, point="Radio")
    finn.post("meeting_agenda", meeting.pk, what="add", point="Tea")
    finn.text("groups")  # takes what was said after sending
    ana.text("my_groups")
    for page, args in (("meeting_agenda", (meeting.pk,)), ("group_agreement", (group.pk,)), ("meeting", (meeting.pk,))):
        assert pseudo.untranslated(finn.pseudo(page, *args)) == [], page
    for page, args in (("my_groups", ()), ("my_agreement", (group.pk,))):
        assert pseudo.untranslated(ana.pseudo(page, *args)) == [], page
