"""What should happen at every door: a second, small reading of policy.yaml that shares no code with the product's.

Who stands in which column is written down here by hand, from how the world was built.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import kith
from tests.safety.world import OTHER_STAFF, PETRA_SEES, PROXY_SEES, STAFF

FILE = Path(kith.__file__ or "").parent / "care/permissions/policy.yaml"
HERE, THERE = ("ana", "con", "gus", "lea", "zed", "sam_as_client"), ("olga",)
OUTSIDE = dict.fromkeys(HERE, "PX")
CLIENTS = ("ana", "con", "gus", "lea", "zed", "olga")
OWN = {name: name for name in CLIENTS} | {"sam": "sam_as_client"}
CLIENT_COLUMNS = {"CL", "CO", "GM", "FM"}

# Actor -> client -> column.
STANDS: dict[str, dict[str, str]] = {
    "ana": {"ana": "CL", "gus": "GM", "con": "CO"},
    "con": {"con": "CL", "ana": "CO"},
    "gus": {"gus": "CL", "ana": "GM"},
    "lea": {"lea": "CL"},
    "zed": {"zed": "CL"},
    "olga": {"olga": "CL"},
    "ben": OUTSIDE | {"ana": "PR", "con": "PR"},
    "dev": OUTSIDE | {"gus": "PR", "zed": "PR", "lea": "PR", "sam_as_client": "PR"},
    "bea": {name: "PX" for name in HERE if name != "ana"},
    "enid": OUTSIDE,
    "emi": OUTSIDE,
    "emx": OUTSIDE,
    "sam": OUTSIDE | {"sam_as_client": "CL"},
    "finn": {"ana": "GF", "gus": "GF"},
    "fay": {"ana": "GF", "con": "GF"},
    "hal": {"zed": "GF"},
    "pete": {"ana": "PS"},
    "petra": {"ana": "PS"},
    "eve": {"ana": "SU", "con": "SU"},
    "cleo": dict.fromkeys(HERE, "PM"),
    "cora": dict.fromkeys(HERE, "PM"),
    "dan": dict.fromkeys(HERE, "DU"),
    "rex": dict.fromkeys(HERE, "RE"),
    "ada": dict.fromkeys(HERE, "AD"),
    "pia": dict.fromkeys(HERE, "PO"),
    "paul": dict.fromkeys(HERE, "PO"),
    "carl": {"ana": "FM"},
    "other_ben": {"olga": "PR"},
    "other_cleo": {"olga": "PM"},
    "other_dan": {"olga": "DU"},
    "other_finn": {"olga": "GF"},
}
# Actor -> group (by the name of its slot) -> column.
LEADS: dict[str, dict[str, str]] = {
    "ana": {"ana": "CL", "gus": "CL"},
    "con": {"gus": "CL"},
    "gus": {"ana": "CL"},
    "zed": {"zed": "CL"},
    "olga": {"olga": "CL"},
    "ben": {"ana": "PR", "gus": "PR"},
    "dev": {"ana": "PR", "zed": "PR"},
    "finn": {"ana": "GF"},
    "fay": {"gus": "GF"},
    "hal": {"zed": "GF"},
    "polly": {"ana": "PS"},
    "other_ben": {"olga": "PR"},
    "other_finn": {"olga": "GF"},
} | {name: STANDS[name] for name in STANDS if set(STANDS[name].values()) & {"PM", "DU", "RE", "AD", "PO"}}
# Actor -> what a live grant for Ana opens: letter of the condition, rows of the policy.
HOLDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "carl": ("C", PROXY_SEES),
    "petra": ("C", PETRA_SEES),
    "cora": ("J", ("plan", "goals", "progress_note")),
    "paul": ("J", ("identity",)),
    "emi": ("B", ("*",)),
}
WITHOUT_LOGIN = {"anonymous", "ira"}  # Ira's account is closed
WITHOUT_ROLE = {"rolf", "carl", "fred", "walt", *CLIENTS}  # Rolf's role has ended
# Who led each subject's sessions and signed their records, and whose supervisor somebody is now.
LED_BY = {"ana": "ben", "con": "ben", "gus": "dev", "zed": "dev", "lea": "dev", "olga": "other_ben"}
SUPERVISES = {("eve", "ben")}
# Doing all of it needs all of the right: facilitators and peer supporters may raise an alert, not handle one.
NEEDS_ALL = {("alert", "POST")}


@cache
def table() -> dict[str, Any]:
    """policy.yaml as it is written."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return content


