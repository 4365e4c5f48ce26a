"""Who would choose whom in a group: each round with its measures, and what has changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import ChoiceRound
from kith.care.models.agreements import without_yes
from kith.care.models.keys import preload
from kith.care.models.places import current_members
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import reach_group
from kith.science.groups import Choices, Shift, Sociometry, shift, sociometry


@dataclass(frozen=True)
class ChoiceMember:
    """Somebody who can be asked now."""

    client_id: UUID
    name: str
    number: str


@dataclass(frozen=True)
class RoundShown:
    """One round: who chose whom, and the measures of science/groups. Whoever has left since has no name any more."""

    id: UUID
    asked_at: datetime
    question: str
    allowed: int
    names: dict[str, str]
    choices: Choices
    measured: Sociometry
    since: Shift | None


@dataclass(frozen=True)
class ChoicesPage:
    """All rounds, the newest first. With `is_partly_hidden` somebody who takes part may not be seen by the viewer."""

    time_zone: str
    group_id: UUID
    group_name: str
    members: tuple[ChoiceMember, ...]
    rounds: tuple[RoundShown, ...]
    not_said_yes: tuple[str, ...]  # members who are not asked, and cannot be chosen, before their yes
    is_partly_hidden: bool
    may_write: bool


def group_choices(*, viewer: Viewer, group_id: UUID, at: datetime) -> ChoicesPage:
    """For those who lead the group, their supervisor and duty. A round in which a blocked person stands is left out."""
    found, access = reach_group(viewer, group_id, "R", "group_note", at=at, related=("service",))
    hidden = {str(one) for one in blocked_clients(viewer)}
    now = current_members(found, at)
    preload([found.pk, *(one.client_id for one in now)])
    names = {str(one.client_id): one.display_name for one in now}
    waiting = without_yes(found, now)
    rows = list(found.choice_rounds.order_by("asked_at"))
    seen = [row for row in rows if not hidden & _named(row)]
    page = ChoicesPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        members=tuple(
            ChoiceMember(one.client_id, one.display_name, one.client.number)
            for one in now
            if str(one.client_id) not in hidden and one.client_id not in waiting
        ),
        not_said_yes=tuple(
            one.display_name for one in now if one.client_id in waiting and str(one.client_id) not in hidden
        ),
        rounds=tuple(reversed(_shown(seen, names))),
        is_partly_hidden=len(seen) < len(rows) or any(str(one.client_id) in hidden for one in now),
        may_write=access.can("W", "group_note") and found.state != "ended",
    )
    note_seen(
        viewer, "choices.seen", [one.client_id for one in now if str(one.client_id) not in hidden], at=at, about=found
    )
    return page


def _named(row: ChoiceRound) -> set[str]:
    return set(row.choices["members"])


def _shown(rows: list[ChoiceRound], names: dict[str, str]) -> list[RoundShown]:
    found: list[RoundShown] = []
    for row in rows:
        members, chosen = tuple(row.choices["members"]), row.choices["chosen"]
        choices = Choices(
            members,
            frozenset((chooser, one) for chooser, those in chosen.items() for one in those),
            not_asked=frozenset(set(members) - set(chosen)),
            allowed=row.allowed,
        )
        found.append(
            RoundShown(
                id=row.pk,
                asked_at=row.asked_at,
                question=row.question,
                allowed=row.allowed,
                names={one: names.get(one, "") for one in members},
                choices=choices,
                measured=sociometry(choices),
                since=shift(found[-1].choices, choices) if found else None,
            )
        )
    return found
