"""Small worlds of groups at random: who belongs where, who leads, treats, supervises, was let in; and one day."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CLIENTS = ("ana", "bo", "cy", "di", "sam")
STAFF = {
    "finn": {"facilitator"},
    "fay": {"facilitator", "practitioner"},
    "ben": {"practitioner"},
    "eve": {"supervisor"},
    "pol": {"peer_supporter"},
    "sam": {"practitioner", "peer_supporter"},  # works here and is in care here
    "pam": {"manager"},
    "dot": {"duty"},
    "rex": {"researcher"},
    "ada": {"administrator"},
    "pia": {"privacy_officer"},
    "carl": set(),  # a carer with a log-in of his own
}
EVERYBODY = tuple(dict.fromkeys((*CLIENTS, *STAFF)))
GROUPS = {"circle": "therapy", "choir": "peer", "kin": "family"}
DAYS = 40
NOTES_FOR = 90  # days after the end of a group, for whoever led it to the end
Span = tuple[str, str, int, int | None]  # who, of what, from a day, to a day (itself outside) or for ever

# Who may be let in how, and for which things at the most.
LETS_IN = {
    "proxy": ("carl", "bo"),
    "consent": ("pol", "sam", "carl"),
    "just_in_time": ("pam", "pia", "eve"),
    "emergency": ("ben", "fay", "dot"),
}
NAMED = (
    "identity", "appointments", "plan", "goals", "scores", "safety_plan", "progress_note", "work", "group_note",
    "joint_note", "sealed_confidence", "conversation", "group_posts", "roster", "export", "*",
)  # fmt: skip


@dataclass(frozen=True)
class LetIn:
    """One grant: who, to whom, how, for what, between which days; one that is withdrawn never counts."""

    who: str
    client: str
    kind: str
    things: tuple[str, ...]
    start: int
    end: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Lot:
    """One world: who belongs where, leads what, treats and supervises whom, who must not see whom; and one day."""

    members: tuple[Span, ...]
    leads: tuple[Span, ...]
    treats: tuple[Span, ...]  # kind by `TREATS_AS`
    supervises: tuple[Span, ...]
    let_in: tuple[LetIn, ...]
    blocks: frozenset[tuple[str, str]]  # account, client
    lifted: frozenset[tuple[str, str]]  # blocks that do not stand any more
    ended: dict[str, int | None]
    day: int


# As what somebody works with a person: Sam does it as a peer supporter where the person is Cy or Di.
def works_as(who: str, client: str) -> str:
    """practitioner or peer_supporter."""
    return "peer_supporter" if who == "pol" or (who == "sam" and client in ("cy", "di")) else "practitioner"


def a_lot(seed: int) -> Lot:
    """The world of a number."""
    dice = Random(seed)
    ended = {group: dice.choice((None, None, dice.randint(5, DAYS))) for group in GROUPS}
    members = _spans(dice, CLIENTS, tuple(GROUPS), 0.6)
    leads = _spans(dice, ("finn", "fay", "pol", "ben", "sam"), tuple(GROUPS), 0.45)
    treats = _spans(dice, ("ben", "fay", "pol", "sam"), CLIENTS, 0.35)
    return Lot(
        members=members,
        leads=leads,
        treats=tuple(one for one in treats if one[0] != one[1]),
        supervises=_spans(dice, ("eve",), ("ben", "finn", "pol"), 0.5),
        let_in=tuple(_let_in(dice) for _ in range(dice.choice((0, 1, 2, 3)))),
        blocks=_pairs(dice, (0, 0, 1, 2)),
        lifted=_pairs(dice, (0, 1)),
        ended=ended,
        day=dice.choice((dice.randint(1, DAYS), dice.randint(1, DAYS + 2 * NOTES_FOR))),
    )


def _spans(dice: Random, who: tuple[str, ...], what: tuple[str, ...], often: float) -> tuple[Span, ...]:
    """Comes, leaves, comes back: days in order, of which the last may be open."""
    found: list[Span] = []
    for one in who:
        for other in what:
            days = sorted(dice.sample(range(DAYS), dice.randint(1, 4))) if dice.random() < often else []
            found += [
                (one, other, *pair) for pair in zip(days[::2], [*days[1::2], None][: len(days[::2])], strict=True)
            ]
    return tuple(found)


def _let_in(dice: Random) -> LetIn:
    kind = dice.choice(tuple(LETS_IN))
    who = dice.choice(LETS_IN[kind])
    start = dice.randint(0, DAYS)
    things = () if kind == "emergency" else tuple(dice.sample(NAMED, 4))
    client = dice.choice([one for one in CLIENTS if one != who])
    return LetIn(who, client, kind, things, start, start + dice.randint(1, 60), dice.random() < 0.25)


def _pairs(dice: Random, how_many: tuple[int, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((dice.choice(EVERYBODY), dice.choice(CLIENTS)) for _ in range(dice.choice(how_many)))
