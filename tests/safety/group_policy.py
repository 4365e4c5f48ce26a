"""Small worlds of groups at random, and who may see what in them: a reference that shares no code with the product.

Written from the promises, not from policy.yaml: access follows the dates of joining, leaving and leading; a block
overrides everything; a member knows the group, never a record; a practitioner knows their own people.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

CLIENTS = ("ana", "bo", "cy", "di")
ROLES = {
    "finn": {"facilitator"},
    "fay": {"facilitator", "practitioner"},
    "ben": {"practitioner"},
    "eve": {"supervisor"},
    "pol": {"peer_supporter"},
}
GROUPS = {"circle": "therapy", "choir": "peer", "kin": "family"}
DAYS = 40
NOTES_FOR = 90  # days after the end of a group, for whoever led it to the end
Span = tuple[str, str, int, int | None]  # who, of what, from a day, to a day (itself outside) or for ever


@dataclass(frozen=True)
class Lot:
    """One world: who belongs where, leads what, treats and supervises whom, who must not see whom; and one day."""

    members: tuple[Span, ...]
    leads: tuple[Span, ...]
    treats: tuple[Span, ...]  # kind by the role of the colleague
    supervises: tuple[Span, ...]
    blocks: frozenset[tuple[str, str]]  # account, client
    ended: dict[str, int | None]
    day: int


def a_lot(seed: int) -> Lot:
    """The world of a number."""
    dice = Random(seed)
    accounts = (*CLIENTS, *ROLES)
    ended = {group: dice.choice((None, None, dice.randint(5, DAYS))) for group in GROUPS}
    return Lot(
        members=_spans(dice, CLIENTS, tuple(GROUPS), 0.6),
        leads=_spans(dice, ("finn", "fay", "pol", "ben"), tuple(GROUPS), 0.45),
        treats=_spans(dice, ("ben", "fay", "pol"), CLIENTS, 0.35),
        supervises=_spans(dice, ("eve",), ("ben", "finn"), 0.5),
        blocks=frozenset((dice.choice(accounts), dice.choice(CLIENTS)) for _ in range(dice.choice((0, 0, 1, 2)))),
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


# What each may do with the things of a client (c) and of a group (g): R reads, W writes.
MAY = {
    "own": {"identity": "RW", "answers": "RW", "roster": "R", "alerts": "RW", "group_posts": "RW", "joint_note": "W"},
    "fellow": {"roster": "R", "group_posts": "RW"},
    "relative": {},
    "treats": {
        "identity": "RW", "answers": "RW", "alerts": "RW", "progress_note": "RW", "group_entry": "R", "roster": "R",
        "joint_note": "RW",
    },
    "led": {
        "identity": "R", "alerts": "W", "group_entry": "W", "roster": "RW", "group_posts": "RW", "joint_note": "RW",
        "off_track_flag": "R",
    },
    "over": {
        "identity": "R", "answers": "R", "alerts": "RW", "progress_note": "R", "group_entry": "R", "roster": "R",
        "joint_note": "R", "off_track_flag": "R",
    },
    "beside": {"identity": "R", "alerts": "W", "roster": "R", "group_posts": "RW"},
    "leads_as_a_peer": {"alerts": "W", "roster": "RW", "group_posts": "RW"},
}  # fmt: skip
CLIENT_THINGS = ("identity", "answers", "alerts", "progress_note", "group_entry", "roster", "group_posts", "joint_note",
                 "off_track_flag")  # fmt: skip
MAY_IN_GROUP = {
    "member": {"group": "R", "roster": "R", "group_posts": "RW"},
    "led": {"group": "RW", "roster": "RW", "group_note": "RW", "group_posts": "RW"},
    "own_person_in_it": {"group": "R", "roster": "R"},
    "over": {"group": "R", "roster": "R", "group_note": "R"},
    "beside": {"group": "R", "roster": "R", "group_note": "R", "group_posts": "RW"},
    "leads_as_a_peer": {"group": "RW", "roster": "RW", "group_note": "RW", "group_posts": "RW"},
}
GROUP_THINGS = ("group", "roster", "group_note", "group_posts")


def now(lot: Lot, spans: tuple[Span, ...], who: str | None = None, of: str | None = None) -> set[tuple[str, str]]:
    """Pairs that hold on the day."""
    return {
        (one, other)
        for one, other, start, end in spans
        if start <= lot.day and (end is None or end > lot.day) and who in (None, one) and of in (None, other)
    }


def led_by(lot: Lot, who: str) -> set[str]:
    """Groups somebody leads; and for some time after a group's end, those that they led to the end."""
    found = {group for _, group in now(lot, lot.leads, who)}
    for one, group, start, end in lot.leads:
        last = lot.ended[group]
        if one == who and end is not None and last is not None and start <= lot.day and last <= lot.day and end >= last:
            found.add(group)
    return {one for one in found if (last := lot.ended[one]) is None or lot.day < last + NOTES_FOR}


