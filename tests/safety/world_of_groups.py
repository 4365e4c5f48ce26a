"""What leading groups brings into the world: a look back, choices, a waiting list, a rule that keeps people apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from kith.care.actions import agenda, agreeing, forming, look_back, share, together, waiting, weigh
from kith.care.actions.mark_meeting import Marked, mark_meeting
from kith.care.models import Client, Group, KeptApart, Membership, Session
from kith.care.models.families import SCREEN
from kith.care.models.phases_of_groups import phases_of
from kith.care.permissions import Viewer
from tests.safety.canaries import canary

PROTOCOL = "community-sociotherapy"
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # as the world begins
ROOM = "https://rooms.example/"


def frame() -> forming.Frame:
    """A group with a day, a purpose and a link of its own."""
    return forming.Frame(
        smallest=1, weekday=2, meets_at=time(10), room="Green room", purpose=canary(), link=ROOM + canary()
    )


def wanted() -> waiting.Wanted:
    """What somebody wants of a group."""
    return waiting.Wanted(PROTOCOL, canary(), ("2-morning",), ("en",), reasons=("other",), not_now=canary())


def group_work(group: Group, past: Session, members: Iterable[Client], by: Viewer) -> None:
    """Marks and a look back on a held meeting, and one round of choices where there are two to choose."""
    at = past.starts_at + timedelta(hours=4)
    people = list(members)
    for place in group.memberships.filter(client__in=people):
        agreeing.enter_yes(membership=place, on=at.date(), by=by, at=at)
    spoke = Marked(page=past.pk, turn=1, spoke={people[0].pk: 3})
    mark_meeting(meeting=past, marked=spoke, by=by, at=at)
    seen = look_back.LookBack(canary(), canary(), canary(), {people[0].pk: "encourages"})
    look_back.write_debrief(meeting=past, seen=seen, by=by, at=at)
    if len(people) > 1:
        one, other = people[0].pk, people[1].pk
        look_back.record_choices(
            group=group, question=canary(), allowed=1, choices={one: [other], other: [one]}, by=by, at=at
        )
    group.agreement = canary()  # the text that they said yes to stays with their yes
    group.save(update_fields=["agreement"])


def shares(group: Group, past: Session, coming: Session, members: Iterable[Client], by: Viewer) -> None:
    """A decision that is open and one that is done, two roles, themes, and a phase with its reason."""
    at = past.starts_at + timedelta(hours=4)
    people = list(members)
    act: dict[str, Any] = {"by": by, "at": at}
    share.move_phase(group=group, phase=phases_of(group)[1].id, reason=canary(), **act)
    weigh.decide_on_stop(group=group, decision="go_on", reason=canary(), **act)
    share.write_decision(meeting=past, kind="task", words=canary(), carried_by=canary(), **act)
    done = share.write_decision(meeting=past, kind="decision", words=canary(), **act)
    share.end_decision(decision=done, meeting=coming, result="done", words=canary(), **act)
    share.take_role(meeting=past, client=people[0], role=canary(), **act)
    if len(people) > 1:
        share.take_role(meeting=coming, client=people[1], role=canary(), **act)
    share.note_here_and_now(meeting=past, themes=["trust"], words=canary(), **act)


def talks_about(group: Group, coming: Session, member: Client, own: Viewer, by: Viewer) -> dict[str, Any]:
    """What a member asks for, once put on the agenda and once waiting; a point that was dealt with, and an open one."""
    at = coming.starts_at - timedelta(hours=2)
    asked = [
        agenda.ask_for_point(client=member, group=group, words=canary(), by=own, at=at + timedelta(minutes=n))
        for n in (0, 1)
    ]
    agenda.put_on_agenda(group=group, words=canary(), wish=asked[0], by=by, at=at)
    points = [agenda.put_on_agenda(group=group, words=canary(), by=by, at=at) for _ in (0, 1)]
    agenda.deal_with_point(point=points[0], meeting=coming, by=by, at=at)
    return {"agenda_point": points[1]}


def asked_on_leaving(membership: Membership, by: Viewer, at: datetime) -> None:
    """Somebody who left was asked why."""
    share.ask_leaver(membership=membership, outcome="reached", why=canary(), offered="alone", by=by, at=at)


def seen_alone(group: Group, client: Client, by: Viewer) -> None:
    """Asked alone whether meeting together is safe, and something told in confidence."""
    nothing = dict.fromkeys(SCREEN, "no")
    together.ask_alone(group=group, client=client, said=nothing, answer="safe", was_alone=True, by=by, at=START)
    together.keep_confidence(group=group, client=client, words=canary(), by=by, at=START)


def hold_on_to(group: Group, by: Viewer, at: datetime) -> dict[str, Any]:
    """A draft, and a summary that everybody can say yes or no to."""
    together.write_joint_summary(group=group, words=canary(), is_offered=False, by=by, at=at)
    offered = together.write_joint_summary(group=group, words=canary(), is_offered=True, by=by, at=at)
    return {"summary": offered}


def wait_for_a_group(client: Client, other: Client, by: Viewer, at: datetime) -> dict[str, Any]:
    """On the list for one group, taken off it once before, and kept apart from somebody.

    The only person of the other service has nobody there to be kept apart from, so that rule is written directly.
    """
    act: dict[str, Any] = {"by": by, "at": at}
    waiting.take_off_group_list(wait=waiting.put_on_group_list(client=client, wanted=wanted(), **act), **act)
    wait = waiting.put_on_group_list(client=client, wanted=wanted(), **act)
    if other.service_id == client.service_id:
        return {"wait": wait, "rule": waiting.keep_apart(client=client, number=other.number, reason=canary(), **act)}
    rule = KeptApart(client=client, other=other, author_id=by.user_id, starts=at, made_at=at)
    rule.reason = canary()
    rule.save(force_insert=True)
    return {"wait": wait, "rule": rule}
