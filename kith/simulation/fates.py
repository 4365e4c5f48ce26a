"""Decides beforehand where each client stands at the end, so that every state a screen must show is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kith.simulation.happenings import Ending
from kith.simulation.people import Client, StaffMember
from kith.simulation.staffing import BEN, CLINIC

Situation = Literal[
    "ana",
    "referred",
    "allocated",
    "assessed",
    "new",
    "steady",
    "off_track",
    "review_due",
    "overdue_measure",
    "missed_last",
    "alert_new",
    "alert_seen",
    "alert_contacted",
    "plan_ending",
    "ended",
]
WAITING: tuple[Situation, ...] = ("referred", "allocated", "assessed")


@dataclass(frozen=True)
class Fate:
    """Where a client stands at the end of the period; `ending` is None while the episode is open."""

    situation: Situation
    ending: Ending | None = None


# For a service of 140; other sizes keep the proportions. The rest of the clients are in steady treatment.
FATES_OF_140: tuple[tuple[Fate, int], ...] = (
    (Fate("referred"), 11),
    (Fate("allocated"), 5),
    (Fate("assessed"), 4),
    (Fate("new"), 6),
    (Fate("off_track"), 8),
    (Fate("review_due"), 6),
    (Fate("overdue_measure"), 6),
    (Fate("missed_last"), 6),
    (Fate("alert_new"), 1),
    (Fate("alert_seen"), 1),
    (Fate("alert_contacted"), 1),
    (Fate("plan_ending"), 4),
    (Fate("ended", "completed"), 39),
    (Fate("ended", "dropped_out"), 11),
    (Fate("ended", "moved"), 2),
    (Fate("ended", "transferred"), 2),
    (Fate("ended", "declined"), 3),
)
# Ben's open caseload beside Ana: something of everything. With her he has eighteen people.
BENS_SITUATIONS: tuple[Fate, ...] = (
    *(Fate("steady") for _ in range(5)),
    *(Fate("allocated") for _ in range(2)),
    *(Fate("off_track") for _ in range(2)),
    Fate("assessed"),
    Fate("new"),
    Fate("review_due"),
    Fate("overdue_measure"),
    Fate("missed_last"),
    Fate("alert_new"),
    Fate("alert_seen"),
    Fate("plan_ending"),
)
BENS_ENDED: tuple[Fate, ...] = (
    *(Fate("ended", "completed") for _ in range(5)),
    *(Fate("ended", "dropped_out") for _ in range(2)),
)


def deal_fates(rng: np.random.Generator, count: int) -> tuple[Fate, ...]:
    """One fate per client: Ana's first, the others in the proportions above and in an order of chance.

    >>> len(deal_fates(np.random.default_rng(1), 140))
    140
    """
    dealt = [fate for fate, of_140 in FATES_OF_140 for _ in range(max(1, round(of_140 * count / 140)))]
    dealt += [Fate("steady")] * (count - 1 - len(dealt))
    return (Fate("ana"), *(dealt[i] for i in rng.permutation(len(dealt))))


def share_out(
    rng: np.random.Generator,
    clients: tuple[Client, ...],
    fates: tuple[Fate, ...],
    practitioners: tuple[StaffMember, ...],
) -> tuple[tuple[Client, ...], tuple[str, ...]]:
    """The clients (some moved to Ben's clinic) and the key of the practitioner of each.

    Ben receives Ana and his mixed caseload first; the others go to the practitioners of their own site in turn.
    """
    bens = {0, *_bens_share(clients, fates)}
    settled = tuple(replace(c, site=CLINIC.key) if i in bens else c for i, c in enumerate(clients))
    others = [member for member in practitioners if member.key != BEN]
    chosen = []
    for i, client in enumerate(settled):
        pool = [member.key for member in others if member.site == client.site] or [m.key for m in others]
        chosen.append(BEN if i in bens else pool[int(rng.integers(len(pool)))])
    return settled, tuple(chosen)


def _bens_share(clients: tuple[Client, ...], fates: tuple[Fate, ...]) -> set[int]:
    """Positions of Ben's clients: as wanted, those of his clinic first, adults before pupils."""
    free = sorted(
        range(1, len(fates)), key=lambda i: (clients[i].site != CLINIC.key, clients[i].site != "mill-lane", i)
    )
    taken: set[int] = set()
    for wanted in BENS_SITUATIONS + BENS_ENDED:
        match = next((i for i in free if fates[i] == wanted and i not in taken), None)
        if match is not None:
            taken.add(match)
    return taken
