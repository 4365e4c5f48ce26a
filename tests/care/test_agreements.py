"""Each member's dated yes to what was agreed and its limits: asked again when the text changes, and kept with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import agreeing, forming, gather, look_back
from kith.care.models import (
    AgreementText,
    AgreementYes,
    AuditEvent,
    BadInput,
    Block,
    ContactRule,
    Group,
    Membership,
    OutboxMessage,
    WrongMoment,
)
from kith.care.models.agreements import mark_of
from kith.care.permissions import NotYours
from kith.care.queries.agreements import AgreementPage, group_agreement, my_agreement, place_to_enter
from kith.care.queries.group_choices import group_choices
from kith.care.queries.meeting import meeting as meeting_page
from kith.care.queries.my_groups import my_groups
from tests.care.courses import a_group, a_member
from tests.people import People, a_client


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle with Ana, Bo and Cy."""
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    for key in ("bo", "cy"):
        a_member(people, group, a_client(people, key, key.title(), "Moss"), key, key.title())
    return group


def place(group: Group, name: str) -> Membership:
    found = {one.display_name: one for one in group.memberships.select_related("client", "group__service")}
    return found[name]


def act(people: People, who: str = "finn") -> dict[str, Any]:
    return {"by": people.sees(who), "at": people.at}


def yes(people: People, group: Group, name: str) -> AgreementYes:
    return agreeing.say_yes(membership=place(group, name), read=mark_of(group), **act(people, name.lower()))


def page(people: People, group: Group, who: str = "finn") -> AgreementPage:
    return group_agreement(viewer=people.sees(who), group_id=group.pk, at=people.at)


def new_text(people: People, group: Group, words: str) -> None:
    group.refresh_from_db()
    forming.describe_group(group=group, frame=forming.ANY, capacity=12, agreement=words, **act(people))
    group.refresh_from_db()


def test_a_yes_on_ones_own_device_or_on_paper_has_its_day_and_the_rest_are_named(people: People, circle: Group) -> None:
    assert page(people, circle).waiting == ("Ana", "Bo", "Cy")
    yes(people, circle, "Ana")
    signed = (people.at - timedelta(days=3)).date()
    agreeing.enter_yes(membership=place(circle, "Bo"), on=signed, **act(people))
    found = {one.name: (one.said_on, one.way, one.is_current) for one in page(people, circle).members}
    assert found == {
        "Ana": (people.at.date(), "own", True),
        "Bo": (signed, "paper", True),
        "Cy": (None, "", False),
    }
    assert page(people, circle).waiting == ("Cy",)
    assert AuditEvent.objects.filter(event="agreement.said_yes").count() == 2
    assert AgreementText.objects.count() == 1  # kept once, however many say yes to it


def test_a_new_text_asks_again_and_the_earlier_one_stays_to_be_read(people: People, circle: Group) -> None:
    rule = ContactRule(client=people.ana, channel="sms", confirmed_at=people.at, made_at=people.at)
    rule.address = "+44 7700 900123"
    rule.save()
    yes(people, circle, "Ana")
    told = OutboxMessage.objects.count()
    new_text(people, circle, "  - We listen.\r\n- What is said stays here.  ")
    assert page(people, circle).waiting == ("Bo", "Cy")  # a mark before a rule is no new rule
    assert OutboxMessage.objects.count() == told
    new_text(people, circle, "We listen.\nNo telephones.")
    assert page(people, circle).waiting == ("Ana", "Bo", "Cy")
    assert OutboxMessage.objects.filter(to_client=people.ana, template="please_log_in").exists()
    mine = my_agreement(viewer=people.sees("ana"), group_id=circle.pk, at=people.at)
    assert (mine.is_current, mine.agreement) == (False, ("We listen.", "No telephones."))
    assert [one.agreement for one in mine.said] == [("We listen.", "What is said stays here.")]
    assert mine.said[0].limits == mine.limits
    assert any("cannot promise it" in line for line in mine.said[0].limits)
    people.later(minutes=1)
    yes(people, circle, "Ana")
    assert my_agreement(viewer=people.sees("ana"), group_id=circle.pk, at=people.at).is_current


def test_nobody_says_yes_to_a_text_that_changed_while_they_read(people: People, circle: Group) -> None:
    read = mark_of(circle)
    new_text(people, circle, "No telephones.")
    with pytest.raises(WrongMoment, match="changed since you opened it"):
        agreeing.say_yes(membership=place(circle, "Ana"), read=read, **act(people, "ana"))
    yes(people, circle, "Ana")  # the control
    with pytest.raises(WrongMoment, match="there already"):
        yes(people, circle, "Ana")


