"""A peer supporter leads a circle of peers: its roster and its notes, while they lead it, and nothing of a record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import forming, gather, run_group, safety
from kith.care.models import BadInput, Group, Membership, Session
from kith.care.permissions import NotYours
from kith.care.queries.groups import group as group_page
from kith.care.queries.groups import groups as groups_page
from kith.care.queries.meeting import meeting as meeting_page
from kith.care.queries.person import person
from tests.care.courses import says_yes_to_groups
from tests.people import People, another
from tests.web.practitioner.screens import Screen


@pytest.fixture
def circle(people: People) -> Group:
    """Pete's circle, opened by Cleo on the page."""
    pete = another(people, "pete", "peer_supporter")
    answer = Screen(people, "cleo").post(
        "open_group",
        kind="peer",
        name="Kitchen table",
        protocol="support-group",
        site=people.site.pk,
        facilitators=[pete.pk],
        smallest="3",
        capacity="12",
        is_open="yes",
        language="en",
    )
    assert answer.status_code == 302, answer.content.decode()
    people.later(minutes=1)
    return Group.objects.get()


def joins(people: People, circle: Group) -> Membership:
    says_yes_to_groups(people, people.ana, "ana")
    return gather.join_by_number(
        group=circle,
        number=people.ana.number,
        display_name="Ana",
        is_prepared=True,
        by=people.sees("pete"),
        at=people.at,
    )


def book(people: People, circle: Group, who: str = "pete") -> Session:
    return gather.book_meeting(
        group=circle, starts_at=people.at + timedelta(days=1), minutes=90, by=people.sees(who), at=people.at
    )


def test_pete_runs_his_circle_from_the_first_member_to_its_end(people: People, circle: Group) -> None:
    joins(people, circle)
    meeting = book(people, circle)
    people.later(days=1, hours=2)
    assert meeting_page(viewer=people.sees("pete"), session_id=meeting.pk, at=people.at).seats[0].name == "Ana"
    given = {"by": people.sees("pete"), "at": people.at}
    register = [(people.ana.pk, "attended")]
    gather.record_meeting(meeting=meeting, register=register, themes="Soup", note="Calm", guests=4, **given)
    page = group_page(viewer=people.sees("pete"), group_id=circle.pk, language="en", at=people.at)
    assert (page.may_change, page.may_read_notes, page.climate, page.members[0].may_open) == (True, True, None, False)
    assert not page.may_name_leaders
    assert not page.may_ask_leavers
    pete = Screen(people, "pete")
    for name, pk in (("group", circle.pk), ("meeting", meeting.pk), ("community_meeting", meeting.pk)):
        assert pete.get(name, pk).status_code == 200, name
    assert "Change who leads it" not in pete.text("group", circle.pk)
    assert "4 guests" in pete.text("group", circle.pk)
    assert pete.get("group_working", circle.pk).status_code == 404
    assert pete.get("group_leaders", circle.pk).status_code == 404
    circle.refresh_from_db()
    run_group.end_group(group=circle, **given)
    with pytest.raises(NotYours):  # at once, and not ninety days later
        group_page(viewer=people.sees("pete"), group_id=circle.pk, language="en", at=people.at)


def test_guests_nobody_counted_are_not_shown_as_none(people: People, circle: Group) -> None:
    meeting = book(people, circle)
    people.later(days=1, hours=2)
    given = {"by": people.sees("pete"), "at": people.at}
    gather.record_meeting(meeting=meeting, register=[], themes="", note="", **given)
    page = Screen(people, "pete").text("group", circle.pk)
    assert "guests not counted" in page
    assert "0 guests" not in page


def test_he_reads_nothing_of_a_members_record_and_can_raise_a_concern(people: People, circle: Group) -> None:
    with pytest.raises(NotYours):
        safety.raise_concern(client=people.ana, level="high", words="Said bye", by=people.sees("pete"), at=people.at)
    joins(people, circle)
    people.later(minutes=1)
    with pytest.raises(NotYours):
        person(viewer=people.sees("pete"), client_id=people.ana.pk, language="en", at=people.at)
    with pytest.raises(NotYours):
        gather.write_group_entry(
            meeting=book(people, circle),
            client=people.ana,
            words="Quiet",
            is_released=False,
            by=people.sees("pete"),
            at=people.at,
        )
    safety.raise_concern(client=people.ana, level="high", words="Said bye", by=people.sees("pete"), at=people.at)


def test_he_writes_nothing_in_a_group_of_another_kind_or_one_that_another_leads(people: People, circle: Group) -> None:
    fay = another(people, "fay", "peer_supporter")
    Group.objects.filter(pk=circle.pk).update(kind="therapy")
    people.later(minutes=1)
    with pytest.raises(NotYours):
        book(people, circle)
    Group.objects.filter(pk=circle.pk).update(kind="peer")
    with pytest.raises(NotYours):
        book(people, circle, "fay")
    book(people, circle)  # the control
    circle.facilitations.create(staff=fay, starts=people.at, made_at=people.at)
    circle.facilitations.filter(staff=people.accounts["pete"]).update(ends=people.at)
    people.later(minutes=1)
    with pytest.raises(NotYours):
        book(people, circle)
    assert groups_page(viewer=people.sees("pete"), at=people.at).groups == ()


def test_peer_supporters_are_offered_for_circles_alone(people: People, circle: Group) -> None:
    finn = Screen(people, "finn")
    assert "Pete Hart" in finn.text("open_group", kind="peer")
    assert "Pete Hart" not in finn.text("open_group", kind="family")
    therapy = forming.form_group(
        site=people.site,
        name="Harbour Circle",
        kind="therapy",
        protocol="community-sociotherapy",
        capacity=8,
        facilitators=[people.accounts["finn"]],
        agreement="",
        by=people.sees("finn"),
        at=people.at,
    )
    with pytest.raises(BadInput, match="no role"):
        run_group.lead_group(group=therapy, staff=people.accounts["pete"], by=people.sees("cleo"), at=people.at)
    run_group.lead_group(
        group=circle, staff=another(people, "fay", "peer_supporter"), by=people.sees("cleo"), at=people.at
    )
