"""Low spirits, fear, sleep and distress, as their publishers score them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.science.instruments.opinions.vocabulary import (
    Answers,
    Opinion,
    Said,
    added,
    any_from,
    decided,
    how_many,
    made_up,
    side_by_side,
    sum_of_all,
    to_whole,
    turned,
)

PHQ_BANDS = "minimal 0 mild 5 moderate 10 moderately_severe 15 severe 20"


def phq_syndrome(a: Answers) -> NDArray[np.bool_]:
    """Five symptoms on more than half the days, one of them the first two; self-harm counts when there at all."""
    eight = a("interest mood sleep energy appetite self_worth concentration movement")
    count = how_many(eight, 2)
    if "self_harm" in a.names:
        count = count + (a("self_harm") >= 1)
    return any_from(a("interest mood"), 2) & (count >= 5)


def phq9(a: Answers) -> Said:
    return {
        "total": to_whole(made_up(a.first(9), 2)),
        "flag thoughts_of_self_harm": a("self_harm") >= 1,
        "pattern depressive_syndrome": decided(a, phq_syndrome),
    }


def phq8(a: Answers) -> Said:
    return {"total": added(a.table), "pattern depressive_syndrome": decided(a, phq_syndrome)}


def phq9m(a: Answers) -> Said:
    """The scoring sheet of GLAD-PC: the syndrome also wants that it makes life at least somewhat difficult."""
    return {
        "total": added(a.first(9)),
        "flag thoughts_of_self_harm": a("self_harm") >= 1,
        "flag thoughts_of_ending_life": a("thoughts_past_month") == 1,
        "flag suicide_attempt": a("attempt_ever") == 1,
        "pattern depressive_syndrome": decided(a, lambda all_: phq_syndrome(all_) & (all_("difficulty") >= 1)),
        "pattern long_low_mood": a("past_year"),
    }


def phq4(a: Answers) -> Said:
    anxiety, depression = added(a("nervous control")), added(a("interest mood"))
    return {"total": anxiety + depression, "anxiety": anxiety, "depression": depression}


def phq15(a: Answers) -> Said:
    """The PHQ codes three or more of its thirteen symptoms 1a to 1m; tiredness and sleep come from its second part."""
    a = a.filled("menstrual", 0, where=a("has_periods") == 0)
    thirteen = "stomach back limbs menstrual head chest dizzy faint heart breath sex bowels digestion"
    return {
        "total": added(a(f"{thirteen} tired sleep")),
        "pattern three_that_bother_a_lot": decided(a, lambda all_: how_many(all_(thirteen), 2) >= 3),
    }


def cesdr(a: Answers) -> Said:
    others = [(1, 18), (5, 11, 19), (3, 20), (9, 17), (7, 16), (12, 13), (14, 15)]

    def episode(groups: int, often: float) -> NDArray[np.float64]:
        def rule(all_: Answers) -> NDArray[np.bool_]:
            there = sum(any_from(all_.number(*group), often).astype(int) for group in others)
            return any_from(all_.number(2, 4, 6, 8, 10), 4) & (there >= groups)

        return decided(a, rule)

    return {
        "total": added(np.minimum(a.table, 3)),
        "flag wish_to_be_dead": a("wish_dead") >= 1,
        "flag thoughts_of_self_harm": a("hurt_self") >= 1,
        "pattern possible_episode": episode(2, 3),
        "pattern probable_episode": episode(3, 3),
        "pattern meets_criteria": episode(4, 4),
    }


def bdi2(a: Answers) -> Said:
    return {"total": added(a.table), "flag suicidal_thoughts": a.table[:, 8] >= 1}


def epds(a: Answers) -> Said:
    return {"total": added(a.table), "flag thoughts_of_self_harm": a("q10") >= 1}


def dass21(a: Answers) -> Said:
    return {
        "depression": 2 * added(a.number(3, 5, 10, 13, 16, 17, 21)),
        "anxiety": 2 * added(a.number(2, 4, 7, 9, 15, 19, 20)),
        "stress": 2 * added(a.number(1, 6, 8, 11, 12, 14, 18)),
    }


def core10(a: Answers) -> Said:
    asked_kindly = a("support coping")
    rest = a("tension talking panic plans_to_end_life sleep despair unhappy images")
    return {
        "total": made_up(side_by_side(turned(asked_kindly, 4), rest), 1),
        "flag plans_to_end_life": a("plans_to_end_life") >= 1,
    }


def yp_core(a: Answers) -> Said:
    kindly = turned(a.number(3, 5, 10), 4)
    return {
        "total": made_up(side_by_side(kindly, a.number(1, 2, 4, 6, 7, 8, 9)), 1),
        "flag thought_of_hurting_self": a("thought_of_hurting_self") >= 1,
    }


def core_om(a: Answers) -> Said:
    kindly = (3, 4, 7, 12, 19, 21, 31, 32)

    def ten_times_mean(*numbers: int, blanks: int) -> NDArray[np.float64]:
        columns = [turned(a.number(n), 4) if n in kindly else a.number(n) for n in numbers]
        return made_up(np.column_stack(columns), blanks) * 10 / len(numbers)

    risk = (6, 9, 16, 22, 24, 34)
    everything = tuple(range(1, 35))
    flags = {
        "thoughts_of_hurting_self": 9,
        "plans_to_end_life": 16,
        "better_off_dead": 24,
        "hurt_self": 34,
        "violent_to_others": 6,
        "threatened_others": 22,
    }
    return {
        "total": ten_times_mean(*everything, blanks=3),
        "non_risk": ten_times_mean(*(n for n in everything if n not in risk), blanks=3),
        "wellbeing": ten_times_mean(4, 14, 17, 31, blanks=1),
        "problems": ten_times_mean(2, 5, 8, 11, 13, 15, 18, 20, 23, 27, 28, 30, blanks=1),
        "functioning": ten_times_mean(1, 3, 7, 10, 12, 19, 21, 25, 26, 29, 32, 33, blanks=1),
        "risk": ten_times_mean(*risk, blanks=1),
        **{f"flag {name}": a.number(n)[:, 0] >= 1 for name, n in flags.items()},
    }


def oq45(a: Answers) -> Said:
    kindly = [1, 12, 13, 20, 21, 24, 31, 37, 43]
    table = a.table.copy()
    table[:, [n - 1 for n in kindly]] = turned(a.number(*kindly), 4)
    b = Answers(a.names, table)
    between = [1, 7, 16, 17, 18, 19, 20, 26, 30, 37, 43]
    role = [4, 12, 14, 21, 28, 32, 38, 39, 44]
    distress = [n for n in range(1, 46) if n not in between + role]
    flags = {
        "thoughts_of_ending_life": 8,
        "drink_in_the_morning": 11,
        "drinking_criticised": 26,
        "drinking_and_work": 32,
        "anger_at_work": 44,
    }
    return {
        "total": added(b.table),
        "symptom_distress": added(b.number(*distress)),
        "interpersonal": added(b.number(*between)),
        "social_role": added(b.number(*role)),
        **{f"flag {name}": a.number(n)[:, 0] >= 1 for name, n in flags.items()},
    }


def ies_r(a: Answers) -> Said:
    """Weiss and Marmar: 8, 8 and 6 questions; feeling back at that time is an intrusion."""
    return {
        "total": added(a.table),
        "intrusion": added(a.number(1, 2, 3, 6, 9, 14, 16, 20)),
        "avoidance": added(a.number(5, 7, 8, 11, 12, 13, 17, 22)),
        "arousal": added(a.number(4, 10, 15, 18, 19, 21)),
    }


def pcl5(a: Answers) -> Said:
    def symptoms(all_: Answers) -> NDArray[np.bool_]:
        high = np.asarray(all_.table >= 2)
        return np.asarray(
            (high[:, 0:5].sum(axis=1) >= 1)
            & (high[:, 5:7].sum(axis=1) >= 1)
            & (high[:, 7:14].sum(axis=1) >= 2)
            & (high[:, 14:20].sum(axis=1) >= 2)
        )

    return {
        "total": added(a.table),
        "intrusion": added(a.table[:, 0:5]),
        "avoidance": added(a.table[:, 5:7]),
        "thoughts_and_mood": added(a.table[:, 7:14]),
        "arousal": added(a.table[:, 14:20]),
        "pattern provisional_ptsd": decided(a, symptoms),
    }


def pc_ptsd_5(a: Answers) -> Said:
    five = "nightmares avoids on_guard numb guilt"
    return {"total": added(a.filled(five, 0, where=a("event") == 0)(five))}


def pswq(a: Answers) -> Said:
    kindly = (1, 3, 8, 10, 11)
    rest = [n for n in range(1, 17) if n not in kindly]
    return {"total": added(turned(a.number(*kindly), 6)) + added(a.number(*rest))}


def hai(a: Answers) -> Said:
    return {"total": added(a.table), "main": added(a.first(14)), "consequences": added(a.number(15, 16, 17, 18))}


def spin(a: Answers) -> Said:
    return {
        "total": added(a.table),
        "fear": added(a.number(1, 3, 5, 10, 14, 15)),
        "avoidance": added(a.number(4, 6, 8, 9, 11, 12, 16)),
        "body": added(a.number(2, 7, 13, 17)),
    }


def mi(a: Answers) -> Said:
    return {"total": made_up(a.table, 5) / 26}


def biq(a: Answers) -> Said:
    kindly = turned(a("checking ugly avoidance"), 8)
    rest = a("distress preoccupied relationship work social_life most_important")
    return {"total": added(kindly) + added(rest)}


def each_for_itself(a: Answers) -> Said:
    return {name: a(name) for name in a.names}


OPINIONS = {
    "phq2": Opinion(sum_of_all, lines=("total >= 3", "total >= 2")),
    "phq4": Opinion(
        phq4,
        {"total": "minimal 0 mild 3 moderate 6 severe 9"},
        ("anxiety >= 3", "depression >= 3"),
    ),
    "phq8": Opinion(phq8, {"total": PHQ_BANDS}, ("total >= 10",)),
    "phq9": Opinion(phq9, {"total": PHQ_BANDS}, ("total >= 8", "total >= 10", "total >= 11")),
    "phq9m": Opinion(phq9m, {"total": PHQ_BANDS}, ("total > 10", "total >= 11")),
    "phq15": Opinion(phq15, {"total": "minimal 0 low 5 medium 10 high 15"}, ("total >= 10",)),
    "gad2": Opinion(sum_of_all, lines=("total >= 3", "total >= 2")),
    "gad7": Opinion(sum_of_all, {"total": "minimal 0 mild 5 moderate 10 severe 15"}, ("total >= 6", "total >= 8")),
    "k6": Opinion(sum_of_all, {"total": "low 0 moderate 5 serious 13"}, ("total >= 13", "total >= 5")),
    "k10": Opinion(sum_of_all, {"total": "low 10 moderate 16 high 22 very_high 30"}),
    "cesdr": Opinion(cesdr, lines=("total >= 16",)),
    "bdi2": Opinion(bdi2, {"total": "minimal 0 mild 14 moderate 20 severe 29"}),
    "epds": Opinion(epds, lines=("total >= 13", "total >= 15", "total >= 10")),
    "dass21": Opinion(
        dass21,
        {
            "depression": "normal 0 mild 10 moderate 14 severe 21 extremely_severe 28",
            "anxiety": "normal 0 mild 8 moderate 10 severe 15 extremely_severe 20",
            "stress": "normal 0 mild 15 moderate 19 severe 26 extremely_severe 34",
        },
    ),
    "isi": Opinion(
        sum_of_all,
        {"total": "none 0 subthreshold 8 moderate 15 severe 22"},
        ("total >= 10", "total >= 14"),
    ),
    "core10": Opinion(
        core10,
        {"total": "healthy 0 low 6 mild 11 moderate 15 moderately_severe 20 severe 25"},
        ("total >= 11", "total > 13"),
    ),
    "core-om": Opinion(core_om, lines=("total >= 9.9",)),
    "yp-core": Opinion(yp_core, lines=("total >= 10.3", "total >= 14.4", "total >= 14.1", "total >= 15.9")),
    "oq45": Opinion(oq45, lines=("total >= 63", "symptom_distress >= 36", "interpersonal >= 15", "social_role >= 12")),
    "ies-r": Opinion(ies_r, lines=("total >= 33",)),
    "pcl5": Opinion(pcl5, lines=("total >= 31", "total >= 32", "total >= 33")),
    "pc-ptsd-5": Opinion(pc_ptsd_5, lines=("total >= 4", "total >= 3")),
    "pswq": Opinion(pswq, lines=("total >= 45",)),
    "hai": Opinion(hai, lines=("total >= 18",)),
    "oci": Opinion(sum_of_all, lines=("total >= 40",)),
    "pdss-sr": Opinion(sum_of_all, lines=("total >= 8",)),
    "spin": Opinion(spin, lines=("total >= 19",)),
    "mi": Opinion(mi, lines=("total >= 2.3",)),
    "biq": Opinion(biq, lines=("total >= 40",)),
    "phobia-scales": Opinion(each_for_itself, lines=("social >= 4", "panic >= 4", "specific >= 4")),
}
