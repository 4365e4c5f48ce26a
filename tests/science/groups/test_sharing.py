"""Roles go round fairly, reasons to reach out are plain, and a group as a whole tells nothing about one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.groups import Turn, as_a_whole, next_turn, reasons_to_reach_out

MEMBERS = ["a", "b", "c", "d"]


def test_nobody_is_asked_a_second_time_before_everybody_was_asked_once() -> None:
    turns: list[Turn] = []
    for meeting in range(1, 9):
        found = next_turn(MEMBERS, turns, role="host", meeting=meeting)
        assert found is not None
        turns.append(Turn(found.member, "host", meeting))
    assert [turn.member for turn in turns] == MEMBERS * 2


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(["x", "y"]), st.integers(1, 9)), max_size=30))
def test_the_one_who_is_offered_has_carried_the_fewest_of_those_who_are_free(rows: list[tuple[str, str, int]]) -> None:
    turns = [Turn(*row) for row in rows]
    found = next_turn(MEMBERS, turns, role="x", meeting=9)
    free = [who for who in MEMBERS if all((turn.member, turn.meeting) != (who, 9) for turn in turns)]
    if found is None:
        assert not free
        return
    count = {who: sum(turn.member == who for turn in turns) for who in free}
    assert found.turns == count[found.member] == min(count.values())
    assert (found.why == "never_any") == (found.turns == 0)


def test_turns_of_those_who_left_count_for_nobody() -> None:
    found = next_turn(["a"], [Turn("gone", "host", 1), Turn("gone", "host", 2)], role="host", meeting=2)
    assert found is not None
    assert (found.member, found.why) == ("a", "never_any")
    assert next_turn([], [], role="host", meeting=1) is None


def test_between_equals_the_longest_ago_comes_first_and_the_reason_says_so() -> None:
    turns = [Turn("a", "host", 3), Turn("b", "host", 1)]
    found = next_turn(["a", "b"], turns, role="host", meeting=4)
    assert found is not None
    assert (found.member, found.why) == ("b", "longest_ago")
    found = next_turn(["a", "b"], [*turns, Turn("b", "host", 2)], role="host", meeting=4)
    assert found is not None
    assert (found.member, found.why) == ("a", "fewest")


@pytest.mark.parametrize(
    ("came", "reasons"),
    [
        ("", ()),
        ("-", ()),
        ("+-", ()),
        ("--", ("missed_two_running",)),
        ("-+-+", ("missed_two_of_four",)),
        ("-+-++", ()),  # by hand: of the newest four, one was missed
        ("--++++", ()),
        ("++--", ("missed_two_running",)),
    ],
)
def test_missed_meetings_are_a_reason_only_lately(came: str, reasons: tuple[str, ...]) -> None:
    marks = [mark == "+" for mark in came]
    assert reasons_to_reach_out(marks, has_fallen=False, turns=1, others_with_a_role=1.0) == reasons


def test_a_role_never_carried_is_no_reason_alone() -> None:
    marks = [True] * 8
    assert reasons_to_reach_out(marks, has_fallen=False, turns=0, others_with_a_role=1.0) == ()
    assert reasons_to_reach_out(marks, has_fallen=True, turns=0, others_with_a_role=1.0) == ("check_fell", "no_role")
    assert reasons_to_reach_out(marks, has_fallen=True, turns=0, others_with_a_role=0.4) == ("check_fell",)
    assert reasons_to_reach_out(marks[:3], has_fallen=True, turns=0, others_with_a_role=1.0) == ("check_fell",)


@pytest.mark.parametrize("count", range(1, 8))
def test_one_to_seven_people_are_not_told_as_a_whole(count: int) -> None:
    whole = as_a_whole([(20.0, 10.0)] * count)
    assert (whole.at_start, whole.lately, whole.people.value, whole.reason) == (None, None, None, "small_numbers")


def test_nobody_is_a_reason_of_its_own() -> None:
    assert as_a_whole([]).reason == "nobody"


def test_a_newcomers_score_cannot_be_worked_out_from_the_means_before_and_after() -> None:
    """With whole points, two whom four points part look the same; the control: a decimal gives them away."""
    eight = [(float(n), 10.0) for n in range(8, 16)]
    guesses = {}
    for newcomer in (6.0, 10.0):
        whole = as_a_whole([*eight, (newcomer, 10.0)])
        guesses[newcomer] = whole.at_start
    before = sum(first for first, _ in eight)
    exact = [round((before + newcomer) / 9, 1) * 9 - before for newcomer in guesses]
    assert [abs(guess - newcomer) < 1 for guess, newcomer in zip(exact, guesses, strict=True)] == [True, True]
    assert guesses[6.0] == guesses[10.0]
