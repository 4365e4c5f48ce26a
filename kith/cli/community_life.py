"""What the groups of the synthetic service decided, who carried which role, and the phases they went through."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.care.actions import share
from kith.care.models import Client, Group, GroupDecision, RoleTurn, Session
from kith.care.models.delivery import PRESENT, WARD
from kith.care.models.phases_of_groups import gates_of, phase_now, planned_phase
from kith.care.permissions import Viewer
from kith.care.queries.meeting_roles import role_titles

TOLD = 6  # newest meetings that have decisions and roles
AFTER = timedelta(hours=3)
QUIET = 2  # members who have carried nothing yet
DECIDED = (
    ("decision", "We begin with a song, and whoever does not sing can hum.", "Hosts", "done", "It made us laugh."),
    ("task", "Bring a plant for the window.", "all of us", "done", "Seven plants. They need water."),
    ("decision", "Somebody who comes late sits down quietly and is greeted at tea.", "", "dropped", "Nobody was late."),
    ("task", "Water the plants.", "Hosts", "done", ""),
    ("decision", "Two of us visit whoever was missing, if they want it.", "Visitors", "", ""),
    ("task", "Ask at the town hall whether we can have the room on Saturdays.", "Keeper of time", "", ""),
)
THEMES = (("arriving", "trust"), ("silence", "power"), ("help", "closeness"))
WHY = "The rules were used when something went wrong, and the group held."


def tell_community_life(group: Group, by: Viewer) -> None:
    """The newest meetings of one group, from the first of them on: each looks at what the one before decided."""
    held = list(group.sessions.filter(state="held").order_by("starts_at"))
    if group.kind == WARD or not role_titles(group):
        return
    for meeting in held:
        _move(group, meeting, by)
    open_ones: list[GroupDecision] = []
    turns: dict[str, RoleTurn] = {}
    for place, meeting in enumerate(held[-TOLD:]):
        at = meeting.starts_at + AFTER
        for decision in open_ones:
            _end(decision, meeting, by, at)
        kind, words, carried_by, _result, _learned = DECIDED[place]
        due_on = (at + timedelta(days=7)).date() if kind == "task" else None
        open_ones = [
            share.write_decision(
                meeting=meeting, kind=kind, words=words, carried_by=carried_by, due_on=due_on, by=by, at=at
            )
        ]
        _roles(group, meeting, place, turns, by, at)
        share.note_here_and_now(meeting=meeting, themes=THEMES[place % len(THEMES)], by=by, at=at)


def _move(group: Group, meeting: Session, by: Viewer) -> None:
    """The group follows the plan, one meeting behind it."""
    planned, now = planned_phase(group, meeting.number - 1), phase_now(group)
    if planned is None or now is None or planned.id == now.id:
        return
    gates = [gate.id for gate in gates_of(group, planned.id)]
    share.move_phase(group=group, phase=planned.id, reason=WHY, gates=gates, by=by, at=meeting.starts_at + AFTER)


def _end(decision: GroupDecision, meeting: Session, by: Viewer, at: datetime) -> None:
    result, learned = next((one[3], one[4]) for one in DECIDED if one[1] == decision.words)
    if result:
        share.end_decision(decision=decision, meeting=meeting, result=result, words=learned, by=by, at=at)


def _roles(group: Group, meeting: Session, place: int, turns: dict[str, RoleTurn], by: Viewer, at: datetime) -> None:
    """Two roles go round among those who came; the last few have carried nothing yet."""
    marks = meeting.attendances.filter(replaced_by__isnull=True, status__in=PRESENT).order_by("client__number")
    came: list[Client] = [mark.client for mark in marks.select_related("client")][:-QUIET]
    for number, role in enumerate(list(role_titles(group))[:2]):
        if len(came) <= number:
            return
        client = came[(2 * place + number) % len(came)]
        before = turns.get(role)
        if before is not None and before.client_id != client.pk:
            turns[role] = share.pass_role(turn=before, meeting=meeting, client=client, by=by, at=at)
        else:
            turns[role] = share.take_role(meeting=meeting, client=client, role=role, by=by, at=at)
