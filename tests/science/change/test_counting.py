"""Recovery and reliable change by two measures: seven worked people, and what missing scores do."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import Answer, CourseOutcome, Limits, PairedScores, Reason, count_outcome, count_outcomes

PHQ9, GAD7 = Limits(caseness=10, reliable_change=6), Limits(caseness=8, reliable_change=4)
YES, NO, NA = Answer.YES, Answer.NO, Answer.NOT_APPLICABLE

# PHQ-9 first and last, GAD-7 first and last; case, recovery, reliable improvement, reliable recovery, deterioration
VECTORS = [
    ((16, 8, 13, 6), (YES, YES, YES, YES, NO)),
    ((11, 9, 9, 7), (YES, YES, NO, NO, NO)),
    ((20, 12, 15, 10), (YES, NO, YES, NO, NO)),
    ((8, 14, 6, 7), (NO, NA, NO, NA, YES)),
    ((18, 10, 9, 13), (YES, NO, NO, NO, NO)),
    ((9, 3, 7, 3), (NO, NA, YES, NA, NO)),
    ((10, 9, 7, 7), (YES, YES, NO, NO, NO)),
]
SCORES = st.one_of(st.none(), st.integers(0, 21).map(float))


def outcome_of(*scores: float | None) -> CourseOutcome[Answer, Reason]:
    return count_outcome(PairedScores(*scores), depression=PHQ9, anxiety=GAD7)


@pytest.mark.parametrize(("scores", "expected"), VECTORS)
def test_seven_people_worked_by_the_rules(scores: tuple[float, ...], expected: tuple[Answer, ...]) -> None:
    found = outcome_of(*scores)
    assert (
        found.caseness,
        found.recovery,
        found.reliable_improvement,
        found.reliable_recovery,
        found.reliable_deterioration,
    ) == expected
    assert found.reason is Reason.NONE


def test_one_up_and_one_down_is_no_reliable_change() -> None:
    assert outcome_of(18, 10, 9, 13).no_reliable_change is YES


def test_either_measure_makes_a_case_but_recovery_needs_both_below() -> None:
    assert outcome_of(4, 2, 8, 3).caseness is YES
    assert outcome_of(16, 9, 13, 8).recovery is NO
    assert outcome_of(16, 10, 13, 7).recovery is NO
    assert outcome_of(16, 9, 13, 7).recovery is YES


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ((16, None, 13, 6), Reason.LAST_SCORE_MISSING),
        ((16, 8, 13, None), Reason.LAST_SCORE_MISSING),
        ((None, 8, 13, 6), Reason.FIRST_SCORE_MISSING),
        ((None, None, 13, 6), Reason.BOTH_SCORES_MISSING),
    ],
)
def test_a_missing_score_leaves_the_outcome_unknown_and_says_which(
    scores: tuple[float | None, ...], reason: Reason
) -> None:
    found = outcome_of(*scores)
    outcomes = (found.recovery, found.reliable_improvement, found.reliable_deterioration, found.no_reliable_change)
    assert set(outcomes) == {Answer.UNKNOWN}
    assert found.reason is reason


def test_caseness_is_known_from_first_scores_alone() -> None:
    assert outcome_of(16, None, 13, None).caseness is YES
    assert outcome_of(None, 8, 13, 6).caseness is Answer.UNKNOWN


@given(SCORES, SCORES, SCORES, SCORES)
def test_one_and_only_one_of_better_worse_and_neither(
    first: float | None, last: float | None, other_first: float | None, other_last: float | None
) -> None:
    found = outcome_of(first, last, other_first, other_last)
    answers = [found.reliable_improvement, found.reliable_deterioration, found.no_reliable_change]
    if found.reason is Reason.NONE:
        assert sorted(answers) == [NO, NO, YES]
        assert (found.recovery is NA) == (found.caseness is NO)
    else:
        assert answers == [Answer.UNKNOWN] * 3


def test_columns_give_what_each_person_alone_gives() -> None:
    everybody = np.array(list(product([np.nan, 3.0, 9.0, 10.0, 16.0], repeat=4)))
    columns = count_outcomes(PairedScores(*everybody.T), depression=PHQ9, anxiety=GAD7)
    for place, person in enumerate(everybody.tolist()):
        alone = outcome_of(*person)
        assert {name: int(column[place]) for name, column in vars(columns).items()} == vars(alone)
