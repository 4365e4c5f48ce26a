"""Who may see and do what where people meet in groups: a reference that shares no code with the product.

Written from the promises and not from policy.yaml: access follows the dates of joining, leaving and leading; a block
overrides everything; a member knows the group, never a record; what one of a family tells alone stays with whoever
heard it; a practitioner knows their own people; a peer supporter reads no scores and no notes.
"""

from __future__ import annotations

from functools import cache

from tests.safety.random_groups import GROUPS, NOTES_FOR, STAFF, LetIn, Lot, Span, works_as

# As what somebody stands to a person or a group: CL the person, or a member of the group; FM a carer with a log-in that
# the person gave; CO one of the same couple or family; GM a fellow of a group; PR in the team, PX a practitioner out of
# it; GF leads the group; PS peer supporter beside the person, or leading with others; PL leads that circle of peers; SU
# over whoever treats or leads; PM manages; DU on duty; RE, AD, PO researcher, administrator, privacy officer.
# R reads all, r what is needed, s what was released; W and w write. Before a stroke what has to be live as well: C a
# yes or a log-in that names the thing, J a reason just in time that names it, B an emergency.
_TABLE = """
identity           CL=R,w FM=C/r PR=R,W PX=B/R GF=r PS=r SU=r PM=r DU=R PO=J/R
contact            CL=R,W PR=R,W PX=B/R GF=r DU=R
appointments       CL=R FM=C/R PR=R,W SU=R PM=r DU=R
plan               CL=R FM=C/R PR=R,W PX=B/R GF=r PS=C/r SU=R PM=J/R DU=R
goals              CL=R,W FM=C/R PR=R,W PX=B/R GF=r PS=C/r SU=R PM=J/R DU=R
formulation        CL=s PR=R,W PX=B/R SU=R DU=R
answers            CL=R,W PR=R,W PX=B/R SU=R DU=R
scores             CL=R FM=C/R PR=R PX=B/R PS=C/R SU=R DU=R
alerts             CL=r,w PR=R,W PX=B/R GF=w PS=w PL=w SU=R,W DU=R,W
safety_plan        CL=R,W FM=C/R PR=R,W PX=B/R GF=r PS=C/R SU=R DU=R
progress_note      CL=s FM=C/R PR=R,W PX=B/R SU=R PM=J/R DU=R
process_note
journal            CL=R,W
work               CL=R,W FM=C/R PR=R PS=C/R SU=R DU=R
conversation       CL=R,W PR=R,W SU=J/R
abuse_flag         CL=W PR=R,W PX=B/R GF=r PS=r SU=R,W DU=R
safeguarding       PR=w GF=w PS=w PL=w SU=R,W DU=R,W
export             CL=R PR=R PO=J/R
recordings         CL=C/R PR=R GF=R SU=C/R RE=C/R

group              CL=R GM=R PR=R GF=R,W PS=R PL=R,W SU=R PM=R DU=R
group_leading      PR=R GF=R,W PS=R PL=R SU=R PM=R,W DU=R
roster             CL=r GM=r PR=r GF=R,W PS=R PL=R,W SU=R DU=R
group_note         GF=R,W PS=R PL=R,W SU=R PM=J/R DU=R
group_entry        CL=s PR=R PX=B/R GF=W SU=R DU=R
group_check        CL=R PR=R PX=B/R GF=R SU=R DU=R
group_decision     CL=R GM=R GF=R,W PS=R PL=R,W SU=R PM=J/R DU=R
group_agenda       CL=R GM=R GF=R,W PS=R PL=R,W SU=R PM=J/R DU=R
agenda_wish        CL=R,W GF=R PL=R SU=R DU=R
group_agreement    CL=R,W PR=R PX=B/R GF=R,W PL=R,W SU=R DU=R
group_role         CL=R PR=R PX=B/R GF=R,W PL=R,W SU=R DU=R
group_leaver       CL=R PR=R PX=B/R GF=R,W SU=R DU=R
group_outcome      GF=R SU=R DU=R
group_posts        CL=R,W GM=R,W GF=R,W PS=R,W PL=R,W SU=J/R
off_track_flag     GF=R SU=R DU=R
group_wait         CL=R PR=R,W PX=B/R SU=R DU=R
kept_apart         PR=R,W PX=B/R SU=R DU=R

held_back          GF=R SU=R DU=R
joint_note         CL=s,W CO=s PR=R,W PX=B/R GF=R,W SU=R DU=R
sealed_confidence  CL=R SU=J/R DU=B/R
carer              PR=R,W SU=R DU=R
carer_plan         CL=s PR=R SU=R DU=R

peer_log           CL=R,W PR=R PS=R,W SU=R
peer_wish          CL=R,W PR=R PS=R SU=R
peer_match         CL=R,W PR=R,W PS=R SU=R,W
peer_offer         CL=R PS=R,W
peer_check         PS=R,W
peer_register      PS=R,W SU=R,W
warm_line          PS=R,W SU=R,W PM=R,W
connections        CL=R,W PR=s
outings            CL=R,W PR=R SU=R
activities         CL=R PR=R,W PX=R,W GF=R,W PS=R SU=R,W PM=R,W DU=R
"""
TABLE: dict[str, dict[str, tuple[str, ...]]] = {
    name: {column: tuple(cell.split(",")) for column, cell in (one.split("=") for one in cells)}
    for name, *cells in (line.split() for line in _TABLE.splitlines() if line)
}
THINGS = tuple(TABLE)
ROLE_ONLY = {"manager": "PM", "duty": "DU", "researcher": "RE", "administrator": "AD", "privacy_officer": "PO"}
OPENED_BY = {"C": ("proxy", "consent"), "J": ("just_in_time",), "B": ("emergency",)}
IN_CARE, AT_WORK = frozenset({"CL", "CO", "GM", "FM"}), frozenset(
    {"PR", "PX", "GF", "PS", "PL", "SU", "PM", "DU", "RE", "AD", "PO"}
)  # fmt: skip


