"""What changed on a map of connections, and the next small step, by hand and for maps at random."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.connections import KINDS, RINGS, Change, Step, Tie, changes, next_step

ties = st.builds(Tie, st.sampled_from("abcdef"), st.sampled_from(KINDS), st.sampled_from(RINGS))
maps = st.lists(ties, max_size=6, unique_by=lambda tie: tie.id)


def test_two_more_people_near_one_moved_away_and_a_place_left() -> None:
    before = [Tie("leo", "person", "close"), Tie("pool", "place", "further"), Tie("choir", "group", "near")]
    after = [
        Tie("leo", "person", "further"),
        Tie("choir", "group", "near"),
        Tie("mia", "person", "near"),
        Tie("ute", "person", "near"),
    ]
    assert changes(before, after) == (
        Change("came", "person", "near", 2),
        Change("further", "person", "further", 1),
        Change("left", "place", "further", 1),
    )


@given(maps, maps)
def test_what_came_and_left_adds_up_and_the_same_map_has_no_changes(before: list[Tie], after: list[Tie]) -> None:
    counts: Counter[str] = Counter()
    for one in changes(before, after):
        counts[one.how] += one.count
    assert counts["came"] - counts["left"] == len(after) - len(before)
    assert changes(after, after) == ()


@pytest.mark.parametrize(
    ("around", "step"),
    [
        ([], Step("begin")),
        ([Tie("leo", "person", "further")], Step("reach_out", "leo")),
        ([Tie("leo", "person", "near")], Step("look_around")),
        ([Tie("pool", "place", "close")], Step("look_around")),
        ([Tie("leo", "person", "near"), Tie("pool", "place", "near")], Step("draw_nearer", "leo")),
        ([Tie("pool", "place", "near"), Tie("leo", "person", "close")], Step("tend", "leo")),
    ],
)
def test_one_next_step_for_each_map(around: list[Tie], step: Step) -> None:
    assert next_step(around) == step
