"""Groups: who may join, who may say so, and a note that holds nobody's name."""

from __future__ import annotations

import pytest

from kith.care.actions import consent, forming, gather
from kith.care.models import (
    Attendance,
    AuditEvent,
    BadInput,
    Block,
    Client,
    GroupEntry,
    GroupNote,
    Membership,
    Session,
    WrongMoment,
)
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.meeting import meeting as meeting_page
from tests.care.courses import FIRST_MEETING, a_group, a_meeting, a_member, record, says_yes_to_groups
from tests.people import People, a_client


def events(name: str) -> int:
    return AuditEvent.objects.filter(event=name).count()


def test_ana_joins_after_her_yes_and_it_is_audited(people: People) -> None:
    group = a_group(people)
    place = a_member(people, group, people.ana, "ana", "  Ana   P. ")
    assert place.display_name == "Ana P."
    assert (events("group.formed"), events("group.joined")) == (1, 1)


def test_nobody_joins_without_their_own_yes(people: People) -> None:
    group = a_group(people)
    with pytest.raises(WrongMoment, match="said yes"):
        gather.join_group(group=group, client=people.ana, display_name="Ana", by=people.sees("finn"), at=people.at)
    says_yes_to_groups(people, people.ana, "ana")
    people.later(minutes=1)
    consent.decide_consent(
        client=people.ana, purpose="group", is_given=False, text_version="2026-01", by=people.sees("ana"), at=people.at
    )
    with pytest.raises(WrongMoment, match="said yes"):
        gather.join_group(group=group, client=people.ana, display_name="Ana", by=people.sees("finn"), at=people.at)
    assert not Membership.objects.exists()


def test_a_number_tells_nobody_who_is_in_care_here(people: People) -> None:
    group, refusals = a_group(people), []
    for number in ("K99999", people.ana.number):
        with pytest.raises(WrongMoment) as refused:
            gather.join_by_number(
                group=group, number=number, display_name="A", is_prepared=True, by=people.sees("finn"), at=people.at
            )
        refusals.append(str(refused.value))
    says_yes_to_groups(people, people.ana, "ana")
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    with pytest.raises(WrongMoment) as refused:
        gather.join_by_number(
            group=group,
            number=people.ana.number,
            display_name="A",
            is_prepared=True,
            by=people.sees("finn"),
            at=people.at,
        )
    assert {*refusals, str(refused.value)} == {refusals[0]}
    block.lifted_at = people.at
    block.save()
    joined = gather.join_by_number(
        group=group,
        number=people.ana.number.lower(),
        display_name="Ana",
        is_prepared=True,
        by=people.sees("finn"),
        at=people.at,
    )
    assert joined.client == people.ana
    assert joined.unprepared is None


def test_nobody_joins_unprepared_without_a_reason(people: People) -> None:
    group = a_group(people)
    says_yes_to_groups(people, people.ana, "ana")
    answers = []
    for number in ("K99999", people.ana.number):
        given = {"group": group, "number": number, "display_name": "Ana", "is_prepared": False}
        with pytest.raises(BadInput, match="does not say why they join yet") as refused:
            gather.join_by_number(**given, by=people.sees("finn"), at=people.at)
        answers.append(str(refused.value))
    assert answers[0] == answers[1]  # it tells nobody who is in care here
    assert not Membership.objects.exists()
    joined = gather.join_by_number(**given, unprepared=" Her sister told her ", by=people.sees("finn"), at=people.at)
    assert joined.unprepared == "Her sister told her"
    assert b"sister" not in bytes(Membership.objects.values_list("unprepared", flat=True)[0])


@pytest.mark.parametrize("who", ["dev", "ben", "cleo", "ana", "dan"])
def test_only_those_who_lead_the_group_change_it(people: People, who: str) -> None:
    group = a_group(people)
    place = a_member(people, group, people.ana, "ana", "Ana")
    meeting = a_meeting(people, group)
    by = {"by": people.sees(who), "at": people.at}
    with pytest.raises(NotYours):
        gather.join_group(group=group, client=people.ana, display_name="Ana", **by)
    with pytest.raises(NotYours):
        gather.join_by_number(group=group, number=people.ana.number, display_name="Ana", is_prepared=True, **by)
    with pytest.raises(NotYours):
        gather.leave_group(membership=place, **by)
    with pytest.raises(NotYours):
        gather.book_meeting(group=group, starts_at=people.at, minutes=60, **by)
    with pytest.raises(NotYours):
        gather.record_meeting(meeting=meeting, register=[], themes="", note="", **by)


