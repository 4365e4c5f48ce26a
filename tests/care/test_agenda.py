"""Anybody can add to the agenda; on it stands nobody's name; a meeting deals with it. A ward has everybody on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import agenda, assess, consent, forming, gather, review, share, waiting, ward
from kith.care.models import AgendaPoint, AgendaWish, AuditEvent, BadInput, Client, Group, Session, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.community_meeting import community_meeting
from kith.care.queries.group_minutes import group_minutes
from kith.care.queries.meeting_agenda import AgendaPage, meeting_agenda
from kith.care.queries.my_groups import GroupShown, my_groups
from tests.care.courses import a_group, a_meeting, a_pair, record, says_yes_to_groups
from tests.people import People, a_client


@pytest.fixture
def circle(people: People) -> Group:
    return a_pair(people)


def act(people: People, who: str = "finn") -> dict[str, Any]:
    return {"by": people.sees(who), "at": people.at}


def booked(people: People, group: Group, hours: float = 1) -> Session:
    return gather.book_meeting(
        group=group, starts_at=people.at + timedelta(hours=hours), minutes=60, **act(people, "finn")
    )


def page(people: People, meeting: Session) -> AgendaPage:
    return meeting_agenda(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)


def mine(people: People, who: str) -> GroupShown:
    return my_groups(viewer=people.sees(who), at=people.at).groups[0]


def asked(people: People, group: Group, words: str = "Ana's noise at night", who: str = "ana") -> AgendaWish:
    client = people.ana if who == "ana" else group.memberships.exclude(client=people.ana).get().client
    return agenda.ask_for_point(client=client, group=group, words=words, **act(people, who))


def test_a_member_asks_and_only_those_who_lead_read_who_it_was(people: People, circle: Group) -> None:
    meeting = booked(people, circle)
    asked(people, circle)
    (wish,) = page(people, meeting).wishes
    assert (wish.name, wish.words) == ("Ana", "Ana's noise at night")
    assert mine(people, "ana").my_points == ("Ana's noise at night",)
    assert mine(people, "bo").agenda == ()
    assert "noise" not in str(mine(people, "bo"))
    for who in ("ben", "cleo", "dev", "ana", "bo"):
        with pytest.raises(NotYours):
            meeting_agenda(viewer=people.sees(who), session_id=meeting.pk, at=people.at)


def test_on_the_agenda_it_stands_in_nobodys_name_and_a_meeting_deals_with_it(people: People, circle: Group) -> None:
    meeting, wish = booked(people, circle), asked(people, circle)
    with pytest.raises(BadInput, match="Ana"):
        agenda.put_on_agenda(group=circle, words=wish.words, wish=wish, **act(people))
    point = agenda.put_on_agenda(group=circle, words="Noise at night", wish=wish, **act(people))
    with pytest.raises(WrongMoment, match="already"):
        agenda.put_on_agenda(group=circle, words="Noise", wish=wish, **act(people))
    for who in ("ana", "bo"):
        assert mine(people, who).agenda == ("Noise at night",)
    assert (page(people, meeting).wishes, mine(people, "ana").my_points) == ((), ())
    agenda.deal_with_point(point=point, meeting=meeting, **act(people))
    with pytest.raises(WrongMoment, match="dealt with it already"):
        agenda.deal_with_point(point=point, meeting=meeting, **act(people))
    shown = page(people, meeting)
    assert (shown.open, [one.words for one in shown.dealt]) == ((), ["Noise at night"])
    assert mine(people, "bo").agenda == ()
    minutes = group_minutes(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
    assert minutes.points == ("Noise at night",)
    assert {"agenda.asked", "agenda.put_on", "agenda.dealt_with"} <= set(
        AuditEvent.objects.values_list("event", flat=True)
    )


def test_a_member_learns_nothing_of_the_roster_from_what_they_ask(people: People, circle: Group) -> None:
    """Bo's family name is refused to those who lead, and neither refused nor told to a member."""
    wish = asked(people, circle, "Is Moss here?")
    with pytest.raises(BadInput, match="Moss"):  # the control
        agenda.put_on_agenda(group=circle, words=wish.words, wish=wish, **act(people))


