"""Ana's circle with two others whose names stand nowhere else; and all that is written where names must not be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from kith.care.actions import agenda, consent, forming, gather, look_back, refer, share, weigh
from kith.care.models import Client, Group, GroupDecision, Membership, Session
from kith.care.models.phases_of_groups import phases_of
from tests.care.courses import a_group, a_member, all_say_yes, record
from tests.people import People, a_client, a_service

# Given and family name, and the name the group uses. Forms of the first person: bent, short, spelt otherwise, initials.
OTHERS = {"zofia": ("Zofia", "Marrowby", "Kingfisher"), "alexandra": ("Alexandra", "Thackeray", "Ptarmigan")}
NAMES = tuple(name for names in OTHERS.values() for name in names)
FORMS = {
    "name": "Then Kingfisher spoke.",
    "family name, in another case": "It was like MARROWBYS again.",
    "nickname": "We heard Sasha at the end.",
    "inflected": "Somebody thanked Zofię for it.",
    "initials with stops": "A hard hour for A.T. and us.",
    "initials with a detail": "Then ZM told of her son.",
}


@dataclass
class Circle:
    """Finn's circle: it met twice, Ana came, and one of the others has left since."""

    people: People
    group: Group
    others: dict[str, Client]
    past: Session
    coming: Session
    left: Membership
    decision: GroupDecision = field(init=False)

    @property
    def act(self) -> dict[str, Any]:
        """Finn, now."""
        return {"by": self.people.sees("finn"), "at": self.people.at}


def a_circle() -> Circle:
    """Everything that may be written is written once, without names."""
    people = a_service()
    group = a_group(people)
    others = {key: a_client(people, key, *names[:2], practitioner="dev") for key, names in OTHERS.items()}
    a_member(people, group, people.ana, "ana", "Swallow")
    places = {key: a_member(people, group, client, key, OTHERS[key][2]) for key, client in others.items()}
    finn = people.sees("finn")
    past, coming = (
        gather.book_meeting(group=group, starts_at=people.at + timedelta(days=n), minutes=90, by=finn, at=people.at)
        for n in (1, 2)
    )
    people.later(days=1, hours=3)
    everybody = [people.ana, *others.values()]
    record(people, past, dict.fromkeys(everybody, "attended"))
    circle = Circle(people, group, others, past, coming, places["alexandra"])
    circle.decision = share.write_decision(meeting=past, kind="task", words="We sing at the end.", **circle.act)
    for client in everybody:
        words = "Spoke of home. It helped to be heard."
        gather.write_group_entry(meeting=past, client=client, words=words, is_released=True, **circle.act)
    turn = share.take_role(meeting=past, client=others["zofia"], role="Keeps the time", **circle.act)
    share.pass_role(turn=turn, meeting=past, client=people.ana, **circle.act)
    all_say_yes(people, group)
    keys = [client.pk for client in everybody]
    look_back.record_choices(
        group=group,
        question="Who would you sit with?",
        allowed=1,
        choices={keys[0]: [keys[1]], keys[1]: []},
        **circle.act,
    )
    gather.leave_group(membership=circle.left, **circle.act)
    people.later(days=1)
    gather.book_meeting(group=group, starts_at=people.at + timedelta(days=1), minutes=90, **circle.act)
    ana = {"client": people.ana, "by": people.sees("ana"), "at": people.at}
    refer.set_contact_rule(rule=refer.SafeContact("sms", "+44 20 7946 0000", note=""), **ana)
    consent.decide_consent(purpose="treatment", is_given=True, text_version="1", **ana)
    return circle


# What is written about a group, and how: each takes the circle and the words.
Writer = Callable[[Circle, str], object]


def _recorded(circle: Circle, themes: str = "Trust", note: str = "Calm") -> None:
    marks = [(one.client_id, "attended") for one in circle.group.memberships.filter(ends=None)]
    gather.record_meeting(meeting=circle.coming, register=marks, themes=themes, note=note, **circle.act)


def _described(circle: Circle, **words: str) -> None:
    agreement = words.pop("agreement", "We listen.")
    frame = forming.Frame(smallest=1, **words)  # type: ignore[arg-type]
    forming.describe_group(group=circle.group, frame=frame, capacity=12, agreement=agreement, **circle.act)


