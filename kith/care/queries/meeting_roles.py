"""Who carries which role in a meeting, who did last, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from kith.care.models import Group, RoleTurn, Session
from kith.care.models.delivery import WARD
from kith.care.models.families import UNITS
from kith.care.models.knowledge import library
from kith.science.groups import Turn, next_turn


@dataclass(frozen=True)
class Carrier:
    """Somebody who carries a role, or did in an earlier meeting."""

    turn_id: UUID
    client_id: UUID
    name: str
    number: int  # of the meeting


@dataclass(frozen=True)
class TurnOffered:
    """Whose turn it is, and why."""

    client_id: UUID
    name: str
    why: str
    turns: int


@dataclass(frozen=True)
class RoleShown:
    """A role: what it is, who carries it in this meeting, who did last, and whose turn it is."""

    code: str
    title: str
    what: str
    now: tuple[Carrier, ...]
    before: tuple[Carrier, ...]
    offered: TurnOffered | None


USUAL_ROLES = {  # for a group whose intervention gives its members none
    "opens": (lazy("Opens"), lazy("Says welcome to all and begins the round.")),
    "keeps_time": (lazy("Keeps time"), lazy("Says when a part ends, and when ten minutes are left.")),
    "takes_minutes": (lazy("Takes minutes"), lazy("Writes down what was decided, without names.")),
    "welcomes": (lazy("Welcomes"), lazy("Stands at the door, shows where things are, sits with whoever is new.")),
}

WARD_ROLES = {  # awaiting clinical review
    "chair": (
        lazy("Chair"),
        lazy("Opens, reads the agenda, sees that everybody can speak, and closes in time. A colleague sits beside."),
    ),
    "minutes": (
        lazy("Minutes"),
        lazy("Writes down what was decided, who does it and by when, without names, and reads it at the end."),
    ),
    "welcome": (
        lazy("Welcome"),
        lazy("Greets whoever is new, tells how the meeting goes, and sits beside them if they like."),
    ),
}


def role_titles(group: Group) -> dict[str, tuple[str, str]]:
    """The roles that members take in turn: code -> title and what it is. A couple or family has none."""
    if group.kind == WARD:
        return {code: (str(title), str(what)) for code, (title, what) in WARD_ROLES.items()}
    protocol = library().protocols.get(group.protocol)
    of_members = [one for one in protocol.roles if one.taken_by == "member"] if protocol else []
    if of_members or group.kind in UNITS:
        return {one.id: (one.title, one.what) for one in of_members}
    return {code: (str(title), str(what)) for code, (title, what) in USUAL_ROLES.items()}


def roles_in(
    group: Group, meeting: Session, seats: Sequence[UUID], turns: list[RoleTurn], names: dict[UUID, str]
) -> tuple[RoleShown, ...]:
    """Every role of the group in a meeting that was opened, offered in turn to those who have a seat in it."""
    titles = role_titles(group)
    own = {turn.role: (turn.role, "") for turn in turns if turn.role not in titles}
    members = [str(one) for one in seats]
    held = [Turn(str(turn.client_id), turn.role, turn.session.number) for turn in turns if _counts(turn)]
    promised: list[Turn] = []
    found = []
    for code, (title, what) in (titles | own).items():
        mine = [turn for turn in turns if turn.role == code and not _is_passed_on(turn, meeting)]
        now = [turn for turn in mine if turn.session_id == meeting.pk]
        spread = next_turn(members, [*held, *promised], role=code, meeting=meeting.number)
        offered = spread or next_turn(members, held, role=code, meeting=meeting.number)
        if offered is not None and not now:
            promised.append(Turn(offered.member, code, meeting.number))  # the next role is offered to somebody else
        found.append(
            RoleShown(
                code=code,
                title=title,
                what=what,
                now=_carriers(now, names),
                before=_carriers(_last(turn for turn in mine if turn.session_id != meeting.pk), names),
                offered=TurnOffered(UUID(offered.member), names[UUID(offered.member)], offered.why, offered.turns)
                if offered
                else None,
            )
        )
    return tuple(found)


def _counts(turn: RoleTurn) -> bool:
    """A turn given away before the meeting was over was nobody's turn."""
    passed = getattr(turn, "passed_to", None)
    return passed is None or passed.session_id != turn.session_id


def _is_passed_on(turn: RoleTurn, meeting: Session) -> bool:
    passed = getattr(turn, "passed_to", None)
    return passed is not None and passed.session.number <= meeting.number


def _last(turns: Iterable[RoleTurn]) -> list[RoleTurn]:
    """Those of the newest meeting among them."""
    rows = list(turns)
    newest = max((turn.session.number for turn in rows), default=0)
    return [turn for turn in rows if turn.session.number == newest]


def _carriers(turns: Iterable[RoleTurn], names: dict[UUID, str]) -> tuple[Carrier, ...]:
    return tuple(Carrier(turn.pk, turn.client_id, names.get(turn.client_id, ""), turn.session.number) for turn in turns)