def circles_of(lot: Lot, who: str) -> set[str]:
    """Circles of peers that a peer supporter leads on the day, as long as they have not ended."""
    if "peer_supporter" not in ROLES.get(who, set()):
        return set()
    led = {group for _, group in now(lot, lot.leads, who) if GROUPS[group] == "peer"}
    return {one for one in led if (last := lot.ended[one]) is None or lot.day < last}


def stands_to_client(lot: Lot, who: str, client: str) -> set[str]:
    """In what relations an account stands to a client on the day."""
    roles, found = ROLES.get(who, set()), set()
    if (who, client) in lot.blocks:
        return set()
    theirs = {group for _, group in now(lot, lot.members, client)}
    if who == client:
        found.add("own")
    for group in theirs & {group for _, group in now(lot, lot.members, who)} if who != client else ():
        found.add("relative" if GROUPS[group] == "family" else "fellow")
    if "practitioner" in roles and now(lot, lot.treats, who, client):
        found.add("treats")
    if "peer_supporter" in roles and now(lot, lot.treats, who, client):
        found.add("beside")
    if theirs & circles_of(lot, who):
        found.add("leads_as_a_peer")
    if "facilitator" in roles and theirs & led_by(lot, who):
        found.add("led")
    for _, junior in now(lot, lot.supervises, who):
        if now(lot, lot.treats, junior, client) or theirs & led_by(lot, junior):
            found.add("over")
    return found


def stands_to_group(lot: Lot, who: str, group: str) -> set[str]:
    """In what relations an account stands to a group on the day."""
    roles, found = ROLES.get(who, set()), set()
    inside = {client for client, _ in now(lot, lot.members, of=group)}
    if who in inside:
        found.add("member")
    if "facilitator" in roles and group in led_by(lot, who):
        found.add("led")
    if "peer_supporter" in roles and now(lot, lot.leads, who, group):
        found.add("beside")
    if group in circles_of(lot, who):
        found.add("leads_as_a_peer")
    own = {client for _, client in now(lot, lot.treats, who) if (who, client) not in lot.blocks}
    if "practitioner" in roles and inside & own:
        found.add("own_person_in_it")
    if any(now(lot, lot.leads, junior, group) for _, junior in now(lot, lot.supervises, who)):
        found.add("over")
    return found


def may(lot: Lot, who: str, thing: str) -> set[tuple[str, str]]:
    """(thing, R or W) that an account may do with a client or a group."""
    table, stands = (
        (MAY_IN_GROUP, stands_to_group(lot, who, thing))
        if thing in GROUPS
        else (MAY, stands_to_client(lot, who, thing))
    )
    return {(name, verb) for relation in stands for name, verbs in table[relation].items() for verb in verbs}


def names_known(lot: Lot, who: str, group: str) -> set[str] | None:
    """Members whose names the colleague reads on the page of a group; None when there is no such page for them."""
    stands = stands_to_group(lot, who, group) - {"member"}
    if not stands:
        return None
    inside = {client for client, _ in now(lot, lot.members, of=group) if (who, client) not in lot.blocks}
    return inside if stands != {"own_person_in_it"} else {one for one in inside if now(lot, lot.treats, who, one)}
