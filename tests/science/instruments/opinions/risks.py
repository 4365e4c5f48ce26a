"""Drink, drugs and danger to life, as their publishers score them."""

from __future__ import annotations

import numpy as np

from tests.science.instruments.opinions.vocabulary import (
    Answers,
    Opinion,
    Said,
    added,
    any_from,
    decided,
    sum_of_all,
    turned,
)


def audit(a: Answers) -> Said:
    """Whoever never drinks goes on to the last two questions, and so does who drinks little and never much."""
    never = a("frequency") == 0
    a = a.filled("amount six_or_more", 0, where=never)
    little = never | (added(a("amount six_or_more")) == 0)
    a = a.filled("stopping expected morning guilt memory", 0, where=little)
    return {
        "total": added(a.table),
        "consumption": added(a.number(1, 2, 3)),
        "dependence": added(a.number(4, 5, 6)),
        "consequences": added(a.number(7, 8, 9, 10)),
    }


def dast10(a: Answers) -> Said:
    return {"total": added(a.number(1, 2, 4, 5, 6, 7, 8, 9, 10)) + turned(a("q3"), 1)}


SUBSTANCES = [
    "tobacco",
    "alcohol",
    "cannabis",
    "cocaine",
    "stimulants",
    "inhalants",
    "sedatives",
    "hallucinogens",
    "opioids",
    "other",
]


def assist(a: Answers) -> Said:
    """Questions 2 to 7 of a substance; never used ends it, and no use in three months leads on to question 6.

    Who says never, and yet how often in three months, is asked on as somebody who uses.
    """
    said: Said = {}
    for name in SUBSTANCES:
        recent = f"{name}_urge {name}_trouble" + ("" if name == "tobacco" else f" {name}_failed")
        later = f"{name}_concern {name}_cut_down"
        never = a(f"{name}_ever") == 0
        b = a.filled(f"{name}_use {later}", 0, where=never)
        b = b.filled(recent, 0, where=b(f"{name}_use") == 0)
        said[name] = added(b(f"{name}_use {recent} {later}"))
    return said


def asq(a: Answers) -> Said:
    """The fifth question is asked after any yes to the first four."""
    four = "wish_dead better_off thoughts_past_week attempt_ever"
    a = a.filled("thoughts_now", 0, where=added(a(four)) == 0)
    return {
        "flag thoughts_of_suicide": any_from(a(four), 1),
        "flag thoughts_of_suicide_now": a("thoughts_now") == 1,
        "pattern positive": decided(a, lambda all_: any_from(all_(four), 1)),
        "pattern acute": decided(a, lambda all_: np.asarray(all_("thoughts_now") >= 1)),
    }


def cssrs(a: Answers) -> Said:
    a = a.filled("method intent plan", 0, where=a("thoughts") == 0)
    a = a.filled("behaviour_three_months", 0, where=a("behaviour_ever") == 0)
    high = "intent plan behaviour_three_months"
    some = f"{high} method behaviour_ever"
    return {
        "flag thoughts_of_suicide": any_from(a.table, 1),
        "flag method_thought_of": a("method") == 1,
        "flag high_risk_answers": any_from(a(high), 1),
        "pattern any_yes": decided(a, lambda all_: any_from(all_.table, 1)),
        "pattern moderate_or_high": decided(a, lambda all_: any_from(all_(some), 1)),
        "pattern high": decided(a, lambda all_: any_from(all_(high), 1)),
    }


ZONES = dict.fromkeys(SUBSTANCES, "low 0 moderate 4 high 27") | {"alcohol": "low 0 moderate 11 high 27"}

OPINIONS = {
    "auditc": Opinion(sum_of_all, lines=("total >= 4", "total >= 3")),
    "audit": Opinion(
        audit,
        {"total": "low_risk 0 hazardous 8 harmful 16 possible_dependence 20"},
        ("total >= 8",),
    ),
    "dast10": Opinion(dast10, {"total": "none 0 low 1 moderate 3 substantial 6 severe 9"}, ("total >= 3",)),
    "assist": Opinion(assist, ZONES),
    "asq": Opinion(asq),
    "cssrs-screener": Opinion(cssrs),
}
