"""Wellbeing, functioning, strengths, people near one and the work itself, as their publishers score them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.science.instruments.opinions.vocabulary import (
    Answers,
    Opinion,
    Said,
    added,
    averaged,
    made_up,
    mean_of_answered,
    side_by_side,
    sum_of_all,
    to_whole,
    turned,
)


def mean_of_all(a: Answers) -> Said:
    return {"total": averaged(a.table)}


def who5(a: Answers) -> Said:
    return {"total": 4 * added(a.table)}


def centimetres(a: Answers) -> Said:
    return {"total": added(a.table) / 10}


def srs(a: Answers) -> Said:
    total = added(a.table) / 10
    return {"total": total, "flag low_session_rating": total < 36 - 1e-9}


def whodas12(a: Answers) -> Said:
    return {"total": made_up(a.first(12), 1)}


def wsas(a: Answers) -> Said:
    """Whoever has no job leaves the first question out; the other four stand for it."""
    return {"total": to_whole(made_up(a.table, 1))}


def dialog(a: Answers) -> Said:
    return {
        "life": averaged(a.first(8)),
        "treatment": averaged(a.number(9, 10, 11)),
        "flag not_safe": a("personal_safety") < 4,
    }


def reqol(a: Answers) -> Said:
    against = (
        "start_tasks unable_to_cope life_not_worth_living lonely avoided_things irritated failure terrified anxious "
        "sleep concentration"
    )
    asked = [name for name in a.names if name != "physical_health"]
    kind = [name for name in asked if name not in against.split()]
    unkind = [name for name in asked if name in against.split()]
    both = side_by_side(a(" ".join(kind)), turned(a(" ".join(unkind)), 4))
    return {
        "total": to_whole(made_up(both, len(asked) // 10)),
        "flag life_not_worth_living": a("life_not_worth_living") >= 1,
    }


def rand36(a: Answers) -> Said:
    """Each answer becomes 0 to 100, 100 the best; a scale is the mean of what was answered."""
    best_first = {1: 5, 2: 5, 20: 5, 22: 5, 34: 5, 36: 5} | dict.fromkeys((21, 23, 26, 27, 30), 6)
    best_last = dict.fromkeys(range(3, 13), 3) | dict.fromkeys(range(13, 20), 2)
    best_last |= dict.fromkeys((24, 25, 28, 29, 31), 6) | dict.fromkeys((32, 33, 35), 5)

    def scale(*numbers: int) -> NDArray[np.float64]:
        columns = []
        for n in numbers:
            answers = a.number(n)[:, 0]
            choices = best_first.get(n) or best_last[n]
            steps = choices - answers if n in best_first else answers - 1
            columns.append(100 * steps / (choices - 1))
        return mean_of_answered(np.column_stack(columns), 1)

    return {
        "physical_functioning": scale(*range(3, 13)),
        "role_physical": scale(13, 14, 15, 16),
        "role_emotional": scale(17, 18, 19),
        "energy": scale(23, 27, 29, 31),
        "emotional_wellbeing": scale(24, 25, 26, 28, 30),
        "social_functioning": scale(20, 32),
        "pain": scale(21, 22),
        "general_health": scale(1, 33, 34, 35, 36),
    }


def eq5d5l(a: Answers) -> Said:
    return {name: a(name) for name in a.names}


def psychlops(a: Answers) -> Said:
    return {"total": added(a("problem_1 problem_2 function wellbeing"))}


def gas(a: Answers) -> Said:
    """Kiresuk and Sherman, all weights 1 and goals correlated by 0.3; over the goals that were rated."""
    goals = np.isfinite(a.table).sum(axis=1)
    levels = np.nansum(a.table, axis=1)
    return {
        "total": np.where(goals > 0, 50 + 10 * levels / np.sqrt(np.maximum(0.7 * goals + 0.3 * goals**2, 1)), np.nan)
    }


def gbo(a: Answers) -> Said:
    return {name: a(name) for name in a.names}


def mspss(a: Answers) -> Said:
    return {
        "total": averaged(a.table),
        "significant_other": averaged(a.number(1, 2, 5, 10)),
        "family": averaged(a.number(3, 4, 8, 11)),
        "friends": averaged(a.number(6, 7, 9, 12)),
    }


def rses(a: Answers) -> Said:
    against = turned(a("failure not_proud wish_respect useless no_good"), 3)
    return {"total": added(against) + added(a("worth good_qualities as_able positive_attitude satisfied"))}


def brs(a: Answers) -> Said:
    return {"total": averaged(side_by_side(a.number(1, 3, 5), turned(a.number(2, 4, 6), 6)))}


def r_gpts(a: Answers) -> Said:
    return {"reference": added(a.first(8)), "persecution": added(a.table[:, 8:])}


def ucla20(a: Answers) -> Said:
    kindly = (1, 5, 6, 9, 10, 15, 16, 19, 20)
    rest = [n for n in range(1, 21) if n not in kindly]
    return {"total": added(turned(a.number(*kindly), 5)) + added(a.number(*rest))}


def wai_sr(a: Answers) -> Said:
    return {
        "total": added(a.table),
        "goal": added(a.number(4, 6, 8, 11)),
        "task": added(a.number(1, 2, 10, 12)),
        "bond": added(a.number(3, 5, 7, 9)),
    }


def gcq_s(a: Answers) -> Said:
    return {
        "engaged": made_up(a.number(1, 2, 4, 8, 11), 1) / 5,
        "conflict": made_up(a.number(6, 7, 10, 12), 1) / 4,
        "avoiding": made_up(a.number(3, 5, 9), 1) / 3,
    }


def mbi(a: Answers) -> Said:
    return {
        "exhaustion": added(a.number(1, 2, 3, 6, 8, 13, 14, 16, 20)),
        "depersonalisation": added(a.number(5, 10, 11, 15, 22)),
        "accomplishment": added(a.number(4, 7, 9, 12, 17, 18, 19, 21)),
    }


def cbi(a: Answers) -> Said:
    work = side_by_side(a("work1 work2 work3 work4 work5 work6"), turned(a("work7"), 4))
    return {
        "personal": 25 * mean_of_answered(a.first(6), 3),
        "work": 25 * mean_of_answered(work, 4),
        "client": 25 * mean_of_answered(a.table[:, 13:], 3),
    }


def dla20(a: Answers) -> Said:
    return {"total": mean_of_answered(a.table, 15)}


def sspa(a: Answers) -> Said:
    return {"total": averaged(a.table), "meeting": averaged(a.first(8)), "request": averaged(a.table[:, 8:])}


def score15(a: Answers) -> Said:
    """Higher is more trouble: what speaks of trouble is turned, because 1 means that it describes the family well."""
    strengths = added(a.number(1, 3, 6, 10, 15))
    difficulties = added(turned(a.number(5, 7, 9, 11, 14), 6))
    communication = added(turned(a.number(2, 4, 8, 12, 13), 6))
    return {
        "total": strengths + difficulties + communication,
        "strengths": strengths,
        "difficulties": difficulties,
        "communication": communication,
    }


def psc17(a: Answers) -> Said:
    blanks = np.isnan(a.table).sum(axis=1)
    return {
        "total": np.where(blanks <= 3, np.nansum(a.table, axis=1), np.nan),
        "internalising": added(a.number(2, 6, 9, 11, 15)),
        "attention": added(a.number(1, 3, 7, 13, 17)),
        "externalising": added(a.number(4, 5, 8, 10, 12, 14, 16)),
    }


def sdq(a: Answers) -> Said:
    def part(numbers: tuple[int, ...], kindly: tuple[int, ...] = ()) -> NDArray[np.float64]:
        columns = [turned(a.number(n), 2) if n in kindly else a.number(n) for n in numbers]
        return to_whole(made_up(np.column_stack(columns), 2))

    emotional = part((3, 8, 13, 16, 24))
    conduct = part((5, 7, 12, 18, 22), kindly=(7,))
    hyperactivity = part((2, 10, 15, 21, 25), kindly=(21, 25))
    peer = part((6, 11, 14, 19, 23), kindly=(11, 14))
    return {
        "emotional": emotional,
        "conduct": conduct,
        "hyperactivity": hyperactivity,
        "peer": peer,
        "prosocial": part((1, 4, 9, 17, 20)),
        "total_difficulties": emotional + conduct + hyperactivity + peer,
    }


def sdq_bands(
    total: str, emotional: str, conduct: str, hyperactivity: str, peer: str, prosocial: str
) -> dict[str, str]:
    """The four-band tables of sdqinfo.org: where the second, third and fourth band begin."""
    parts = {
        "total_difficulties": total,
        "emotional": emotional,
        "conduct": conduct,
        "hyperactivity": hyperactivity,
        "peer": peer,
    }
    rising = "close_to_average 0 slightly_raised {} high {} very_high {}"
    bands = {name: rising.format(*edges.split()) for name, edges in parts.items()}
    return bands | {"prosocial": "very_low 0 low {} slightly_lowered {} close_to_average {}".format(*prosocial.split())}


PSC17_LINES = ("total >= 15", "internalising >= 5", "attention >= 7", "externalising >= 7")

OPINIONS = {
    "who5": Opinion(who5, lines=("total <= 50", "total <= 28")),
    "wemwbs": Opinion(sum_of_all, lines=("total <= 44", "total <= 40")),
    "swemwbs": Opinion(sum_of_all),
    "reqol10": Opinion(reqol, lines=("total < 25",)),
    "reqol20": Opinion(reqol, lines=("total < 50",)),
    "rand36": Opinion(rand36),
    "eq5d5l": Opinion(eq5d5l),
    "dialog": Opinion(dialog, lines=("life < 4", "treatment < 4")),
    "whodas12": Opinion(whodas12),
    "wsas": Opinion(
        wsas, {"total": "subclinical 0 significant 10 moderately_severe 21"}, ("total >= 10", "total > 20")
    ),
    "dla20": Opinion(dla20),
    "sspa": Opinion(sspa),
    "gse": Opinion(sum_of_all),
    "rses": Opinion(rses, lines=("total < 15",)),
    "brs": Opinion(brs, lines=("total < 3.0", "total > 4.3")),
    "mspss": Opinion(mspss, lines=("total < 3", "total > 5")),
    "r-gpts": Opinion(
        r_gpts,
        {
            "reference": "average 0 elevated 10 moderately_severe 16 severe 21 very_severe 25",
            "persecution": "average 0 elevated 5 moderately_severe 11 severe 18 very_severe 28",
        },
        ("persecution >= 11", "persecution >= 18"),
    ),
    "ucla-loneliness-3": Opinion(sum_of_all, lines=("total >= 6",)),
    "ucla-loneliness-20": Opinion(ucla20),
    "family-apgar": Opinion(sum_of_all, {"total": "low 0 medium 4 high 7"}),
    "score15": Opinion(score15),
    "psc17-parent": Opinion(psc17, lines=PSC17_LINES),
    "psc17-youth": Opinion(psc17, lines=PSC17_LINES),
    "sdq-parent": Opinion(sdq, sdq_bands("14 17 20", "4 5 7", "3 4 6", "6 8 9", "3 4 5", "6 7 8")),
    "sdq-self": Opinion(sdq, sdq_bands("15 18 20", "5 6 7", "4 5 6", "6 7 8", "3 4 5", "5 6 7")),
    "sdq-teacher": Opinion(sdq, sdq_bands("12 16 19", "4 5 6", "3 4 5", "6 8 9", "3 5 6", "4 5 6")),
    "zarit22": Opinion(sum_of_all, {"total": "little 0 some 21 much 41 very_much 61"}),
    "mars5": Opinion(sum_of_all),
    "mbi": Opinion(mbi),
    "cbi-copenhagen": Opinion(
        cbi, lines=tuple(f"{scale} >= {at}" for scale in ("personal", "work", "client") for at in (50, 75))
    ),
    "wai-sr": Opinion(wai_sr),
    "ors": Opinion(centimetres, lines=("total < 25", "total < 28")),
    "srs": Opinion(srs, lines=("total < 36",)),
    "gsrs": Opinion(centimetres),
    "gcq-s": Opinion(gcq_s),
    "group-cohesiveness-scale": Opinion(sum_of_all),
    "gas": Opinion(gas, lines=("total >= 50",)),
    "gbo": Opinion(gbo),
    "psychlops": Opinion(psychlops),
}