def roles(actor: str) -> set[str]:
    """The roles that are live."""
    return set() if actor in WITHOUT_ROLE else set((STAFF | OTHER_STAFF).get(actor, ()))


def level(actor: str, subject: str, verb: str, resource: str, *, group: bool = False, front: str = "") -> str:
    """full, limited, released or none. `front` me: with a client's own rights only; care: with a colleague's only."""
    column = (LEADS if group else STANDS).get(actor, {}).get(subject)
    is_own = column == "CL"
    if column is None or (front == "me" and not is_own) or (front == "care" and column in CLIENT_COLUMNS):
        return "none"
    letter, opened = HOLDS.get(actor, ("", ())) if subject == "ana" else ("", ())
    return cell(column, verb, resource, letter, opened)


def cell(column: str, verb: str, resource: str, letter: str = "", opened: tuple[str, ...] = ()) -> str:
    """What one cell of the table gives to somebody who holds a live grant of a kind (`letter`) for some rows."""
    best = "none"
    for token in str(table()["resources"][resource].get(column, "")).split():
        condition, _, what = token.rpartition(":")
        if what not in ("$", "X") and verb in what:
            is_open = condition in ("", "S") or (condition == letter and (resource in opened or "*" in opened))
            found = "none" if not is_open else "released" if condition == "S" else "limited" if "l" in what else "full"
            best = max(best, found, key=("none", "released", "limited", "full").index)
    return best


def has_part(part: str, actor: str, subject: str) -> bool:
    """led: the one who led the session; supervised: a live supervisor of who signed its record; else a function."""
    if part in table()["functions"]:
        return bool(roles(actor) & set(table()["functions"][part]))
    return actor == LED_BY.get(subject) if part == "led" else (actor, LED_BY.get(subject)) in SUPERVISES


@dataclass(frozen=True)
class Door:
    """One address with one method."""

    page: str
    method: str
    route: str

    @property
    def front(self) -> str:
        """me, care or neither."""
        first = self.route.split("/")[0]
        return first if first in ("me", "care") else ""


def outcome(door: Door, actor: str, subject: str) -> str:
    """wrong method | log in | nothing open | allowed | forbidden | absent."""
    row = table()["pages"][door.page]
    needs = row.get("GET" if door.method == "HEAD" else door.method)
    if needs is None or door.method == "of":
        return "wrong method"
    if needs == "public":
        return "allowed"
    if needs == "invitation":  # nobody here has opened one; tests/web/invited walks through those who have
        return "nothing open"
    if actor in WITHOUT_LOGIN:
        return "log in"
    if needs == "signed_in":
        return "allowed"
    if needs.startswith("function "):
        is_allowed = bool(roles(actor) & set(table()["functions"][needs.split()[1]]))
        is_here = "_id>" not in door.route or (subject in THERE) == (actor in OTHER_STAFF)
        return "forbidden" if not is_allowed else "allowed" if is_here else "absent"
    *part, verb, resource = needs.split()
    if part and not has_part(part[0], actor, subject):
        return "absent"
    if row["of"] == "own":
        if actor not in OWN:
            return "absent"
        return "allowed" if level(actor, OWN[actor], verb, resource, front="me") != "none" else "absent"
    if door.front == "care" and not roles(actor):
        return "absent"
    found = level(actor, subject, verb, resource, group=row["of"] in ("group", "meeting"), front=door.front)
    enough = {"full"} if (door.page, door.method) in NEEDS_ALL else {"full", "limited", "released"}
    return "allowed" if found in enough else "absent"