def now(lot: Lot, spans: tuple[Span, ...], who: str | None = None, of: str | None = None) -> set[tuple[str, str]]:
    """Pairs that hold on the day."""
    return {
        (one, other)
        for one, other, start, end in spans
        if start <= lot.day and (end is None or end > lot.day) and who in (None, one) and of in (None, other)
    }


def treated(lot: Lot, who: str, as_what: str) -> set[str]:
    """The people somebody works with on the day, as a practitioner or as a peer supporter."""
    if as_what not in STAFF.get(who, set()):
        return set()
    return {client for _, client in now(lot, lot.treats, who) if works_as(who, client) == as_what}


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
    if "peer_supporter" not in STAFF.get(who, set()):
        return set()
    led = {group for _, group in now(lot, lot.leads, who) if GROUPS[group] == "peer"}
    return {one for one in led if (last := lot.ended[one]) is None or lot.day < last}


def let_in(lot: Lot, who: str, client: str) -> list[LetIn]:
    """What lets an account see more of a person on the day."""
    return [
        one
        for one in lot.let_in
        if (one.who, one.client) == (who, client) and one.start <= lot.day < one.end and not one.is_withdrawn
    ]


def opened(lot: Lot, who: str, client: str) -> frozenset[tuple[str, str]]:
    """(letter, thing) that is open; an emergency opens all that it may, and nothing else opens all."""
    found = set()
    for one in let_in(lot, who, client):
        letter = next(letter for letter, kinds in OPENED_BY.items() if one.kind in kinds)
        found |= {(letter, thing) for thing in THINGS if thing in one.things or one.kind == "emergency"}
    return frozenset(found)


