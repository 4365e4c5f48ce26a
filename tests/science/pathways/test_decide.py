"""Stepped care suggests in order, waits for what it does not know, and guesses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.pathways import SteppedCareTable, decide

TABLE = Library.open().stepped_care("common-mental-health")


@pytest.fixture(scope="module")
def table() -> SteppedCareTable:
    return TABLE


def applies(table: SteppedCareTable, **facts: bool | float | str | None) -> list[str]:
    return [row.id for row in decide(table, facts).applies]


def test_contact_comes_before_any_step(table: SteppedCareTable) -> None:
    rows = decide(table, {"risk_needs_contact": True, "current_step": 0, "phq9": 18, "problem": "ptsd"}).applies
    assert rows[0].id == "contact-before-step"
    assert rows[0].step is None


def test_no_low_step_is_suggested_while_safety_is_open_or_unknown(table: SteppedCareTable) -> None:
    facts = {"current_step": 0, "phq9": 11, "problem": "depression", "same_help_failed_before": False}
    assert "low-intensity-start" in applies(table, **facts, risk_needs_contact=False)
    assert "low-intensity-start" not in applies(table, **facts, risk_needs_contact=True)
    assert "low-intensity-start" not in applies(table, **facts)
    undecided = {one.row.id: one.missing for one in decide(table, facts).undecided}
    assert undecided["low-intensity-start"] == ("risk_needs_contact",)


@pytest.mark.parametrize(("total", "step"), [(4, 1), (5, 2), (14, 2), (15, 3), (27, 3)])
def test_the_edges_of_severity(table: SteppedCareTable, total: int, step: int) -> None:
    decision = decide(
        table,
        {
            "current_step": 0,
            "phq9": total,
            "problem": "depression",
            "risk_needs_contact": False,
            "same_help_failed_before": False,
        },
    )
    assert [row.step for row in decision.applies] == [step]


@pytest.mark.parametrize("problem", ["ptsd", "ocd", "social_anxiety", "body_dysmorphia"])
def test_some_problems_go_straight_to_therapy(table: SteppedCareTable, problem: str) -> None:
    assert "high-intensity-direct" in applies(table, current_step=0, problem=problem)


def test_no_improvement_at_the_review_asks_for_a_review(table: SteppedCareTable) -> None:
    assert applies(table, current_step=2, sessions_at_step=4, reliable_improvement=False) == ["step-up-no-change"]
    assert applies(table, current_step=2, sessions_at_step=3, reliable_improvement=False) == []


def test_unknown_facts_are_undecided_and_not_false(table: SteppedCareTable) -> None:
    decision = decide(table, {})
    assert decision.applies == ()
    assert len(decision.undecided) == len(table.rows)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"phq8": 3}, "did you mean 'phq9'"),
        ({"phq9": 28}, "from 0 to 27"),
        ({"phq9": float("nan")}, "is a number"),
        ({"phq9": True}, "is a number"),
        ({"risk_needs_contact": 1}, "true or false"),
        ({"problem": "sadness"}, "one of: depression"),
    ],
)
def test_impossible_facts_are_refused(table: SteppedCareTable, facts: dict[str, bool | float | str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        decide(table, facts)


@given(
    known=st.dictionaries(
        st.sampled_from(["risk_needs_contact", "reliable_improvement", "below_cutoff", "wants_more_intensive"]),
        st.booleans(),
    ),
    more=st.booleans(),
)
def test_learning_a_fact_never_takes_back_a_rule(known: dict[str, bool], more: bool) -> None:
    before = {row.id for row in decide(TABLE, known).applies}
    after = {row.id for row in decide(TABLE, {"reliable_deterioration": more, **known}).applies}
    assert before <= after