def test_only_members_ask_for_themselves_and_a_few_at_a_time(people: People, circle: Group) -> None:
    bo = circle.memberships.exclude(client=people.ana).get().client
    for client, who in ((bo, "ana"), (people.ana, "finn"), (people.ana, "ben")):
        with pytest.raises(NotYours):
            agenda.ask_for_point(client=client, group=circle, words="Tea", **act(people, who))
    other = a_group(people)
    with pytest.raises(NotYours):
        agenda.ask_for_point(client=people.ana, group=other, words="Tea", **act(people, "ana"))
    for words, why in (("  ", "no words"), ("x" * 301, "301 letters")):
        with pytest.raises(BadInput, match=why):
            asked(people, circle, words)
    for _ in range(agenda.MOST_OPEN):
        asked(people, circle, "Tea")
    with pytest.raises(WrongMoment, match="still waiting"):
        asked(people, circle, "Tea")
    asked(people, circle, "Coffee", who="bo")  # the control: somebody else may


def test_a_point_of_another_group_is_not_dealt_with_here(people: People, circle: Group) -> None:
    point = agenda.put_on_agenda(group=circle, words="Tea", **act(people))
    other = booked(people, a_group(people))
    with pytest.raises(NotYours):
        agenda.deal_with_point(point=point, meeting=other, **act(people))
    assert AgendaPoint.objects.get().dealt_at is None


# A ward or house


def in_care(people: People, key: str) -> Client:
    client = a_client(people, key, key.title(), "Hill")
    met(people, client)
    says_yes_to_groups(people, client, key)
    return client


def met(people: People, client: Client) -> None:
    """Somebody has met them, so that they do not only wait."""
    assess.record_assessment(client=client, circumstances={"social": "Lives in the house"}, **act(people, "ben"))


@pytest.fixture
def house(people: People) -> Group:
    """The meeting of Finn's house, where Dora, Emil and Ana are in care; Ana has not said yes to groups."""
    for key in ("dora", "emil"):
        in_care(people, key)
    met(people, people.ana)
    return forming.form_group(
        site=people.site,
        name="House meeting",
        kind="ward",
        protocol="",
        capacity=20,
        facilitators=[people.accounts["finn"]],
        agreement="One speaks at a time.",
        **act(people),
    )


def on_it(group: Group) -> set[str]:
    return {one.display_name for one in group.memberships.filter(ends=None)}


def test_everybody_of_the_house_who_said_yes_is_on_the_roster_of_the_day(people: People, house: Group) -> None:
    meeting = booked(people, house)
    shown = page(people, meeting).house
    assert shown is not None
    assert (shown.on_it, shown.of_the_house, shown.not_on_it) == (0, 3, 3)
    called = ward.call_the_house(meeting=meeting, **act(people))
    assert (called.came, called.left, called.not_on_it) == (2, 0, 1)
    assert on_it(house) == {"Dora", "Emil"}
    assert "Ana" not in str(page(people, meeting))
    again = ward.call_the_house(meeting=meeting, **act(people))
    assert (again.came, again.left, again.not_on_it) == (0, 0, 1)
    consent.decide_consent(
        client=people.ana, purpose="group", is_given=True, text_version="2026-01", by=people.sees("ana"), at=people.at
    )
    people.later(hours=2)  # the meeting is going on: the place begins with it
    ward.call_the_house(meeting=meeting, **act(people))
    assert house.memberships.get(client=people.ana).starts == meeting.starts_at
    marks = dict.fromkeys([one.client for one in house.memberships.all()], "attended")
    record(people, meeting, marks, note="We talked about the garden.")