def _filed(circle: Circle, words: str) -> None:
    gather.write_group_entry(meeting=circle.past, client=circle.people.ana, words=words, is_released=True, **circle.act)


def _looked_back(circle: Circle, words: str) -> None:
    look_back.write_debrief(meeting=circle.past, seen=look_back.LookBack("", "", words), **circle.act)


def _decided(circle: Circle, words: str = "We sing.", carried_by: str = "") -> None:
    share.write_decision(meeting=circle.past, kind="task", words=words, carried_by=carried_by, **circle.act)


def _asked_to_choose(circle: Circle, words: str) -> None:
    nobody: dict[Any, list[Any]] = {circle.people.ana.pk: [], circle.others["zofia"].pk: []}
    look_back.record_choices(group=circle.group, question=words, allowed=1, choices=nobody, **circle.act)


def _asked_ana(circle: Circle, words: str) -> None:
    place = circle.group.memberships.get(client=circle.people.ana)
    if place.ends is None:
        place = gather.leave_group(membership=place, **circle.act)
    share.ask_leaver(membership=place, outcome="reached", why=words, offered="alone", **circle.act)


WRITERS: dict[tuple[str, str], Writer] = {
    ("Group", "purpose"): lambda circle, words: _described(circle, purpose=words),
    ("Group", "agreement"): lambda circle, words: _described(circle, agreement=words),
    ("GroupNote", "themes"): lambda circle, words: _recorded(circle, themes=words),
    ("GroupNote", "note"): lambda circle, words: _recorded(circle, note=words),
    ("GroupEntry", "words"): _filed,
    ("Debrief", "words"): _looked_back,
    ("GroupDecision", "words"): _decided,
    ("GroupDecision", "carried_by"): lambda circle, words: _decided(circle, carried_by=words),
    ("DecisionResult", "words"): lambda circle, words: share.end_decision(
        decision=circle.decision, meeting=circle.past, result="done", words=words, **circle.act
    ),
    ("RoleTurn", "role"): lambda circle, words: share.take_role(
        meeting=circle.past, client=circle.people.ana, role=words, **circle.act
    ),
    ("HereAndNow", "words"): lambda circle, words: share.note_here_and_now(
        meeting=circle.past, themes=["trust"], words=words, **circle.act
    ),
    ("GroupPhase", "reason"): lambda circle, words: share.move_phase(
        group=circle.group, phase=phases_of(circle.group)[1].id, reason=words, **circle.act
    ),
    ("StopDecision", "reason"): lambda circle, words: weigh.decide_on_stop(
        group=circle.group, decision="go_on", reason=words, **circle.act
    ),
    ("ChoiceRound", "question"): _asked_to_choose,
    ("LeaverAsked", "why"): _asked_ana,
    ("AgendaPoint", "words"): lambda circle, words: agenda.put_on_agenda(group=circle.group, words=words, **circle.act),
}
# Sealed fields of the same rows in which nobody writes about a member, or in which names belong.
OTHERWISE = {
    ("Group", "link"): "an address",
    ("Membership", "display_name"): "the name itself",
    ("Membership", "unprepared"): "of one person, read by those who lead the group",
    ("Debrief", "took_part"): "keys and codes",
    ("MeetingMarks", "taps"): "keys and counts",
    ("AgendaWish", "words"): "of one person; a check would tell who is in the group; read by those who lead it",
    ("AgreementText", "agreement"): "the agreement of the group, in which no name is kept",
    ("AgreementText", "limits"): "what this house says to every group",
    ("ChoiceRound", "choices"): "keys; read by those who lead the group",
    ("AskedAlone", "answer"): "a code",
    ("AskedAlone", "said"): "codes",
    ("Confidence", "words"): "read by whoever heard it alone",
    ("JointSummary", "words"): "a couple or family, who know each other's names",
    ("Attendance", "reason"): "of one person's own session; a meeting of a group takes none",
    ("SessionRecord", "content"): "of one person's own session",
    ("SessionRecord", "note"): "of one person's own session",
    ("ProcessNote", "words"): "of one person's own session; read by its author alone",
}