def test_ben_cannot_form_a_group(people: People) -> None:
    with pytest.raises(NotAllowed):
        forming.form_group(
            site=people.site, name="X", kind="therapy", protocol="community-sociotherapy", capacity=3,
            facilitators=[people.accounts["finn"]], agreement="", by=people.sees("ben"), at=people.at,
        )  # fmt: skip


def test_wrong_moments(people: People) -> None:
    group = a_group(people, capacity=1)
    place = a_member(people, group, people.ana, "ana", "Ana")
    bo = a_client(people, "bo", "Bo", "Lund")
    says_yes_to_groups(people, bo, "bo")
    by = {"by": people.sees("finn"), "at": people.at}
    with pytest.raises(WrongMoment, match="member now"):
        gather.join_group(group=group, client=people.ana, display_name="Ana", **by)
    with pytest.raises(WrongMoment, match="full"):
        gather.join_group(group=group, client=bo, display_name="Bo", **by)
    meeting = gather.book_meeting(group=group, starts_at=people.at.replace(hour=23), minutes=60, **by)
    with pytest.raises(WrongMoment, match="one at that time"):
        gather.book_meeting(group=group, starts_at=meeting.starts_at, minutes=60, **by)
    with pytest.raises(WrongMoment, match="not begun"):
        gather.record_meeting(meeting=meeting, register=[(people.ana.pk, "attended")], themes="", note="", **by)
    gather.leave_group(membership=place, **by)
    with pytest.raises(WrongMoment, match="left already"):
        gather.leave_group(membership=place, **by)


