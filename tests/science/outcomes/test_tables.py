"""The measures as expressions: the same answers as the rules for columns, one course at a time and for a country."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import numpy as np
import pytest

from kith.science.change import Answer, Limits, PairedScores, count_outcomes
from kith.science.library import Library
from kith.science.outcomes.tables import MEASURES, courses, outcome_table
from kith.simulation.national import invent_nation

POLICIES = Library.open().measure_policies
REFERRED = {
    "referral": "int64",
    "provider": "string",
    "received": "date",
    "assessed": "date",
    "ended": "date",
    "ending": "string",
    "problem": "string",
    "ethnicity": "string",
    "gender": "string",
    "age_band": "string",
    "deprivation_decile": "int8",
}
SEEN = {
    "referral": "int64",
    "number": "int16",
    "held_on": "date",
    "kind": "string",
    "attendance": "string",
    "phq9": "int16",
    "gad7": "int16",
    "specific": "float64",
}


def referral(number: int = 1, **changes: Any) -> dict[str, Any]:
    usual = dict.fromkeys(REFERRED) | {"referral": number, "received": date(2026, 1, 1), "ended": date(2026, 6, 1)}
    return usual | {"provider": "P001", "problem": "depression"} | changes


def session(day: date, phq9: int | None = None, gad7: int | None = None, **more: Any) -> dict[str, Any]:
    usual = {"referral": 1, "number": (day - date(2025, 12, 31)).days, "held_on": day}
    usual |= {"kind": "treatment", "attendance": "attended"}
    return usual | {"phq9": phq9, "gad7": gad7, "specific": None} | more


def found(referrals: list[dict[str, Any]], sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    table = courses(ibis.memtable(referrals, schema=REFERRED), ibis.memtable(sessions, schema=SEEN), POLICIES)
    rows: list[dict[str, Any]] = table.order_by("referral").to_pyarrow().to_pylist()
    return rows


def a_course(first: tuple[int, int], last: tuple[int, int], **changes: Any) -> dict[str, Any]:
    seen = [session(date(2026, 2, 1), *first), session(date(2026, 3, 1)), session(date(2026, 4, 1), *last)]
    return found([referral(**changes)], seen)[0]


@pytest.mark.parametrize(
    ("first", "last", "case", "recovered", "improved", "deteriorated"),
    [
        ((16, 13), (8, 6), True, True, True, False),
        ((11, 9), (9, 7), True, True, False, False),
        ((20, 15), (12, 10), True, False, True, False),
        ((8, 6), (14, 7), False, False, False, True),
        ((18, 9), (10, 13), True, False, False, False),
        ((9, 7), (3, 3), False, False, True, False),
        ((10, 7), (9, 7), True, True, False, False),
    ],
)
def test_the_seven_worked_courses(
    first: tuple[int, int], last: tuple[int, int], case: bool, recovered: bool, improved: bool, deteriorated: bool
) -> None:
    one = a_course(first, last)
    assert (one["is_case"], one["is_recovered"]) == (case, recovered)
    assert (one["is_improved"], one["is_deteriorated"]) == (improved, deteriorated)


@pytest.mark.parametrize(("day", "waited"), [(date(2026, 2, 12), 42), (date(2026, 2, 13), 43), (date(2026, 5, 7), 126)])
def test_a_wait_is_counted_in_days_from_the_referral(day: date, waited: int) -> None:
    one = found([referral()], [session(day, 12, 9)])[0]
    assert one["wait_days"] == waited


@pytest.mark.parametrize(("waited", "within_6", "within_18"), [(42, 1, 1), (43, 0, 1), (126, 0, 1), (127, 0, 0)])
def test_both_waiting_limits_hold_on_their_last_day(waited: int, within_6: int, within_18: int) -> None:
    first = date(2026, 1, 1).toordinal() + waited
    seen = [session(date.fromordinal(first + n), 12, 9) for n in (0, 7)]
    row = counts([referral()], seen)
    assert (row["within_6_weeks"], row["within_18_weeks"]) == (within_6, within_18)


def counts(referrals: list[dict[str, Any]], sessions: list[dict[str, Any]], by: tuple[str, ...] = ()) -> dict[str, Any]:
    table = courses(ibis.memtable(referrals, schema=REFERRED), ibis.memtable(sessions, schema=SEEN), POLICIES)
    rows: list[dict[str, Any]] = outcome_table(table, by).to_pyarrow().to_pylist()
    return rows[0]


def test_one_session_is_no_finished_course_and_an_open_one_neither() -> None:
    once = found([referral()], [session(date(2026, 2, 1), 16, 13)])[0]
    still = found([referral(ended=None)], [session(date(2026, n, 1), 16, 13) for n in (2, 3)])[0]
    assert not once["is_finished"]
    assert not still["is_finished"]
    assert once["attended"] == 1


def test_missed_appointments_and_their_scores_do_not_count() -> None:
    seen = [session(date(2026, 2, 1), 16, 13), session(date(2026, 2, 8), 15, 12)]
    seen += [session(date(2026, 3, 1), 2, 2, attendance="missed")]
    one = found([referral()], seen)[0]
    assert one["attended"] == 2
    assert not one["is_recovered"]


def test_somebody_measured_once_is_not_paired() -> None:
    one = found([referral()], [session(date(2026, 2, 1), 16, 13), session(date(2026, 2, 8))])[0]
    assert one["is_finished"]
    assert not one["is_paired"]


def test_scores_that_are_missing_at_one_end_are_taken_from_the_nearest_day_that_has_them() -> None:
    seen = [session(date(2026, 2, 1), 16, None), session(date(2026, 2, 8), None, 13), session(date(2026, 3, 1), 8, 6)]
    one = found([referral()], seen)[0]
    assert one["is_paired"]
    assert one["is_recovered"]


def test_of_two_appointments_on_one_day_the_first_comes_first() -> None:
    """The score of an assessment in the morning is the start, also when that of the afternoon is lower."""
    day = date(2026, 2, 1)
    seen = [session(day, 16, 13, number=1), session(day, 11, 9, number=2), session(date(2026, 3, 1), 10, 9, number=3)]
    assert found([referral()], seen)[0]["is_improved"]


def test_the_problems_own_measure_counts_and_gad7_stands_in_when_it_is_missing() -> None:
    """Social anxiety: the SPIN falls from 40 to 10 while GAD-7 stays where it was."""
    ends = [(date(2026, 2, 1), 40.0), (date(2026, 4, 1), 10.0)]
    seen = [session(day, 8, 12, specific=spin) for day, spin in ends]
    with_it = found([referral(problem="social-anxiety")], seen)[0]
    without = found([referral(problem="social-anxiety")], [one | {"specific": None} for one in seen])[0]
    assert with_it["is_recovered"]
    assert with_it["is_improved"]
    assert without["is_paired"]
    assert not without["is_improved"]


@pytest.mark.parametrize("problem", [None, "", "something-else"])
def test_a_problem_without_a_pair_is_counted_by_phq9_and_gad7(problem: str | None) -> None:
    assert a_course((16, 13), (8, 6), problem=problem)["is_recovered"]


def test_each_count_belongs_to_the_month_of_its_own_event() -> None:
    table = courses(
        ibis.memtable([referral(received=date(2026, 1, 20), ended=date(2026, 5, 2))], schema=REFERRED),
        ibis.memtable([session(date(2026, n, 3), 16, 13) for n in (2, 3)], schema=SEEN),
        POLICIES,
    )
    rows = {row["month"]: row for row in outcome_table(table, ("month",)).to_pyarrow().to_pylist()}
    happened = {
        f"{month:%m}": [name for name in ("referred", "treated", "finished") if row[name]]
        for month, row in rows.items()
    }
    assert happened == {"01": ["referred"], "02": ["treated"], "05": ["finished"]}


@pytest.fixture(scope="module")
def nation() -> tuple[ibis.Table, ibis.Table, dict[str, Any], dict[str, Any]]:
    part = next(invent_nation(referrals=4000, first_day=date(2025, 4, 1), days=365, seed=3))
    referrals = ibis.memtable(_rows(part.referrals), schema=REFERRED)
    sessions = ibis.memtable(_rows(part.sessions), schema=SEEN)
    return referrals, sessions, part.referrals, part.sessions


def _rows(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})


def ends(sessions: dict[str, Any], people: int, name: str) -> tuple[np.ndarray, np.ndarray]:
    """First and last score of each person, found one by one."""
    first, last = np.full(people, np.nan), np.full(people, np.nan)
    times = np.zeros(people, dtype=int)
    for n in np.lexsort((sessions["number"], sessions["referral"])):
        who, value = sessions["referral"][n], sessions[name][n]
        if sessions["attendance"][n] == "attended" and not np.isnan(value):
            first[who] = value if np.isnan(first[who]) else first[who]
            last[who] = value
            times[who] += 1
    last[times < 2] = np.nan
    return first, last


def by_columns(part: dict[str, Any], sessions: dict[str, Any], *, spoilt: bool = False) -> dict[str, np.ndarray]:
    """The outcomes of everybody by the rules for columns, one pair of measures at a time."""
    people = len(part["referral"])
    (d1, d2), (g1, g2), (s1, s2) = (ends(sessions, people, name) for name in ("phq9", "gad7", "specific"))
    flags = {
        name: np.zeros(people, dtype=bool)
        for name in ("caseness", "recovery", "reliable_improvement", "reliable_deterioration")
    }
    for problem in set(part["problem"]):
        _, policy = POLICIES.pair(problem, date(2026, 1, 1))
        own = policy.measure != "gad7" and policy.reliable_change is not None
        use = own & ~np.isnan(s1) & ~np.isnan(s2)
        for mask, x1, x2, limits in (
            ((part["problem"] == problem) & use, s1, s2, policy.limits() if own else Limits(8, 4)),
            ((part["problem"] == problem) & ~use, g1, g2, Limits(8, 5 if spoilt else 4)),
        ):
            outcome = count_outcomes(
                PairedScores(d1[mask], d2[mask], x1[mask], x2[mask]), depression=Limits(10, 6), anxiety=limits
            )
            paired = outcome.no_reliable_change != Answer.UNKNOWN
            for name, flag in flags.items():
                flag[mask] = (getattr(outcome, name) == Answer.YES) & paired
    return flags


NAMES = {
    "is_case": "caseness",
    "is_recovered": "recovery",
    "is_improved": "reliable_improvement",
    "is_deteriorated": "reliable_deterioration",
}


def differences(nation: Any, *, spoilt: bool = False) -> int:
    referrals, sessions, part, seen = nation
    table = courses(referrals, sessions, POLICIES).order_by("referral").to_pyarrow()
    wanted = by_columns(part, seen, spoilt=spoilt)
    finished = table["is_finished"].to_numpy(zero_copy_only=False)
    return sum(
        int((table[ours].to_numpy(zero_copy_only=False) != (wanted[theirs] & finished)).sum())
        for ours, theirs in NAMES.items()
    )


def test_everybody_in_a_country_comes_out_as_by_the_rules_for_columns(nation: Any) -> None:
    assert differences(nation) == 0


def test_a_reliable_change_that_is_one_point_off_would_be_noticed(nation: Any) -> None:
    assert differences(nation, spoilt=True) > 0


def test_the_counts_of_the_parts_add_up_to_the_whole(nation: Any) -> None:
    table = courses(nation[0], nation[1], POLICIES)
    parts = outcome_table(table, ("ethnicity", "month")).to_pyarrow().to_pydict()
    whole = outcome_table(table, ()).to_pyarrow().to_pydict()
    for measure in MEASURES:
        assert sum(parts[measure.id]) == whole[measure.id][0] > 0


def test_what_cannot_be_shown_by_is_refused(nation: Any) -> None:
    with pytest.raises(ValueError, match="found colour"):
        outcome_table(courses(nation[0], nation[1], POLICIES), ("colour",))


def test_the_same_expression_can_be_written_for_trino(nation: Any) -> None:
    sql = str(
        ibis.to_sql(outcome_table(courses(nation[0], nation[1], POLICIES), ("provider", "month")), dialect="trino")
    )
    assert "GROUP BY" in sql
