"""Words planted in every room of groups, families and peers, and to whom the reference shows each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.care.models import (
    AskedAlone,
    Carer,
    ChoiceRound,
    Confidence,
    Debrief,
    GroupDecision,
    GroupEntry,
    GroupNote,
    GroupPhase,
    GroupWait,
    HereAndNow,
    JointSummary,
    KeptApart,
    PeerContact,
    RoleTurn,
    StopDecision,
)
from kith.care.models.families import SCREEN
from kith.care.models.phases_of_groups import phases_of
from tests.safety import group_policy as reference
from tests.safety.canaries import canary
from tests.safety.group_policy import AT_WORK
from tests.safety.random_cast import BEGAN, MEETINGS, Cast, day
from tests.safety.random_groups import CLIENTS, GROUPS, STAFF, Lot

NAMES = ("given_name", "family_name", "preferred_name")
SUMMED_UP = {"early": 2, "late": 20}  # days on which a family's summaries were offered


@dataclass(frozen=True)
class Planted:
    """A word: the thing of the policy it belongs to, whose it is, who wrote it, and what its page has to know."""

    thing: str
    of: str  # a person or a group
    author: str = ""
    said_on: int | None = None  # a day; members read what was said since they came
    is_shared: bool = False
    group: str = ""  # of a name: by which group somebody is known so


def plant(cast: Cast) -> dict[str, Planted]:
    """Every word and where it stands."""
    found: dict[str, Planted] = {}

    def word(thing: str, of: str, author: str = "", **more: Any) -> str:
        new = canary()
        found[new] = Planted(thing, of, author, **more)
        return new

    for name, client in cast.clients.items():
        for field in NAMES:
            setattr(client, field, word("identity", name))
        client.save(update_fields=NAMES)
        cast.called |= {(name, group): word("roster", name, group=group) for group in GROUPS}
        _of_a_person(cast, name, word)
    for name, group in cast.groups.items():
        group.purpose, group.link, group.agreement = (word("group", name) for _ in range(3))
        group.save(update_fields=["purpose", "link", "agreement"])
        _of_a_group(cast, name, word)
    return found


def _of_a_person(cast: Cast, name: str, word: Any) -> None:
    client, others = cast.clients[name], [one for one in CLIENTS if one != name]
    row: dict[str, Any] = {"client": client, "made_at": BEGAN}
    for author in ("pol", "sam"):
        given = {"author": cast.users[author], "way": "met", "began_at": day(1), "minutes": 20, "written_at": day(1)}
        _keep(PeerContact(**row, **given), did=word("peer_log", name, author), agreed=word("peer_log", name, author))
    waits = GroupWait(**row, protocol="community-sociotherapy", asked_by=cast.users["ben"], starts=BEGAN)
    wants = {"parts": ["2-morning"], "languages": ["en"], "needs": [], "alike": {}, "style": "", "reasons": []}
    _keep(waits, display_name=word("group_wait", name), wants=wants, not_now=word("group_wait", name))
    apart = KeptApart(**row, other=cast.clients[others[0]], author=cast.users["ben"], starts=BEGAN)
    _keep(apart, reason=word("kept_apart", name))
    carer = Carer(**row, named_by="practitioner", author=cast.users["ben"], named_at=BEGAN)
    _keep(carer, name=word("carer", name), tie="other", reach=word("carer", name))
    for author in ("fay", "finn"):
        told = Confidence(**row, group=cast.groups["kin"], author=cast.users[author], told_at=day(1))
        _keep(told, words=word("sealed_confidence", name, author))
    asked = AskedAlone(**row, group=cast.groups["kin"], author=cast.users["fay"], asked_at=day(1))
    _keep(asked, answer="safe", said=dict.fromkeys(SCREEN, "no"))
    for group, meetings in cast.meetings.items():
        for met, meeting in zip(MEETINGS, meetings, strict=True):
            is_released = group != "choir"
            entry = GroupEntry(
                **row, session=meeting, author=cast.users["finn"], is_released=is_released, signed_at=day(met)
            )
            _keep(entry, words=word("group_entry", name, is_shared=is_released))
        turn = RoleTurn(**row, session=meetings[0], author=cast.users["finn"], taken_at=day(3))
        _keep(turn, role=word("group_role", name, group=group))


def _of_a_group(cast: Cast, name: str, word: Any) -> None:
    group, author = cast.groups[name], cast.users["finn"]
    for met, meeting in zip(MEETINGS, cast.meetings[name], strict=True):
        row: dict[str, Any] = {"session": meeting, "author": author, "made_at": day(met)}
        _keep(GroupNote(**row, signed_at=day(met)), themes=word("group_note", name), note=word("group_note", name))
        _keep(HereAndNow(**row, themes=["trust"], noted_at=day(met)), words=word("group_note", name))
        said = dict.fromkeys(("went_well", "was_hard", "next_time"), "")
        _keep(Debrief(**row, written_at=day(met)), words=said | {"went_well": word("group_note", name)}, took_part={})
        decided = GroupDecision(**row, kind="task", decided_at=day(met))
        _keep(decided, words=word("group_decision", name, said_on=met), carried_by="")
    keys = [str(client.pk) for client in cast.clients.values()]
    chosen = {
        "members": keys,
        "chosen": dict(zip(keys, ([one] for one in reversed(keys)), strict=True)) | {keys[2]: []},
    }
    of: dict[str, Any] = {"group": group, "author": author, "made_at": day(3)}
    _keep(ChoiceRound(**of, allowed=1, asked_at=day(3)), question=word("group_note", name), choices=chosen)
    _keep(GroupPhase(**of, phase=phases_of(group)[0].id, moved_at=day(3)), reason=word("group_note", name))
    _keep(StopDecision(**of, decision="go_on", decided_at=day(3)), reason=word("group_note", name))
    for number in SUMMED_UP.values() if name == "kin" else ():
        offered = JointSummary(**of, is_offered=True, written_at=day(number))
        _keep(offered, words=word("joint_note", name, said_on=number, is_shared=True))
    if name == "kin":
        _keep(JointSummary(**of, is_offered=False, written_at=day(4)), words=word("joint_note", name))


def _keep(row: Any, **sealed: Any) -> None:
    for field, value in sealed.items():
        setattr(row, field, value)
    row.save(force_insert=True)


def may_see_at_work(lot: Lot, who: str, word: Planted) -> bool:
    """Whether pages for work may show this word to a colleague."""
    if not STAFF.get(who) or (who, word.of) in lot.blocks:
        return False
    if word.thing == "sealed_confidence":
        return who == word.author
    given = {letter for thing, letter in reference.may(lot, who, word.of, AT_WORK) if thing == word.thing}
    if word.thing == "roster":
        return _knows_the_name(lot, who, word)
    if word.thing == "group_role":
        return bool({"R"} & given) or _gives(lot, who, word.group, "group_role")
    if word.thing == "peer_log" and "PS" in reference.stands_to_client(lot, who, word.of):
        return "R" in given and (who == word.author or "PR" in reference.stands_to_client(lot, who, word.of))
    return bool(given & ({"R", "r"} if word.thing == "identity" else {"R"}))


def _gives(lot: Lot, who: str, group: str, thing: str) -> bool:
    return (thing, "R") in reference.may(lot, who, group, AT_WORK)


def _knows_the_name(lot: Lot, who: str, word: Planted) -> bool:
    """Members of now by the rule of the roster; those of before by whoever may read the whole roster."""
    known = reference.names_known(lot, who, word.group)
    return word.of in (known or ()) or _gives(lot, who, word.group, "roster")


def may_see_as_a_member(lot: Lot, who: str, word: Planted) -> bool:
    """Whether somebody's own pages may show them this word: their own record, and their groups since they came."""
    if (who, who) in lot.blocks:
        return False
    if word.thing == "roster":
        return word.of == who
    if word.of == who:
        letters = {letter for thing, letter in reference.letters(frozenset({"CL"})) if thing == word.thing}
        is_kept_back = word.thing in ("sealed_confidence",)  # asked for in person, and on no page
        return not is_kept_back and ("R" in letters or ("s" in letters and word.is_shared))
    if word.of not in GROUPS or word.thing not in ("group", "group_decision", "joint_note"):
        return False
    came = [a for one, of, a, end in lot.members if (one, of) == (who, word.of) and _is_live(lot, a, end)]
    since = max(came, default=None)
    if since is None or (word.thing == "joint_note" and not word.is_shared):
        return False
    return word.said_on is None or since <= word.said_on


def _is_live(lot: Lot, start: int, end: int | None) -> bool:
    return start <= lot.day and (end is None or end > lot.day)


def ids(cast: Cast) -> dict[str, UUID]:
    """The keys in addresses: of people and of groups."""
    return {name: row.pk for name, row in (cast.clients | cast.groups).items()}
