"""Every pathway of the library: dated, sourced, whole; each rule with its case and counter-case; danger comes first."""

from __future__ import annotations

from datetime import date

import pytest

from kith.science.library import Library
from kith.science.pathways import KINDS, Row, SteppedCareTable, decide

LIBRARY = Library.open()
TABLES = tuple(LIBRARY.pathways.values())
ROWS = [(table, row) for table in TABLES for row in table.rows]
WANTED = {
    "common-mental-health",
    "trauma",
    "psychosis-and-bipolar",
    "substance-use",
    "children-and-school",
    "perinatal",
    "community-care",
    "chronic-illness",
}


def test_every_field_of_care_has_its_pathway() -> None:
    assert set(LIBRARY.pathways) == WANTED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_a_pathway_is_dated_and_says_something_of_every_kind(table: SteppedCareTable) -> None:
    assert table.valid_to is not None
    assert {row.kind for row in table.rows} == set(KINDS)
    assert not table.is_in_force(date(2025, 12, 31))
    assert table.is_in_force(table.valid_from)
    assert table.is_in_force(table.valid_to)
    assert not table.is_in_force(date(2027, 11, 1))


@pytest.mark.parametrize(("table", "row"), ROWS, ids=lambda one: one.id)
def test_a_rule_applies_to_its_case_and_not_to_its_counter_case(table: SteppedCareTable, row: Row) -> None:
    assert row in decide(table, row.case).applies
    against = decide(table, row.counter_case)
    assert row not in against.applies
    assert row not in [one.row for one in against.undecided]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_contact_comes_first_and_nothing_unknown_is_guessed(table: SteppedCareTable) -> None:
    assert decide(table, {"risk_needs_contact": True}).applies[0].kind == "person_first"
    nothing_known = decide(table, {})
    assert not nothing_known.applies
    assert len(nothing_known.undecided) == len(table.rows)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_nobody_steps_down_or_finishes_while_contact_waits(table: SteppedCareTable) -> None:
    for row in table.rows:
        if row.kind in {"step_down", "finish"}:
            applies = decide(table, {**row.case, "risk_needs_contact": True}).applies
            assert row not in applies


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_entry_looks_at_need_as_well_as_severity(table: SteppedCareTable) -> None:
    entry = [row for row in table.rows if row.kind in {"start", "direct"}]
    facts = {fact.id for fact in table.facts if fact.type == "yes_no"}
    asked = {condition.fact for row in entry for condition in (*row.when.all, *row.when.any)}
    assert (facts - {"risk_needs_contact"}) & asked


@pytest.mark.parametrize(
    ("name", "facts", "step"),
    [
        ("psychosis-and-bipolar", {"first_episode": True}, 4),
        ("perinatal", {"sudden_change": True}, 4),
        ("substance-use", {"withdrawal_danger": True}, 4),
        ("children-and-school", {"urgent_child_problem": True}, 4),
        ("community-care", {"severe_illness": True}, 4),
        ("trauma", {"current_step": 0, "pcl5": 45, "weeks_since_trauma": 12, "danger_goes_on": False}, 3),
    ],
)
def test_what_cannot_wait_goes_straight_to_a_higher_step(name: str, facts: dict[str, bool | int], step: int) -> None:
    first = next(row for row in decide(LIBRARY.pathways[name], facts).applies if row.step is not None)
    assert (first.kind, first.step) == ("direct", step)


def test_a_pathway_that_has_run_out_fails_the_check() -> None:
    on = date(2027, 11, 1)
    found = [problem for problem in LIBRARY.check(on=on) if "run out" in problem.what]
    assert len(found) == len(TABLES)
    assert not [problem for problem in LIBRARY.check(on=date(2026, 11, 26)) if "run out" in problem.what]
