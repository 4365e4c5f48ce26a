"""How measures of choices are printed: as plain values, and as a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kith.science.groups import Measure, Pair, Shift, Sociometry, Standing

_MEASURES: Final = {
    "density": "density",
    "reciprocity": "reciprocity",
    "cohesion_possible": "cohesion, of possible pairs",
    "cohesion_fixed": "cohesion, with the number of choices fixed",
    "criswell": "Criswell index (1 is chance)",
    "expected_mutual_pairs": "mutual pairs expected by chance",
    "expansiveness": "choices made by each",
    "integration": "integration",
    "centralisation": "centralisation",
}


def as_values(found: Sociometry) -> dict[str, Any]:
    """The measures as plain values; what could not be worked out is null and has its reason."""
    measures = {name: getattr(found, name) for name in ("choices_each", *_MEASURES)}
    return {
        "members": len(found.members),
        "asked": found.asked,
        "choices": found.choices,
        **{name: one.value for name, one in measures.items()},
        "mutual_pairs": found.mutual_pairs,
        "unchosen_by_chance": found.unchosen_by_chance,
        "star_from": found.star_from,
        "in_degree": {one.id: one.chosen for one in found.members},
        "stars": [one.id for one in found.members if one.is_star],
        "isolates": [one.id for one in found.members if one.is_isolate],
        "neglectees": [one.id for one in found.members if one.isolation == "neglectee"],
        "ghosts": [one.id for one in found.members if one.isolation == "ghost"],
        "cliques": None if found.cliques is None else [list(one) for one in found.cliques],
        "most_mutual": list(found.most_mutual),
        "standings": [_standing(one) for one in found.members],
        "reasons": {name: one.reason for name, one in measures.items() if one.value is None}
        | ({"cliques": "there are more than can be listed"} if found.cliques is None else {}),
    }


def _standing(one: Standing) -> dict[str, Any]:
    measures = {"choice_status": one.choice_status, "rejection_status": one.rejection_status}
    reasons = {name: measure.reason for name, measure in measures.items() if measure.value is None}
    reasons |= {"status": one.status.reason} if one.status.group is None else {}
    reasons |= {"chooses": "was not asked"} if one.chooses is None else {}
    return {
        "id": one.id,
        "chosen": one.chosen,
        "chooses": one.chooses,
        "mutual": one.mutual,
        "rejected": one.rejected,
        **{name: measure.value for name, measure in measures.items()},
        "probability_of_so_many": one.at_least_so_often,
        "star": one.is_star,
        "isolate": one.is_isolate,
        "isolation": one.isolation,
        "isolation_unlikely_by_chance": one.is_isolation_unlikely,
        "status": one.status.group,
        "strictly_average": one.status.is_strictly_average,
        "social_preference": one.status.preference,
        "social_impact": one.status.impact,
        "reasons": reasons,
    }


def change_as_values(change: Shift) -> dict[str, Any]:
    """What changed between two occasions as plain values."""
    return {
        "joined": list(change.joined),
        "left": list(change.left),
        "kept": _pairs(change.kept),
        "gained": _pairs(change.gained),
        "lost": _pairs(change.lost),
        "stability": change.stability.value,
        "newly_mutual": _pairs(change.newly_mutual),
        "no_longer_mutual": _pairs(change.no_longer_mutual),
        "newly_isolated": list(change.newly_isolated),
        "no_longer_isolated": list(change.no_longer_isolated),
        "chosen": change.chosen,
        "mutual_pairs": change.mutual_pairs,
        **{name: one.value for name, one in change.measures.items()},
        "reasons": {name: one.reason for name, one in change.measures.items() if one.value is None}
        | ({"stability": change.stability.reason} if change.stability.value is None else {}),
    }


def _pairs(pairs: Sequence[Pair]) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def sentence_of(found: Sociometry) -> str:
    """The picture in one sentence."""
    alone = [one.id for one in found.members if one.is_isolate]
    outside = f"nobody chooses {', '.join(alone)}" if alone else "everybody is chosen by somebody"
    return (
        f"{len(found.members)} members made {found.choices} choices; {found.mutual_pairs} pairs are mutual; {outside}."
    )


def as_text(found: Sociometry) -> str:
    """The measures as a page of text."""
    lines = [sentence_of(found)]
    if found.asked < len(found.members):
        lines.append(f"{len(found.members) - found.asked} members were not asked; their own choices are not known.")
    lines += [f"  {label:<44}{_shown(getattr(found, name))}" for name, label in _MEASURES.items()]
    lines += ["", f"  {'member':<20}{'chosen':>7}{'chooses':>9}{'mutual':>8}{'by chance':>11}"]
    lines += [_row(one) for one in found.members]
    if found.cliques:
        lines += ["", "  Circles in which all choose each other: " + "; ".join(", ".join(one) for one in found.cliques)]
    for one in found.members:
        if one.isolation is not None and one.isolation != "not asked":
            lines += ["", f"  {one.id} is on the edge. {_what_helps(one, found)}"]
    return "\n".join(lines)


def _shown(measure: Measure) -> str:
    return f"{measure.value:.4g}" if measure.value is not None else f"none: {measure.reason}"


def _row(one: Standing) -> str:
    chooses = "not asked" if one.chooses is None else str(one.chooses)
    words = [one.isolation or "", "star" if one.is_star else "", one.status.group or ""]
    return (
        f"  {one.id[:19]:<20}{one.chosen:>7}{chooses:>9}{one.mutual:>8}{one.at_least_so_often:>11.4f}"
        f"   {', '.join(filter(None, words))}"
    ).rstrip()


def _what_helps(one: Standing, found: Sociometry) -> str:
    near = [name for name in found.most_mutual if name != one.id]
    chance = "Chance alone seldom does this." if one.is_isolation_unlikely else "Chance alone often does this."
    paired = (
        f"a task shared with {near[0]}, who has the most mutual choices," if near else "a task shared with somebody"
    )
    return f"{chance} What may help: {paired} and a leader who draws them in."


def change_as_text(change: Shift) -> str:
    """What changed, in a few lines."""
    lines = [
        f"  {len(change.kept)} choices stayed, {len(change.gained)} are new, {len(change.lost)} are gone; "
        f"mutual pairs {change.mutual_pairs:+d}."
    ]
    named = {
        "joined": change.joined,
        "left": change.left,
        "now on the edge": change.newly_isolated,
        "no longer on the edge": change.no_longer_isolated,
    }
    return "\n".join([*lines, *(f"  {what}: {', '.join(names)}" for what, names in named.items() if names)])