def stands_to_client(lot: Lot, who: str, client: str) -> set[str]:
    """As what an account stands to a client on the day."""
    roles = STAFF.get(who, set())
    if (who, client) in lot.blocks:
        return set()
    theirs = {group for _, group in now(lot, lot.members, client)}
    shared = theirs & {group for _, group in now(lot, lot.members, who)} if who != client else set()
    holds = {
        "CL": who == client,
        "CO": any(GROUPS[one] == "family" for one in shared),
        "GM": any(GROUPS[one] != "family" for one in shared),
        "FM": any(one.kind == "proxy" for one in let_in(lot, who, client)),
        "PR": client in treated(lot, who, "practitioner"),
        "PX": "practitioner" in roles and client not in treated(lot, who, "practitioner"),
        "PS": client in treated(lot, who, "peer_supporter"),
        "PL": bool(theirs & circles_of(lot, who)),
        "GF": "facilitator" in roles and bool(theirs & led_by(lot, who)),
        "SU": any(
            now(lot, lot.treats, junior, client) or theirs & led_by(lot, junior)
            for _, junior in now(lot, lot.supervises, who)
        ),
    }
    return {name for name, is_so in holds.items() if is_so} | {ROLE_ONLY[one] for one in roles if one in ROLE_ONLY}


def stands_to_group(lot: Lot, who: str, group: str) -> set[str]:
    """As what an account stands to a group on the day."""
    roles = STAFF.get(who, set())
    inside = {client for client, _ in now(lot, lot.members, of=group)}
    own = {client for client in treated(lot, who, "practitioner") if (who, client) not in lot.blocks}
    holds = {
        "CL": who in inside,
        "GF": "facilitator" in roles and group in led_by(lot, who),
        "PS": "peer_supporter" in roles and bool(now(lot, lot.leads, who, group)),
        "PL": group in circles_of(lot, who),
        "PR": bool(inside & own),
        "SU": any(now(lot, lot.leads, junior, group) for _, junior in now(lot, lot.supervises, who)),
    }
    return {name for name, is_so in holds.items() if is_so} | {ROLE_ONLY[one] for one in roles if one in ROLE_ONLY}


@cache
def letters(stands: frozenset[str], is_open: frozenset[tuple[str, str]] = frozenset()) -> frozenset[tuple[str, str]]:
    """(thing, letter) for whoever stands so: of reading and of writing the most that is given."""
    found = set()
    for thing, row in TABLE.items():
        given = set()
        for cell in (cell for column in stands for cell in row.get(column, ())):
            condition, _, letter = cell.rpartition("/")
            if not condition or (condition, thing) in is_open:
                given.add(letter)
        found |= {(thing, best) for order in ("Rrs", "Ww") if (best := next((x for x in order if x in given), ""))}
    return frozenset(found)


def may(lot: Lot, who: str, thing: str, front: frozenset[str] = IN_CARE | AT_WORK) -> frozenset[tuple[str, str]]:
    """(thing, letter) that an account may do with a client or a group; on pages for work without a client's rights."""
    if thing in GROUPS:
        return letters(frozenset(stands_to_group(lot, who, thing) & front))
    is_open = opened(lot, who, thing) if (who, thing) not in lot.blocks else frozenset()
    return letters(frozenset(stands_to_client(lot, who, thing) & front), is_open)


def names_known(lot: Lot, who: str, group: str) -> set[str] | None:
    """Members whose names the colleague reads on the page of a group; None when there is no such page for them."""
    stands = {one for one in stands_to_group(lot, who, group) & AT_WORK if "roster" in _read_by(one)}
    if not stands:
        return None
    inside = {client for client, _ in now(lot, lot.members, of=group) if (who, client) not in lot.blocks}
    return inside if stands != {"PR"} else inside & treated(lot, who, "practitioner")


@cache
def _read_by(column: str) -> frozenset[str]:
    return frozenset(thing for thing, letter in letters(frozenset({column})) if letter in "Rrs")
