"""A main problem leaves in a broad group that enough people share, or not at all."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.outcomes.problem_groups import ANOTHER, GROUPS, problem_group, shown_groups

EVERY = st.lists(st.sampled_from([*GROUPS, ANOTHER, None]), max_size=120)


@given(EVERY)
def test_no_group_that_leaves_has_fewer_than_ten(groups: list[str | None]) -> None:
    shown = shown_groups(groups)
    left = Counter(shown[one] for one in groups if one is not None)
    assert all(people >= 10 for group, people in left.items() if group is not None)
    assert set(left) - {ANOTHER, None} <= set(GROUPS)


def test_without_the_rule_a_single_person_would_be_a_group_of_their_own() -> None:
    assert shown_groups(["anxiety"] * 10 + ["psychosis-and-bipolar"], fewest=1)["psychosis-and-bipolar"] is not None
    assert shown_groups(["anxiety"] * 10 + ["psychosis-and-bipolar"])["psychosis-and-bipolar"] is None


def test_every_problem_of_a_group_is_one_that_the_library_names() -> None:
    library = Library.open()
    known = {one for protocol in library.protocols.values() for one in protocol.problems}
    known |= {one for instrument in library.instruments.values() for one in instrument.problems}
    assert {one for problems in GROUPS.values() for one in problems} - known == set()
    assert problem_group(["depression", "panic"]) == "depression"
