"""Couples and families: nobody meets before each was asked alone; a confidence stays with whoever heard it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import gather, run_group, set_up, together
from kith.care.models import (
    AskedAlone,
    AuditEvent,
    BadInput,
    Block,
    Client,
    Confidence,
    Group,
    JointSummary,
    OutboxMessage,
    Session,
    WrongMoment,
)
from kith.care.models.families import ALONE_ANSWERS, SCREEN
from kith.care.permissions import NotYours
from kith.care.queries.groups import group as group_page
from kith.care.queries.meeting import MeetingPage
from kith.care.queries.meeting import meeting as meeting_page
from kith.care.queries.my_download import my_download
from kith.care.queries.my_groups import my_groups, offered_to_me
from kith.care.queries.my_record import my_record
from kith.care.queries.together import TogetherPage
from kith.care.queries.together import together as together_page
from tests.care.courses import a_member, record
from tests.care.family_scenes import NOTHING, a_couple, alone
from tests.people import People, a_client

SECRET = "I am thinking of leaving him"


@pytest.fixture
def bo(people: People) -> Client:
    return a_client(people, "bo", "Bo", "Moss")


@pytest.fixture
def couple(people: People, bo: Client) -> Group:
    """Ana and Bo with Finn."""
    return a_couple(people, bo)


def book(people: People, group: Group) -> None:
    gather.book_meeting(
        group=group, starts_at=people.at + timedelta(days=1), minutes=60, by=people.sees("finn"), at=people.at
    )


def seen(people: People, group: Group, who: str = "finn") -> TogetherPage:
    return together_page(viewer=people.sees(who), group_id=group.pk, at=people.at)


def test_nobody_meets_before_each_was_asked_alone_and_said_it_is_safe(
    people: People, couple: Group, bo: Client
) -> None:
    alone(people, couple, people.ana)
    with pytest.raises(WrongMoment, match="has not been asked alone"):
        book(people, couple)
    alone(people, couple, bo, "not_sure")
    with pytest.raises(WrongMoment, match="held back"):
        book(people, couple)
    assert not couple.sessions.exists()
    people.later(days=7)
    alone(people, couple, bo)
    assert seen(people, couple).is_safe_together
    book(people, couple)  # the control: with two yeses it is booked
    people.later(days=91)
    assert not seen(people, couple).is_safe_together
    with pytest.raises(WrongMoment, match="last three months"):
        book(people, couple)


def test_a_newcomer_to_the_family_is_asked_too(people: People, couple: Group, bo: Client) -> None:
    for client in (people.ana, bo):
        alone(people, couple, client)
    a_member(people, couple, a_client(people, "cy", "Cy", "Moss"), "cy", "Cy")
    with pytest.raises(WrongMoment, match="has not been asked alone"):
        book(people, couple)


def test_a_confidence_is_read_by_whoever_heard_it_and_by_nobody_else(people: People, couple: Group, bo: Client) -> None:
    by = {"by": people.sees("finn"), "at": people.at}
    together.keep_confidence(group=couple, client=people.ana, words=SECRET, **by)
    his, hers = sorted(seen(people, couple).members, key=lambda one: len(one.told))
    assert [told.words for told in hers.told] == [SECRET]
    assert his.told == ()
    founder = people.accounts["eve"]
    couple.facilitations.create(staff=founder, starts=people.at, made_at=people.at)
    founder.roles.create(name="facilitator", starts=people.at, made_at=people.at)
    people.later(minutes=1)
    assert SECRET not in str(seen(people, couple, "eve"))  # who leads it as well, and did not hear it
    for who in ("ben", "dan", "cleo", "dev"):
        with pytest.raises(NotYours):
            seen(people, couple, who)
    for who in ("ana", "bo"):
        assert SECRET not in str(my_groups(viewer=people.sees(who), at=people.at))
    assert SECRET.encode() not in bytes(Confidence.objects.values_list("words", flat=True)[0])
    assert not AuditEvent.objects.filter(rule__contains=SECRET).exists()


def test_only_those_who_lead_it_ask_alone_and_keep_confidences(people: People, couple: Group) -> None:
    for who in ("ben", "eve", "cleo", "dan", "dev", "ana"):
        acting = {"group": couple, "client": people.ana, "by": people.sees(who), "at": people.at}
        with pytest.raises(NotYours):
            together.ask_alone(**acting, said=NOTHING, answer="safe", was_alone=True)
        with pytest.raises(NotYours):
            together.keep_confidence(**acting, words=SECRET)
    assert not Confidence.objects.exists()


def test_somebody_outside_or_blocked_is_nobody_here(people: People, couple: Group, bo: Client) -> None:
    outside = a_client(people, "cy", "Cy", "Moss")
    with pytest.raises(NotYours):
        alone(people, couple, outside)
    block = Block(client=bo, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    with pytest.raises(NotYours):
        alone(people, couple, bo)
    page = seen(people, couple)
    assert page.is_partly_hidden
    assert [one.name for one in page.members] == ["Ana"]


def test_a_summary_stands_when_all_have_said_yes_and_nobody_learns_who_said_no(people: People, couple: Group) -> None:
    summary = together.write_joint_summary(
        group=couple, words="We eat together on Sundays.", is_offered=True, by=people.sees("finn"), at=people.at
    )

    def answers(who: str, *, yes: bool) -> None:
        people.later(minutes=1)
        found = offered_to_me(viewer=people.sees(who), summary_id=summary.pk, at=people.at)
        together.answer_joint_summary(summary=found, agrees=yes, by=people.sees(who), at=people.at)

    answers("ana", yes=True)
    answers("bo", yes=False)
    (hers,) = my_groups(viewer=people.sees("ana"), at=people.at).groups
    assert [(one.is_agreed, one.my_answer) for one in hers.summaries] == [(False, True)]
    (shown,) = seen(people, couple).summaries
    assert (shown.yes, shown.no, shown.members, shown.agreed_at) == (1, 1, 2, None)
    answers("bo", yes=True)
    assert JointSummary.objects.get().agreed_at == people.at
    with pytest.raises(WrongMoment, match="agreed already"):
        answers("bo", yes=False)
    with pytest.raises(NotYours):
        offered_to_me(viewer=people.sees("ben"), summary_id=summary.pk, at=people.at)


def test_a_draft_is_for_the_therapists_and_a_new_offer_ends_the_old_one(people: People, couple: Group) -> None:
    acting = {"group": couple, "by": people.sees("finn"), "at": people.at}
    together.write_joint_summary(**acting, words="A thought of mine", is_offered=False)
    first = together.write_joint_summary(**acting, words="First", is_offered=True)
    people.later(minutes=1)
    together.write_joint_summary(**(acting | {"at": people.at}), words="Second", is_offered=True)
    (hers,) = my_groups(viewer=people.sees("ana"), at=people.at).groups
    assert [one.words for one in hers.summaries] == ["Second"]
    with pytest.raises(NotYours):
        offered_to_me(viewer=people.sees("ana"), summary_id=first.pk, at=people.at)
    for who in ("ana", "dev", "cleo"):
        with pytest.raises(NotYours):
            together.write_joint_summary(**(acting | {"by": people.sees(who)}), words="Mine", is_offered=True)


def test_whoever_has_left_answers_no_more_and_reads_no_more(people: People, couple: Group, bo: Client) -> None:
    summary = together.write_joint_summary(
        group=couple, words="Sundays", is_offered=True, by=people.sees("finn"), at=people.at
    )
    place = couple.memberships.get(client=bo)
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    people.later(minutes=1)
    with pytest.raises(NotYours):
        offered_to_me(viewer=people.sees("bo"), summary_id=summary.pk, at=people.at)
    assert my_groups(viewer=people.sees("bo"), at=people.at).groups == ()


def test_what_cannot_be_kept_is_refused_in_words(people: People, couple: Group) -> None:
    by = {"by": people.sees("finn"), "at": people.at}
    with pytest.raises(BadInput, match="no answer"):
        alone(people, couple, people.ana, "fine")
    with pytest.raises(BadInput, match="no words"):
        together.keep_confidence(group=couple, client=people.ana, words="  ", **by)
    with pytest.raises(BadInput, match="8001 characters"):
        together.write_joint_summary(group=couple, words="x" * 8001, is_offered=True, **by)
    assert len(ALONE_ANSWERS) == 3


def test_the_persons_own_page_never_says_that_somebody_was_asked_alone_or_told_something(
    people: People, couple: Group
) -> None:
    for client in couple.memberships.all():
        alone(people, couple, client.client)
    together.keep_confidence(group=couple, client=people.ana, words=SECRET, by=people.sees("finn"), at=people.at)
    told = str(my_record(viewer=people.sees("ana"), at=people.at)) + str(
        my_download(viewer=people.sees("ana"), at=people.at)
    )
    assert "group.joined" in told  # the control: the same list holds other things that Finn did
    assert not [word for word in ("asked_alone", "confidence", SECRET) if word in told]


def a_booked_meeting(people: People, couple: Group, bo: Client) -> Session:
    """Both said that all is safe, and a meeting is booked for tomorrow."""
    for client in (people.ana, bo):
        alone(people, couple, client)
    book(people, couple)
    people.later(hours=1)
    return couple.sessions.get()


@pytest.mark.parametrize("code", SCREEN)
@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_one_answer_that_is_not_no_holds_a_booked_meeting_back(
    people: People, couple: Group, bo: Client, code: str, said: str
) -> None:
    meeting = a_booked_meeting(people, couple, bo)

    def run() -> MeetingPage:
        return meeting_page(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)

    assert not run().is_held_back  # the control: before the answer it runs
    assert alone(people, couple, bo, "safe", **{code: said}).answer == "not_sure"
    assert run().is_held_back
    with pytest.raises(WrongMoment, match="held back"):
        run_group.move_meeting(
            meeting=meeting, starts_at=people.at + timedelta(days=3), by=people.sees("finn"), at=people.at
        )
    people.later(days=1, hours=3)
    assert run().is_held_back
    with pytest.raises(WrongMoment, match="held back"):
        record(people, meeting, {people.ana: "attended", bo: "attended"})
    meeting.refresh_from_db()
    assert meeting.state == "booked"


def test_a_meeting_that_was_safe_when_it_began_is_recorded(people: People, couple: Group, bo: Client) -> None:
    meeting = a_booked_meeting(people, couple, bo)
    people.later(days=1, hours=3)
    alone(people, couple, bo, "not_safe")
    record(people, meeting, {people.ana: "attended", bo: "attended"})
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_the_supervisor_is_told_that_and_not_what(people: People, couple: Group, bo: Client) -> None:
    set_up.start_supervision(
        supervisor=people.accounts["eve"],
        supervisee=people.accounts["finn"],
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    people.later(minutes=1)
    a_booked_meeting(people, couple, bo)
    assert not OutboxMessage.objects.exists()  # the control: what is safe is told to nobody
    people.later(minutes=1)
    alone(people, couple, bo, "not_safe", hurt="yes")
    message = OutboxMessage.objects.get()
    assert (message.to_user, message.template) == (people.accounts["eve"], "please_log_in")
    page = group_page(viewer=people.sees("eve"), group_id=couple.pk, language="en", at=people.at)
    assert page.is_held_back
    assert not [word for word in ("hurt", "not_safe") if word in str(page)]
    with pytest.raises(NotYours):
        seen(people, couple, "eve")


def test_nobody_else_sees_that_a_meeting_is_held_back(people: People, couple: Group, bo: Client) -> None:
    a_booked_meeting(people, couple, bo)

    def pages() -> list[str]:
        own = [str(my_groups(viewer=people.sees(who), at=people.at)) for who in ("ana", "bo")]
        theirs = group_page(viewer=people.sees("ben"), group_id=couple.pk, language="en", at=people.at)
        return [*own, str(theirs)]

    before = pages()
    alone(people, couple, bo, "not_safe", afraid="yes")
    assert group_page(viewer=people.sees("finn"), group_id=couple.pk, language="en", at=people.at).is_held_back
    assert pages() == before


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"was_alone": False}, "was alone"),
        ({"said": {}}, "has no answer"),
        ({"said": NOTHING | {"hurt": "maybe"}}, "has no answer"),
        ({"said": NOTHING | {"weight": "no"}}, "has no answer"),
        ({"answer": ""}, "no answer"),
    ],
)
def test_a_screen_that_is_not_whole_is_refused(people: People, couple: Group, given: dict[str, Any], why: str) -> None:
    whole: dict[str, Any] = {"said": NOTHING, "answer": "safe", "was_alone": True}
    acting: dict[str, Any] = {"group": couple, "client": people.ana, "by": people.sees("finn"), "at": people.at}
    with pytest.raises(BadInput, match=why):
        together.ask_alone(**(whole | given), **acting)
    assert not AskedAlone.objects.exists()


def test_what_was_said_alone_is_sealed_and_shown_to_those_who_lead(people: People, couple: Group, bo: Client) -> None:
    alone(people, couple, bo, "not_sure", hurt="yes", forced="unsure")
    assert b"hurt" not in bytes(AskedAlone.objects.values_list("said", flat=True)[0])
    his = next(one for one in seen(people, couple).members if one.client_id == bo.pk)
    assert his.found == {"hurt": "yes", "forced": "unsure"}


def test_who_comes_later_neither_reads_nor_answers_what_was_held_on_to_before(
    people: People, couple: Group, bo: Client
) -> None:
    act: dict[str, Any] = {"by": people.sees("finn"), "at": people.at}
    before = together.write_joint_summary(group=couple, words="We walk on Fridays.", is_offered=True, **act)
    people.later(days=1)
    dee = a_client(people, "dee", "Dee", "Lund")
    a_member(people, couple, dee, "dee", "Dee")
    (page,) = my_groups(viewer=people.sees("dee"), at=people.at).groups
    assert page.summaries == ()
    with pytest.raises(NotYours):
        offered_to_me(viewer=people.sees("dee"), summary_id=before.pk, at=people.at)
    with pytest.raises(NotYours):
        together.answer_joint_summary(summary=before, agrees=True, by=people.sees("dee"), at=people.at)
    for who in ("ana", "bo"):
        together.answer_joint_summary(summary=before, agrees=True, by=people.sees(who), at=people.at)
    before.refresh_from_db()
    assert before.agreed_at == people.at, "With the yes of everybody for whom it was written it stands."
    (shown,) = together_page(viewer=people.sees("finn"), group_id=couple.pk, at=people.at).summaries
    assert (shown.yes, shown.members) == (2, 2)