def test_only_oneself_says_yes_and_only_those_who_lead_enter_paper(people: People, circle: Group) -> None:
    for who in ("bo", "finn", "ben", "cleo"):
        with pytest.raises(NotYours):
            agreeing.say_yes(membership=place(circle, "Ana"), read=mark_of(circle), **act(people, who))
    for who in ("ana", "ben", "cleo", "dev"):
        with pytest.raises(NotYours):
            agreeing.enter_yes(membership=place(circle, "Ana"), on=people.at.date(), **act(people, who))
        with pytest.raises(NotYours):
            page(people, circle, who)
    with pytest.raises(NotYours):
        my_agreement(viewer=people.sees("ana"), group_id=a_group(people).pk, at=people.at)
    assert not AgreementYes.objects.exists()


@pytest.mark.parametrize("days", [None, 1, -367])
def test_a_paper_without_a_day_that_can_be_is_refused(people: People, circle: Group, days: int | None) -> None:
    on = None if days is None else (people.at + timedelta(days=days)).date()
    with pytest.raises(BadInput, match="Give the day that stands on the paper"):
        agreeing.enter_yes(membership=place(circle, "Ana"), on=on, **act(people))


def test_somebody_without_an_account_is_entered_and_an_ended_place_is_not(people: People, circle: Group) -> None:
    cy = place(circle, "Cy").client
    cy.user = None
    cy.save()
    shown = {one.name: one.has_account for one in page(people, circle).members}
    assert shown == {"Ana": True, "Bo": True, "Cy": False}
    agreeing.enter_yes(membership=place(circle, "Cy"), on=people.at.date(), **act(people))
    gather.leave_group(membership=place(circle, "Bo"), **act(people))
    with pytest.raises(WrongMoment, match="has ended"):
        agreeing.enter_yes(membership=place(circle, "Bo"), on=people.at.date(), **act(people))
    with pytest.raises(NotYours):
        place_to_enter(
            viewer=people.sees("finn"), group_id=circle.pk, membership_id=place(circle, "Bo").pk, at=people.at
        )


def test_a_leader_who_must_not_see_somebody_enters_nothing_for_them(people: People, circle: Group) -> None:
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    assert page(people, circle).waiting == ("Bo", "Cy")
    assert page(people, circle).is_partly_hidden
    with pytest.raises(NotYours):
        agreeing.enter_yes(membership=place(circle, "Ana"), on=people.at.date(), **act(people))


def test_the_page_of_the_meeting_says_who_has_not_and_my_page_asks(people: People, circle: Group) -> None:
    starts_at = people.at + timedelta(days=1)
    meeting = gather.book_meeting(group=circle, starts_at=starts_at, minutes=90, **act(people))
    yes(people, circle, "Bo")
    shown = meeting_page(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
    assert shown.not_said_yes == ("Ana", "Cy")
    asks = {who: my_groups(viewer=people.sees(who), at=people.at).groups[0].asks_for_yes for who in ("ana", "bo")}
    assert asks == {"ana": True, "bo": False}


def test_before_a_yes_nobody_is_asked_whom_they_would_choose_or_is_chosen(people: People, circle: Group) -> None:
    yes(people, circle, "Ana")
    yes(people, circle, "Bo")
    ids = {name: place(circle, name).client_id for name in ("Ana", "Bo", "Cy")}

    def choose(**who: str) -> None:
        look_back.record_choices(
            group=circle,
            question="Cook",
            allowed=1,
            choices={ids[one]: [ids[other]] for one, other in who.items()},
            **act(people),
        )

    for who in ({"Ana": "Cy", "Bo": "Ana"}, {"Ana": "Bo", "Cy": "Bo"}):
        with pytest.raises(BadInput, match="1 of them has not said yes"):
            choose(**who)
    shown = group_choices(viewer=people.sees("finn"), group_id=circle.pk, at=people.at)
    assert ([one.name for one in shown.members], shown.not_said_yes) == (["Ana", "Bo"], ("Cy",))
    choose(Ana="Bo", Bo="Ana")  # the control
    (kept,) = circle.choice_rounds.all()
    assert set(kept.choices["members"]) == {str(ids["Ana"]), str(ids["Bo"])}
