"""The golden thread as one picture: each goal with what was done for it and what it is measured by, gaps named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kith.care.queries.golden_thread import GoalPart, GoldenThread
from kith.care.queries.thread_of_techniques import MeasurePart, TechniquePart
from kith.web.practitioner.thread_links import Names, links


def whole_of(thread: GoldenThread, names: Names, may_see: frozenset[str]) -> dict[str, Any]:
    """The strands, one for each goal, and whatever hangs on none. Only what this viewer may see is called missing."""
    strands = [_strand(goal, thread, names, may_see) for goal in thread.goals]
    return {"strands": strands, "loose": _loose(thread, names, may_see)}


def _strand(goal: GoalPart, thread: GoldenThread, names: Names, may_see: frozenset[str]) -> dict[str, Any]:
    techniques = [one for one in thread.techniques if goal.id in one.goals]
    measures = [one for one in thread.measures if goal.id in one.goals]
    sessions = dict.fromkeys([*goal.sessions, *(key for one in techniques for key in one.sessions)])
    work = dict.fromkeys([*goal.work, *(key for one in techniques for key in one.work)])
    measured = links((one.id for one in measures), names)
    if goal.ratings:
        measured = [{"url": f"#goal-{goal.id}", "label": _("own rating")}, *measured]
    cells = [
        ("goals", _("Problem"), links([goal.problem], names), _("serves no named problem")),
        ("progress_note", _("Techniques"), links((one.id for one in techniques), names), _("no technique yet")),
        ("appointments", _("Sessions"), links(sessions, names), _("no session worked on it yet")),
        ("work", _("Work"), links(work, names), _("no work set for it")),
        ("scores", _("Measures"), measured, _("this goal has no measure")),
    ]
    return {
        "goal": {"url": f"#goal-{goal.id}", "label": goal.words},
        "is_closed": goal.is_closed,
        "cells": [
            {"label": label, "links": found, "missing": missing}
            for resource, label, found, missing in cells
            if found or resource in may_see or resource == "scores"
        ],
    }


def _loose(thread: GoldenThread, names: Names, may_see: frozenset[str]) -> list[dict[str, Any]]:
    """What is linked to no goal, by kind."""
    for_goals = {key for goal in thread.goals for key in (*goal.sessions, *goal.work)}
    for_goals |= {key for one in thread.techniques if one.goals for key in (*one.sessions, *one.work)}
    kinds: list[tuple[str, str, Iterable[Any]]] = [
        ("goals", _("Techniques without a goal"), [one.id for one in thread.techniques if not one.goals]),
        ("scores", _("Techniques without a measure"), [one.id for one in thread.techniques if not one.measures]),
        ("work", _("Work without a goal"), [one.id for one in thread.work if one.id not in for_goals]),
        (
            "progress_note",
            _("Sessions without a goal"),
            [one.id for one in thread.sessions if one.is_present and one.id not in for_goals],
        ),
        ("plan", _("Problems without a goal"), [one.id for one in thread.problems if not one.goals]),
    ]
    found = [
        {"label": label, "links": links(keys, names)}
        for resource, label, keys in kinds
        if resource in may_see or resource == "scores"
    ]
    return [one for one in found if one["links"]]


def shown_technique(one: TechniquePart, names: Names) -> dict[str, Any]:
    """A technique with everything it was used for."""
    return {
        "part": one,
        "goals": links(one.goals, names),
        "sessions": links(one.sessions, names),
        "work": links(one.work, names),
        "measures": links(one.measures, names),
    }


def shown_measure(one: MeasurePart, names: Names) -> dict[str, Any]:
    """A measure with what was done to move it."""
    return {
        "part": one,
        "techniques": links(one.techniques, names),
        "goals": links(one.goals, names),
        "sessions": links(one.sessions, names),
        "work": links(one.work, names),
    }
