"""How a composition is printed: as plain values, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.science.groups import Barred, Composed, Conflict, LeftOver, Member, NotThere, Plan, Request


def as_values(plan: Plan, request: Request) -> dict[str, Any]:
    """A plan as plain values for JSON; what is not known is null."""
    return {
        "status": plan.status,
        "groups": [_group(group) for group in plan.groups],
        "unplaced": [_left(left, request) for left in plan.left_over],
        "conflicts": [_conflict(conflict, request) for conflict in plan.conflicts],
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "aims": {aim.name: {"value": aim.value, "weight": aim.weight, "adds": aim.adds} for aim in plan.aims},
        "fewest_unplaced_proved": plan.is_fewest_left,
        "cut_short": plan.is_cut_short,
        "seed": plan.seed,
        "unknown_severity": plan.unknown_severity,
    }


def _group(group: Composed) -> dict[str, Any]:
    return {
        "id": group.id,
        "slot": group.slot,
        "language": group.language,
        "runs": bool(group.members),
        "size": len(group.members),
        "smallest": group.smallest,
        "seats": group.seats,
        "mean_severity": group.mean_severity,
        "members": [_member(member, group) for member in group.members],
    }


def _member(member: Member, group: Composed) -> dict[str, Any]:
    return {
        "id": member.id,
        "pinned": member.is_pinned,
        "fits": list(member.fits),
        "preferred": member.is_preferred,
        "kilometres": member.kilometres,
        "severity": member.severity,
        "weeks_waited": member.weeks_waited,
        "alike": [{"attribute": name, "value": value, "others": count} for name, value, count in member.alike],
        "not_there": [
            {"group": one.group, "barred": _barred(one.barred), "would_add": one.adds} for one in member.not_there
        ],
        "reasons": reasons_of(member, group),
    }


def _barred(barred: Sequence[Barred]) -> list[dict[str, str]]:
    return [{"rule": one.by, "found": one.found} for one in barred]


def _left(left: LeftOver, request: Request) -> dict[str, Any]:
    return {
        "id": left.id,
        "pinned": left.is_pinned,
        "weeks_waited": left.weeks_waited,
        "reasons": [_why_left(left, request)],
        "groups": [{"group": group, "barred": _barred(barred)} for group, barred in left.barred],
    }


def _conflict(conflict: Conflict, request: Request) -> dict[str, Any]:
    return {
        "people": list(conflict.people),
        "rules": [{"rule": kind, "about": about} for kind, about in conflict.rules],
        "smallest": conflict.is_smallest,
        "words": conflict_in_words(conflict, request),
    }


def reasons_of(member: Member, group: Composed) -> list[str]:
    """Why somebody is in this group, one sentence each."""
    others = len(member.fits) - 1
    choice = "" if not others else "; so does 1 other" if others == 1 else f"; so do {others} others"
    said = [f"{group.id} fits: {group.slot}, in {group.language}{choice}"]
    if member.is_pinned:
        said.insert(0, "was pinned here")
    if member.is_preferred:
        said.append("prefers it")
    if member.kilometres is not None:
        said.append(f"lives {member.kilometres:.1f} km away")
    if member.severity is not None and group.mean_severity is not None:
        said.append(f"severity {member.severity:g}, the group's mean {group.mean_severity:.1f}")
    said += [f"{_others(count)} with {name} {value}" for name, value, count in member.alike if name != "style"]
    return [*said, *(_not_there(one, is_pinned=member.is_pinned) for one in member.not_there)]


def _others(count: int) -> str:
    return "the only one" if not count else "1 other" if count == 1 else f"{count} others"


def _not_there(one: NotThere, *, is_pinned: bool) -> str:
    if one.barred:
        return f"not in {one.group}, though preferred: it {'; '.join(bar.found for bar in one.barred)}"
    if is_pinned:
        return f"not in {one.group}, though preferred: the pin says otherwise"
    if one.adds is None:
        return f"not in {one.group}, though preferred: no move and no swap leads there without breaking a rule"
    return f"not in {one.group}, though preferred: that would add {one.adds:.2f} to the whole"


def _why_left(left: LeftOver, request: Request) -> str:
    if left.is_pinned:
        return "was pinned to no group"
    if left.conflict is not None:
        return conflict_in_words(left.conflict, request)
    fitting = [group for group, barred in left.barred if not barred]
    return f"fits {', '.join(fitting)}, where no place was found; the search ended before it was known why"


def conflict_in_words(conflict: Conflict, request: Request) -> str:
    """Which rules stand in the way of whom, in a sentence."""
    rules = "; ".join(_rule(kind, about, request) for kind, about in conflict.rules) or "there are no seats"
    if not conflict.people:
        return f"These cannot all be met: {rules}."
    who = f"{conflict.people[0]} cannot" if len(conflict.people) == 1 else f"{', '.join(conflict.people)} cannot all"
    narrow = "" if conflict.is_smallest else " The search was cut short; some of these may not matter."
    return f"{who} be placed, because: {rules}.{narrow}"


def _rule(kind: str, about: str, request: Request) -> str:
    groups = {group.id: group for group in request.groups}
    if kind == "seats":
        led = len(set(groups[about].leaders))
        return f"{about} has {request.seats(groups[about])} seats (largest {groups[about].largest}, leaders {led})"
    if kind == "smallest":
        return f"{about} runs with {groups[about].smallest} people or more"
    said = {
        "leaders": "{} share a leader and a slot",
        "apart": "{} are to be apart",
        "never alone": "nobody is to be the only one by {}",
        "pin": "{} is pinned",
        "not now": "{} is not to join a group now",
        "slot": "the slots {} can come in",
        "language": "the languages {} understands",
        "needs": "what {} needs",
        "stream": "what {} comes for",
        "distance": "how far {} can travel",
    }
    return said[kind].format(about)


def as_text(plan: Plan, request: Request) -> str:
    """A plan as a page of text."""
    if plan.status == "cannot":
        return "No composition keeps every pin, so nothing was composed.\n" + "\n".join(
            conflict_in_words(one, request) for one in plan.conflicts
        )
    lines = [_summary(plan)]
    for group in plan.groups:
        if not group.members:
            lines += ["", f"{group.id} ({group.slot}, {group.language}) does not run"]
            continue
        lines += ["", f"{group.id} ({group.slot}, {group.language}): {len(group.members)} of {group.seats} seats"]
        lines += [f"  {one.id}: {'; '.join(reasons_of(one, group))}" for one in group.members]
    if plan.left_over:
        lines += ["", f"Left over: {len(plan.left_over)}"]
        lines += [f"  {left.id}: {_why_left(left, request)}" for left in plan.left_over]
    return "\n".join(lines)


def _summary(plan: Plan) -> str:
    placed, left = len(plan.placed), len(plan.left_over)
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.gap is not None
    proved = "" if plan.is_fewest_left else "; it is not proved that fewer cannot be left over"
    aims = ", ".join(f"{aim.name} {aim.adds:.1f}" for aim in plan.aims)
    unknown = (
        f"\nSeverity is not known of {plan.unknown_severity}; they count nowhere in it."
        if plan.unknown_severity
        else ""
    )
    return (
        f"{placed} placed, {left} left over{proved}.\n"
        f"Objective {plan.objective:.2f} ({aims}); none is below {plan.bound:.2f}, so the gap is at most "
        f"{100 * plan.gap:.1f} %.{' The time given ended the search.' if plan.is_cut_short else ''}{unknown}"
    )
