"""Randomisation: the worked case of minimisation, what blocks must hold, and imbalance beside simple randomisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.trials import (
    AllocationList,
    Placed,
    TrialProblem,
    guessed,
    guessed_in_a_block,
    imbalance,
    imbalance_after,
    largest_imbalance,
    marginal_imbalance,
    minimise,
    most_strata,
    permuted_blocks,
    seal,
    simple,
    stratified,
)

AB = ("A", "B")
KEY = "a key that nobody who enrols can see"
FACTORS = {"sex": ("F", "M"), "severity": ("moderate", "severe"), "site": ("1", "2")}
seeds = st.integers(0, 2**32 - 1)


def people_with_margins() -> list[Placed]:
    """People with the counts of the worked case: 20 in A and 19 in B, joined in any way that fits."""
    sex = {"A": "F" * 12 + "M" * 8, "B": "F" * 10 + "M" * 9}
    severity = {"A": "m" * 9 + "s" * 11, "B": "m" * 11 + "s" * 8}
    site = {"A": "1" * 10 + "2" * 10, "B": "1" * 10 + "2" * 9}
    names = {"m": "moderate", "s": "severe"}
    return [
        Placed({"sex": a, "severity": names[b], "site": c}, arm)
        for arm in AB
        for a, b, c in zip(sex[arm], severity[arm], site[arm], strict=True)
    ]


NEW = {"sex": "F", "severity": "severe", "site": "2"}


@pytest.mark.parametrize(("spread", "expected"), [("range", (9, 3)), ("variance", (7.25, 1.25))])
def test_the_worked_case_of_minimisation(spread: str, expected: tuple[float, float]) -> None:
    """By hand: adding to A leaves 13-10, 12-8, 11-9; adding to B leaves 12-11, 11-9, 10-10."""
    assert tuple(imbalance_after(NEW, people_with_margins(), AB, spread=spread).values()) == expected


def test_the_preferred_arm_comes_with_its_probability() -> None:
    placed = people_with_margins()
    rng = np.random.default_rng(20)
    found = [minimise(NEW, placed, AB, rng) for _ in range(2000)]
    assert {one.preferred for one in found} == {("B",)}
    assert found[0].probabilities == pytest.approx({"A": 0.2, "B": 0.8})
    # Four standard errors of a share of .8 among two thousand.
    assert sum(one.arm == "B" for one in found) / 2000 == pytest.approx(0.8, abs=4 * sqrt(0.16 / 2000))


def test_the_standard_deviation_is_the_root_of_each_variance() -> None:
    found = imbalance_after(NEW, people_with_margins(), AB, spread="sd")
    assert found == pytest.approx({"A": 1.5 + 2 + 1, "B": 0.5 + 1 + 0})


def test_a_weight_counts_a_factor_so_many_times() -> None:
    found = imbalance_after(NEW, people_with_margins(), AB, weights={"severity": 3})
    assert found == {"A": 3 + 3 * 4 + 2, "B": 1 + 3 * 2 + 0}


@given(seed=seeds, count=st.integers(0, 30), spread=st.sampled_from(["range", "variance", "sd"]))
def test_an_allocation_can_be_worked_out_again_from_what_is_kept(seed: int, count: int, spread: str) -> None:
    rng = np.random.default_rng(seed)
    arms = ("A", "B", "C")
    placed = [Placed({"site": str(rng.integers(3))}, arms[rng.integers(3)]) for _ in range(count)]
    found = minimise({"site": "1"}, placed, arms, rng, spread=spread)
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert found.is_still_at_random == (count < 10)
    if found.is_still_at_random:
        assert list(found.probabilities.values()) == pytest.approx([1 / 3] * 3)
    before = sum(share for arm, share in found.probabilities.items() if arm < found.arm)
    assert before - 1e-12 <= found.drawn <= before + found.probabilities[found.arm] + 1e-12


def test_of_two_tied_arms_among_three_one_is_drawn_and_then_preferred() -> None:
    """By hand: half of .8 and half of .1 for each of the tied ones."""
    placed = [Placed({"site": "1"}, "C")] * 10
    found = minimise({"site": "1"}, placed, ("A", "B", "C"), np.random.default_rng(1))
    assert found.probabilities == pytest.approx({"A": 0.45, "B": 0.45, "C": 0.1})


@given(seed=seeds, people=st.integers(1, 60), sizes=st.lists(st.sampled_from([2, 4, 6, 8]), min_size=1, max_size=3))
def test_blocks_are_even_at_their_ends_and_within_half_a_block(seed: int, people: int, sizes: list[int]) -> None:
    listed = permuted_blocks(people, AB, np.random.default_rng(seed), block_sizes=sizes)
    ends = np.cumsum(listed.blocks)
    assert people <= len(listed.arms) == ends[-1] < people + max(sizes)
    assert all(imbalance(listed.arms[:end], AB) == 0 for end in ends)
    assert largest_imbalance(listed.arms, AB) <= max(listed.blocks) / 2


@given(seed=seeds, ratio=st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)), times=st.integers(1, 3))
def test_a_ratio_holds_in_every_block(seed: int, ratio: tuple[int, int, int], times: int) -> None:
    size = sum(ratio) * times
    arms = ("A", "B", "C")
    listed = permuted_blocks(40, arms, np.random.default_rng(seed), block_sizes=[size], ratio=ratio)
    for start in range(0, len(listed.arms), size):
        counts = Counter(listed.arms[start : start + size])
        assert [counts[arm] for arm in arms] == [share * times for share in ratio]


def test_every_order_of_a_block_is_equally_likely() -> None:
    rng = np.random.default_rng(31)
    found = Counter(permuted_blocks(4, AB, rng, block_sizes=[4]).arms for _ in range(6000))
    assert set(found) == set(permutations("AABB"))
    # Pearson's statistic over six orders; 20.5 is the 99.9 % point of chi-square with five degrees.
    assert sum((count - 1000) ** 2 / 1000 for count in found.values()) < 20.5


def test_each_block_size_comes_about_as_often() -> None:
    blocks = permuted_blocks(30_000, AB, np.random.default_rng(5), block_sizes=[4, 6, 8]).blocks
    counts = Counter(blocks)
    assert [counts[size] / len(blocks) for size in (4, 6, 8)] == pytest.approx([1 / 3] * 3, abs=0.03)


def test_every_stratum_has_a_list_of_its_own_and_a_seed_gives_the_same_again() -> None:
    once, again = (stratified(12, FACTORS, AB, np.random.default_rng(9)) for _ in range(2))
    assert once == again
    assert len({one.stratum for one in once}) == len(once) == 8
    assert len({one.arms[:12] for one in once}) > 1
    assert once != stratified(12, FACTORS, AB, np.random.default_rng(10))
    fewer = stratified(12, {**FACTORS, "site": ("1", "2", "3")}, AB, np.random.default_rng(9))
    assert fewer[0] == once[0]


def trial_of(method: str, people: Sequence[dict[str, str]], seed: int) -> list[tuple[dict[str, str], str]]:
    """The same people, allocated in one of three ways."""
    rng = np.random.default_rng(seed)
    if method == "simple":
        return list(zip(people, simple(len(people), AB, rng).arms, strict=True))
    if method == "stratified":
        lists = {one.stratum: iter(one.arms) for one in stratified(len(people), FACTORS, AB, rng, block_sizes=[4])}
        return [(one, next(lists[tuple(one.items())])) for one in people]
    placed: list[Placed] = []
    for one in people:
        placed.append(Placed(one, minimise(one, placed, AB, rng).arm))
    return [(one.levels, one.arm) for one in placed]


def test_blocks_and_minimisation_leave_less_imbalance_than_simple_randomisation() -> None:
    """Mean over sixty trials of eighty people, in the level that is worst off."""
    crowd = np.random.default_rng(12)
    worst = {"simple": 0.0, "stratified": 0.0, "minimised": 0.0}
    for trial in range(60):
        people = [{name: str(crowd.choice(levels)) for name, levels in FACTORS.items()} for _ in range(80)]
        for method in worst:
            worst[method] += marginal_imbalance(trial_of(method, people, trial), FACTORS, AB) / 60
    assert worst["minimised"] < worst["stratified"] < worst["simple"] / 2, worst


def test_simple_randomisation_is_as_uneven_as_theory_says() -> None:
    """E|difference| is sqrt(2n/pi) for large n: 7.98 for a hundred people."""
    rng = np.random.default_rng(2)
    found = np.mean([imbalance(simple(100, AB, rng).arms, AB) for _ in range(3000)])
    assert found == pytest.approx(sqrt(200 / pi), abs=0.45)


@pytest.mark.parametrize(("size", "expected"), [(2, 1.5), (4, 17 / 6), (6, 4.1)])
def test_how_much_of_a_block_can_be_guessed_is_the_mean_over_all_its_orders(size: int, expected: float) -> None:
    orders = set(permutations("A" * (size // 2) + "B" * (size // 2)))
    assert np.mean([guessed(order, AB) for order in orders]) == pytest.approx(expected)
    assert guessed_in_a_block(size) == pytest.approx(expected)


def test_larger_and_random_blocks_are_guessed_less_and_minimisation_is_no_sure_thing() -> None:
    rng = np.random.default_rng(4)
    of = {
        sizes: guessed(permuted_blocks(20_000, AB, rng, block_sizes=sizes).arms[:20_000], AB) / 20_000
        for sizes in ((2,), (4,), (4, 6, 8))
    }
    assert 0.5 < of[4, 6, 8] < of[4,] < of[2,]
    assert of[2,] == pytest.approx(0.75, abs=0.01)
    assert of[4,] == pytest.approx(17 / 24, abs=0.01)


def test_nothing_of_what_comes_next_is_printed() -> None:
    listed = permuted_blocks(8, ("GROUP", "USUAL"), np.random.default_rng(1))
    shown = f"{listed!r} {listed} {listed.stratum}"
    assert "GROUP" not in shown
    assert "USUAL" not in shown
    assert listed.arm_of(1) in ("GROUP", "USUAL")


@given(seed=seeds, place=st.integers(0, 11))
def test_a_seal_shows_any_change_of_a_list(seed: int, place: int) -> None:
    listed = permuted_blocks(12, AB, np.random.default_rng(seed), block_sizes=[4])
    arms = list(listed.arms)
    arms[place] = "B" if arms[place] == "A" else "A"
    changed = AllocationList(listed.stratum, tuple(arms), listed.blocks)
    assert seal([listed], KEY) == seal([listed], KEY) != seal([changed], KEY)
    assert seal([listed], KEY) != seal([listed], KEY + "!")


def test_the_rule_of_thumb_for_strata() -> None:
    assert (most_strata(100, 4), most_strata(15, 8)) == (12, 0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda rng: permuted_blocks(8, AB, rng, block_sizes=[5]), "multiples of 2"),
        (lambda rng: permuted_blocks(8, AB, rng, block_sizes=[]), "multiples of 2"),
        (lambda rng: permuted_blocks(8, AB, rng, ratio=[1]), "one whole number for each arm"),
        (lambda rng: permuted_blocks(0, AB, rng), "must be 1 or more; found 0"),
        (lambda rng: simple(3, ("A", "A"), rng), "Name each arm once"),
        (lambda rng: stratified(3, {"site": ["1"]}, AB, rng), "for 'site'"),
        (lambda rng: permuted_blocks(4, AB, rng).arm_of(40), "place 40 of"),
        (lambda rng: permuted_blocks(4, AB, rng).arm_of(0), "Places count from 1"),
        (lambda rng: seal([], "short"), "found 5 characters"),
        (lambda rng: guessed_in_a_block(5), "is even; found 5"),
        (lambda rng: minimise({}, [], AB, rng), "found no factor"),
        (lambda rng: minimise(NEW, [Placed({"sex": "F"}, "A")], AB, rng), "a level of its own"),
        (lambda rng: minimise(NEW, [Placed({**NEW, "site": ""}, "A")], AB, rng), "person 1"),
        (lambda rng: minimise(NEW, [Placed(NEW, "C")], AB, rng), "found 'C' for person 1"),
        (lambda rng: minimise(NEW, [], AB, rng, weights={"age": 1}), "found 'age'"),
        (lambda rng: minimise(NEW, [], AB, rng, weights={"sex": 0}), "above 0"),
        (lambda rng: minimise(NEW, [], AB, rng, preferred_with=1), "never certain"),
        (lambda rng: minimise(NEW, [], AB, rng, preferred_with=0.5), "likelier than chance"),
        (lambda rng: minimise(NEW, [], AB, rng, first_at_random=-1), "0 or more"),
    ],
)  # fmt: skip
def test_what_cannot_be_randomised_is_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call(np.random.default_rng(1))