def test_a_meeting_is_recorded_once_with_one_mark_for_each(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    bo = a_client(people, "bo", "Bo", "Lund")
    a_member(people, group, bo, "bo", "Bo")
    meeting = a_meeting(people, group)
    for marks in (
        {people.ana: "attended"},
        {people.ana: "attended", bo: "danced"},
        {people.ana: "late", bo: "cancelled"},
    ):
        with pytest.raises(BadInput, match="Mark each member once"):
            record(people, meeting, marks)
    assert not Attendance.objects.exists()
    record(people, meeting, {people.ana: "late", bo: "did_not_attend"})
    assert set(Attendance.objects.values_list("status", "minutes")) == {("late", 180), ("did_not_attend", None)}
    assert events("meeting.recorded") == 1
    with pytest.raises(WrongMoment, match="held already"):
        record(people, meeting, {people.ana: "late", bo: "did_not_attend"})


NAMED = {
    "as it is": ("Ana", "Petrova", "Then Ana spoke."),
    "small letters": ("Ana", "Petrova", "then ana spoke"),
    "family name": ("Ana", "Petrova", "Ms PETROVA was tired."),
    "possessive": ("Ana", "Petrova", "Ana's son came up."),
    "accents left out": ("Zoë", "Muñoz", "Zoe and her sister."),
    "accents added": ("Zoe", "Munoz", "A story about Señora Muñoz."),
    "stroked letter": ("Łukasz", "Żak", "Lukasz laughed."),
    "umlaut written out": ("Jürgen", "Weiß", "Juergen was late."),
    "case ending": ("Zofia", "Górska", "We went to see Zofię."),
    "nickname": ("Alexandra", "Hill", "Today Alex led the round."),
    "two letters": ("Bo", "Lund", "We asked Bo to read."),
    "hyphened": ("Anne-Marie", "Hill", "Marie read the rules."),
    "Arabic with and": ("ليلى", "منصور", "تكلمت هدى وليلى اليوم"),
    "Chinese inside": ("志强", "陈", "今天志强说得很多"),
    "Bengali": ("কামাল", "হোসেন", "আজ কামাল এসেছে"),
    "Cyrillic ending": ("Оксана", "Коваль", "Бачили Оксану вчора."),
    "split by an invisible sign": ("Ana", "Petrova", "A\u200bna spoke."),
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_note_with_a_members_name_is_refused_with_the_place_and_the_writers_own_word(
    people: People, kind: str
) -> None:
    given, family, note = NAMED[kind]
    client = a_client(people, "member", given, family)
    group = a_group(people)
    a_member(people, group, client, "member", "Mouse")
    meeting = a_meeting(people, group)
    with pytest.raises(BadInput) as refused:
        record(people, meeting, {client: "attended"}, note=note)
    assert refused.value.field == "note"
    told = refused.value.found
    assert "(How the group was, line 1, word " in told
    assert {name for name in (given, family) if name in told} <= {name for name in (given, family) if name in note}
    assert not GroupNote.objects.exists()
    assert not Attendance.objects.exists()


def test_the_name_used_in_the_group_and_the_names_of_those_who_left_count_too(people: People) -> None:
    group = a_group(people)
    place = a_member(people, group, people.ana, "ana", "Swallow")
    bo = a_client(people, "bo", "Bo", "Lund")
    a_member(people, group, bo, "bo", "Bo")
    people.later(hours=1)
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    meeting = a_meeting(people, group)
    for note in ("The swallow is missed.", "Somebody asked after Ana."):
        with pytest.raises(BadInput, match="name of a member"):
            record(people, meeting, {bo: "attended"}, note=note)


@pytest.mark.parametrize(
    "note",
    [
        FIRST_MEETING,
        "Everybody spoke; an anagram game, bananas with tea, and a boat trip is planned.",
        "About the road, work, and what hurts. The quiet ones were asked last.",
    ],
)
def test_an_ordinary_note_is_kept(people: People, note: str) -> None:
    bo = a_client(people, "bo", "Bo", "Alexander")
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, bo, "bo", "Bo")
    record(people, a_meeting(people, group), {people.ana: "attended", bo: "attended"}, note=note)
    assert GroupNote.objects.get().note == note


def an_entry(people: People, meeting: Session, client: Client, words: str, by: str = "finn") -> GroupEntry:
    return gather.write_group_entry(
        meeting=meeting, client=client, words=words, is_released=True, by=people.sees(by), at=people.at
    )


def test_what_a_meeting_was_for_one_member_is_filed_to_their_record_and_names_no_other(people: People) -> None:
    group = a_group(people)
    bo = a_client(people, "bo", "Borislav", "Lund")
    a_member(people, group, people.ana, "ana", "Swallow")
    a_member(people, group, bo, "bo", "Bear")
    meeting = a_meeting(people, group)
    record(people, meeting, {people.ana: "attended", bo: "late"})
    for words in ("Ana was helped by Bear.", "She laughed with Borislavs.", "B.L. comforted her.", "She and lund."):
        with pytest.raises(BadInput, match="name of a member") as refused:
            an_entry(people, meeting, people.ana, words)
        assert refused.value.field == f"words-{people.ana.pk}"
    with pytest.raises(BadInput, match="no words"):
        an_entry(people, meeting, people.ana, "  ")
    with pytest.raises(BadInput, match="8001 characters"):
        an_entry(people, meeting, people.ana, "x" * 8001)
    assert not GroupEntry.objects.exists()
    row = an_entry(people, meeting, people.ana, "Ana told of her son for the first time.")
    assert (row.client, row.words) == (people.ana, "Ana told of her son for the first time.")
    assert events("group_entry.written") == 1


def test_only_a_leader_files_an_entry_and_only_for_somebody_who_was_a_member(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    bo = a_client(people, "bo", "Bo", "Lund")
    meeting = a_meeting(people, group)
    for who in ("ben", "dev", "cleo", "eve", "dan", "ana"):
        with pytest.raises(NotYours):
            an_entry(people, meeting, people.ana, "Quiet today.", by=who)
    with pytest.raises(NotYours):
        an_entry(people, meeting, bo, "Was not there.")
    a_member(people, group, bo, "bo", "Bo")  # after the meeting
    with pytest.raises(NotYours):
        an_entry(people, meeting, bo, "Was not there.")
    coming = gather.book_meeting(
        group=group, starts_at=people.at.replace(hour=23), minutes=60, by=people.sees("finn"), at=people.at
    )
    with pytest.raises(WrongMoment, match="not begun"):
        an_entry(people, coming, people.ana, "Quiet today.")
    consent.block_account(
        client=people.ana, user=people.accounts["finn"], reason="Kin", by=people.sees("ben"), at=people.at
    )
    with pytest.raises(NotYours):
        an_entry(people, meeting, people.ana, "Quiet today.")


def test_a_blocked_member_is_not_there_for_this_facilitator(people: People) -> None:
    """The block overrides leading the group: no seat, no mark, and the register is whole without them."""
    group = a_group(people)
    bo = a_client(people, "bo", "Bo", "Ek")
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, bo, "bo", "Bo")
    meeting = a_meeting(people, group)
    finn = people.sees("finn")
    seen = meeting_page(viewer=finn, session_id=meeting.pk, at=people.at)
    assert {seat.client_id for seat in seen.seats} == {people.ana.pk, bo.pk}
    consent.block_account(
        client=bo, user=people.accounts["finn"], reason="Neighbours", by=people.sees("ben"), at=people.at
    )
    seen = meeting_page(viewer=finn, session_id=meeting.pk, at=people.at)
    assert {seat.client_id for seat in seen.seats} == {people.ana.pk}
    record(people, meeting, {people.ana: "attended"})
    assert Attendance.objects.get(session=meeting).client == people.ana