def test_who_is_no_longer_in_care_there_has_no_place_and_who_waits_has_none_yet(people: People, house: Group) -> None:
    meeting = booked(people, house)
    ward.call_the_house(meeting=meeting, **act(people))
    emil = Client.objects.get(user__username="emil")
    review.end_episode(client=emil, ending="completed", note="", by=people.sees("ben"), at=people.at)
    waits = a_client(people, "gus", "Gus", "Hill")
    says_yes_to_groups(people, waits, "gus")
    assert waits.newest_episode().state == "waiting"  # type: ignore[union-attr]
    called = ward.call_the_house(meeting=meeting, **act(people))
    assert (called.came, called.left) == (0, 1)
    assert on_it(house) == {"Dora"}


def test_two_who_must_not_meet_are_not_both_put_on_it(people: People, house: Group) -> None:
    dora, emil = (Client.objects.get(user__username=key) for key in ("dora", "emil"))
    waiting.keep_apart(client=dora, number=emil.number, reason="Court", by=people.sees("ben"), at=people.at)
    called = ward.call_the_house(meeting=booked(people, house), **act(people))
    assert (called.came, called.not_on_it) == (1, 2)


def test_the_roster_is_called_on_the_day_by_who_leads_and_only_for_a_ward(people: People, house: Group) -> None:
    early = booked(people, house, hours=13)
    with pytest.raises(WrongMoment, match="not the day"):
        ward.call_the_house(meeting=early, **act(people))
    with pytest.raises(WrongMoment, match="no meeting of a ward"):
        ward.call_the_house(meeting=booked(people, a_group(people)), **act(people))
    for who in ("ben", "cleo", "dev"):
        with pytest.raises(NotYours):
            ward.call_the_house(meeting=early, **act(people, who))
    house.capacity = 1
    house.save(update_fields=["capacity"])
    with pytest.raises(WrongMoment, match="2 more people belong on it, and it has room for 1"):
        ward.call_the_house(meeting=booked(people, house), **act(people))
    assert on_it(house) == set()


def test_guests_and_colleagues_of_a_ward_are_counted_and_a_circle_counts_no_colleagues(
    people: People, house: Group
) -> None:
    meeting = a_meeting(people, house, days=1)
    given: dict[str, Any] = {"register": [], "themes": "", "note": "We spoke about tea.", **act(people)}
    with pytest.raises(BadInput, match="501 colleagues"):
        gather.record_meeting(meeting=meeting, guests=2, colleagues=501, **given)
    gather.record_meeting(meeting=meeting, guests=2, colleagues=3, **given)
    minutes = group_minutes(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
    assert (minutes.guests, minutes.colleagues) == (2, 3)
    other = a_meeting(people, a_group(people), days=1)
    with pytest.raises(BadInput, match="Leave it empty"):
        gather.record_meeting(meeting=other, colleagues=3, **(given | act(people)))


def test_a_ward_has_a_chair_and_minutes_that_go_round_and_looks_at_decisions_next_time(
    people: People, house: Group
) -> None:
    first = booked(people, house)
    ward.call_the_house(meeting=first, **act(people))
    roles = {one.title: one for one in _community(people, first).roles}
    assert list(roles) == ["Chair", "Minutes", "Welcome"]
    dora, emil = (Client.objects.get(user__username=key) for key in ("dora", "emil"))
    turn = share.take_role(meeting=first, client=dora, role="chair", **act(people))
    due = (people.at + timedelta(days=6)).date()
    share.write_decision(
        meeting=first, kind="decision", words="Quiet after ten", carried_by="Minutes", due_on=due, **act(people)
    )
    second = booked(people, house, hours=168)
    share.pass_role(turn=turn, meeting=second, client=emil, **act(people))
    page = _community(people, second)
    assert [(one.words, one.carried_by, one.due_on) for one in page.open] == [("Quiet after ten", "Minutes", due)]
    assert [one.name for one in page.roles[0].now] == ["Emil"]


def _community(people: People, meeting: Session) -> Any:
    return community_meeting(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
