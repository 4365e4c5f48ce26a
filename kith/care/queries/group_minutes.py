"""The minutes of one meeting of a group, fit to be printed and read aloud: nobody's name stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Group
from kith.care.models.agenda import points_of
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.phases_of_groups import meeting_page
from kith.care.models.shared_life import decided_in
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.community_meeting import DecisionShown, decisions_shown
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting_roles import role_titles
from kith.care.queries.staff_looking import reach_meeting


@dataclass(frozen=True)
class Minutes:
    """What one sheet of paper holds. `roles` are titles; `present` counts members."""

    time_zone: str
    group_id: UUID
    group_name: str
    number: int
    title: str
    starts_at: datetime
    present: int | None
    guests: int | None
    colleagues: int | None
    agenda: tuple[str, ...]
    points: tuple[str, ...]  # of the group's own agenda, that were dealt with in this meeting
    ended: tuple[DecisionShown, ...]
    decided: tuple[DecisionShown, ...]
    open: tuple[DecisionShown, ...]
    roles: tuple[str, ...]
    themes: str


def group_minutes(*, viewer: Viewer, session_id: UUID, at: datetime) -> Minutes:
    """For those who may read the group's notes; NotYours for everybody else, and for a session of one person."""
    meeting, group, access = reach_meeting(viewer, session_id, "R", "group_note", at=at, related=("group__service",))
    rows = meeting.role_turns.exclude(client__in=blocked_clients(viewer)).order_by("taken_at", "made_at", "pk")
    turns = list(rows) if access.can("R", "group_role") else []
    preload([group.pk, *(turn.client_id for turn in turns)])
    titles = role_titles(group)
    decisions = decisions_shown(decided_in(group, until=meeting.number), at.date())
    came = [one.status in PRESENT for one in meeting.attendances.filter(replaced_by__isnull=True)]
    note = meeting.group_notes.select_related("session").order_by("-signed_at", "-pk").first()
    page = Minutes(
        time_zone=group.service.time_zone,
        group_id=group.pk,
        group_name=group.name,
        number=meeting.number,
        title=_page(group, meeting.number)[0],
        starts_at=meeting.starts_at,
        present=sum(came) if meeting.state == "held" else None,
        guests=meeting.guests,
        colleagues=meeting.colleagues,
        agenda=_page(group, meeting.number)[1],
        points=tuple(one.words for one in points_of(group) if one.dealt_in_id == meeting.pk),
        ended=tuple(one for one, ended_in in decisions if ended_in == meeting.pk),
        decided=tuple(one for one, _ in decisions if one.number == meeting.number),
        open=tuple(one for one, _ in decisions if not one.result and one.number < meeting.number),
        roles=tuple(dict.fromkeys(titles.get(turn.role, (turn.role, ""))[0] for turn in turns)),
        themes=note.themes if note else "",
    )
    note_seen(viewer, "group_minutes.seen", {turn.client_id for turn in turns}, at=at, about=meeting)
    return page


def _page(group: Group, number: int) -> tuple[str, tuple[str, ...]]:
    """The title and the agenda of the intervention's page; nothing where it has none."""
    page = meeting_page(group, number)
    return (page.title, tuple(one.title for one in page.agenda)) if page else ("", ())
