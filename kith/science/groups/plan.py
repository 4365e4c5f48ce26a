"""A composition as it is handed over: groups with members and why, who is left over and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kith.science.groups.conflicts import Conflict
from kith.science.groups.fitting import Barred
from kith.science.groups.standing import AimValue


@dataclass(frozen=True)
class NotThere:
    """A group somebody would rather be in: what shuts them out, or what it would add to the objective.

    Both empty: no move and no swap with one other person gets them there without breaking a rule.
    """

    group: str
    barred: tuple[Barred, ...]
    adds: float | None


@dataclass(frozen=True)
class Member:
    """Somebody in a group, with what speaks for it. What is not known is None.

    `fits` are all groups that fit the person looked at alone; `alike` counts others of the same kind, attribute by
    attribute.
    """

    id: str
    is_pinned: bool
    fits: tuple[str, ...]
    is_preferred: bool | None
    kilometres: float | None
    severity: float | None
    weeks_waited: float
    alike: tuple[tuple[str, str, int], ...]
    not_there: tuple[NotThere, ...]


@dataclass(frozen=True)
class Composed:
    """A group that runs, or one that does not (no members)."""

    id: str
    slot: str
    language: str
    smallest: int
    seats: int
    mean_severity: float | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class LeftOver:
    """Somebody without a group: what shuts them out of each one, and the conflict it comes down to.

    A group with nothing against it is one that fits but has no room for them. Without a conflict the search ended
    before it was found.
    """

    id: str
    is_pinned: bool
    weeks_waited: float
    barred: tuple[tuple[str, tuple[Barred, ...]], ...]
    conflict: Conflict | None


@dataclass(frozen=True)
class Plan:
    """What came out. `cannot`: no composition keeps every pin, and `conflicts` says why; nothing was composed.

    `bound`: no composition with as many people placed has a smaller objective. `gap`: how far the objective may be
    above the best, as a share of it. `is_fewest_left`: it is proved that no composition places more people.
    """

    status: Literal["everybody placed", "people left over", "cannot"]
    groups: tuple[Composed, ...]
    left_over: tuple[LeftOver, ...]
    conflicts: tuple[Conflict, ...]
    aims: tuple[AimValue, ...]
    objective: float | None
    bound: float | None
    gap: float | None
    is_fewest_left: bool
    is_cut_short: bool
    seed: int
    unknown_severity: int

    @property
    def placed(self) -> dict[str, str]:
        """The group of everybody who has one."""
        return {member.id: group.id for group in self.groups for member in group.members}
