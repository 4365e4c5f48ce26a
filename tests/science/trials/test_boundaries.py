"""Sequential boundaries: every printed one, the same chance by a multivariate normal, and trials that are looked at."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kith.science.trials import (
    TrialProblem,
    conditional_power,
    conditional_powers,
    crossings,
    haybittle_peto,
    inflation,
    lan_demets,
    obrien_fleming,
    planned_drift,
    pocock,
    spending,
)


def even(looks: int) -> list[float]:
    return [look / looks for look in range(1, looks + 1)]


@pytest.mark.parametrize(
    ("looks", "of_type", "pocock_type"),
    [
        (2, [2.963, 1.969], [2.157, 2.201]),
        (3, [3.710, 2.511, 1.993], [2.279, 2.295, 2.296]),
        (4, [4.333, 2.963, 2.359, 2.014], [2.368, 2.368, 2.358, 2.350]),
        (5, [4.877, 3.357, 2.680, 2.290, 2.031], None),
    ],
)
def test_the_printed_boundaries(looks: int, of_type: list[float], pocock_type: list[float] | None) -> None:
    assert [round(z, 3) for z in lan_demets(even(looks)).z] == of_type
    if pocock_type is not None:
        assert [round(z, 3) for z in lan_demets(even(looks), kind="Pocock").z] == pocock_type


def test_boundaries_that_another_program_prints() -> None:
    """SeqBounds.jl, README and tests: two-sided 5 %, Pocock type, five looks; one-sided 5 %, O'Brien-Fleming type.

    That program adds up on a coarser grid, hence the fifth decimal; ours does not move with more nodes.
    """
    assert lan_demets(even(5), kind="Pocock").z[-1] == pytest.approx(2.385909219073807, abs=1e-4)
    assert lan_demets(even(4), alpha=0.1).z == pytest.approx((3.74955, 2.53993, 2.01604, 1.72014), abs=1e-4)


@pytest.mark.parametrize(
    ("looks", "constant", "last"), [(2, 2.178, 1.977), (3, 2.289, 2.004), (4, 2.361, 2.024), (5, 2.413, 2.040)]
)
def test_constants_of_pocock_and_of_obrien_and_fleming(looks: int, constant: float, last: float) -> None:
    """Jennison and Turnbull 2000, tables 2.1 and 2.3, as recalled."""
    assert [round(z, 3) for z in pocock(looks).z] == [constant] * looks
    found = obrien_fleming(looks)
    assert round(found.z[-1], 3) == last
    assert found.z == pytest.approx([found.z[-1] / sqrt(time) for time in even(looks)])


def test_the_wrong_alpha_gives_the_wrong_boundary() -> None:
    """The trap: 0.05 put into the formula and halved only afterwards."""
    wrong = stats.norm.isf(spending("O'Brien-Fleming", 0.5, 0.05) / 2)
    assert round(wrong, 3) == 2.772
    assert abs(lan_demets(even(2)).z[0] - wrong) > 0.19
    assert lan_demets(even(2)).z[0] == pytest.approx(stats.norm.isf(spending("O'Brien-Fleming", 0.5, 0.025)))


@pytest.mark.parametrize("drift", [0.0, 1.0, 2.8])
def test_the_chance_to_cross_is_what_a_multivariate_normal_leaves(drift: float) -> None:
    times = np.array([0.3, 0.55, 1.0])
    found = lan_demets(times.tolist(), kind="Pocock")
    correlation = np.sqrt(np.minimum.outer(times, times) / np.maximum.outer(times, times))
    z = np.array(found.z)
    normal = stats.multivariate_normal(drift * np.sqrt(times), correlation, abseps=1e-9, releps=1e-9, maxpts=5_000_000)
    stays = normal.cdf(z, lower_limit=-z)
    ours = crossings(found.times, found.z, drift)
    assert ours.in_direction[-1] + ours.against[-1] == pytest.approx(1 - stays, abs=1e-6)


def looked_at(
    z: list[float], times: list[float], drift: float, seed: int, trials: int = 100_000
) -> tuple[float, float]:
    """The share of simulated trials that cross a boundary, and the share of information that they use."""
    rng = np.random.default_rng(seed)
    steps = np.diff([0.0, *times])
    score = np.cumsum(rng.normal(drift * steps, np.sqrt(steps), (trials, len(times))), axis=1)
    beyond = np.abs(score) / np.sqrt(times) >= z
    first = np.where(beyond.any(axis=1), beyond.argmax(axis=1), len(times) - 1)
    return beyond.any(axis=1).mean(), np.array(times)[first].mean()


@pytest.mark.parametrize("kind", ["O'Brien-Fleming", "Pocock"])
def test_alpha_and_power_counted(kind: str) -> None:
    times = [0.2, 0.5, 0.8, 1.0]
    found = lan_demets(times, kind=kind)
    alpha, _ = looked_at(list(found.z), times, 0.0, seed=1)
    assert alpha == pytest.approx(0.05, abs=4 * sqrt(0.0475 / 100_000))
    power, used = looked_at(list(found.z), times, 3.0, seed=2)
    expected = crossings(times, found.z, 3.0)
    assert power == pytest.approx(expected.power + expected.against[-1], abs=0.006)
    assert used == pytest.approx(expected.expected_information, abs=0.004)


def test_looking_five_times_at_196_is_wrong_in_one_of_seven() -> None:
    """The control: without boundaries a 5 % test becomes one at 14.2 % (Armitage, McPherson and Rowe 1969)."""
    found = crossings(even(5), [1.959964] * 5, 0.0)
    assert found.in_direction[-1] + found.against[-1] == pytest.approx(0.142, abs=5e-4)


times_of_looks = st.lists(st.integers(2, 99), min_size=0, max_size=4, unique=True).map(
    lambda found: [one / 100 for one in sorted(found)] + [1.0]
)


@settings(max_examples=25, deadline=None)
@given(
    times=times_of_looks, alpha=st.sampled_from([0.01, 0.05, 0.1]), kind=st.sampled_from(["O'Brien-Fleming", "Pocock"])
)
def test_all_of_alpha_is_spent_wherever_the_looks_are(times: list[float], alpha: float, kind: str) -> None:
    found = lan_demets(times, kind=kind, alpha=alpha)
    assert found.spent[-1] == pytest.approx(alpha, abs=1e-6)
    expected = [2 * spending(kind, time, alpha / 2) for time in times]
    assert found.spent == pytest.approx(expected, abs=1e-6)


def test_a_look_costs_people_and_saves_them() -> None:
    """Printed inflation for five looks and a power of 90 %: 1.026 and 1.207 (Jennison and Turnbull 2000, recalled)."""
    rare, often = obrien_fleming(5), pocock(5)
    assert round(inflation(rare, power=0.9), 3) == 1.026
    assert round(inflation(often, power=0.9), 3) == 1.207
    fixed = stats.norm.isf(0.025) + stats.norm.isf(0.1)
    for one in (rare, often):
        factor = inflation(one, power=0.9)
        found = crossings(one.times, one.z, fixed * sqrt(factor))
        assert found.power == pytest.approx(0.9)
        assert found.expected_information * factor < 1


def test_a_drift_the_other_way_is_the_same_mirrored() -> None:
    found = pocock(3)
    there, back = crossings(found.times, found.z, 1.7), crossings(found.times, found.z, -1.7)
    assert back.in_direction == pytest.approx(there.in_direction)
    assert back.against == pytest.approx(there.against)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: lan_demets([0.5, 0.9]), "the last at 1; found"),
        (lambda: lan_demets([0.5, 0.4, 1]), "rising shares"),
        (lambda: lan_demets([]), "rising shares"),
        (lambda: lan_demets([0.5, 0.501, 1]), "0.01 apart"),
        (lambda: lan_demets([0.5, 1], alpha=5), "Write it as a share"),
        (lambda: spending("Pocock", 0, 0.025), "above 0 and at most 1"),
        (lambda: crossings([0.5, 1], [2.0], 0), "1 boundaries for 2 looks"),
        (lambda: pocock(0), "looks must be 1 or more"),
        (lambda: pocock(200), "0.01 apart"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call()


def test_haybittle_and_peto_as_another_program_prints_it() -> None:
    """The R package rpact, its own tests of version 3: four looks, one-sided 2.5 %, to seven decimals."""
    found = haybittle_peto(even(4))
    assert found.z == pytest.approx((3, 3, 3, 1.9827514), abs=1e-6)
    assert [spent / 2 for spent in found.spent] == pytest.approx(
        [0.001349898, 0.0024617416, 0.0033695882, 0.025], abs=1e-7
    )
    assert crossings(found.times, found.z, 0.0).in_direction[-1] == pytest.approx(0.025, abs=1e-7)
    # The control: with the last boundary unchanged, as in the articles, more than alpha is spent.
    unchanged = crossings(found.times, [3, 3, 3, stats.norm.isf(0.025)], 0.0)
    assert unchanged.in_direction[-1] > 0.026


@pytest.mark.parametrize(("times", "interim"), [([0.5, 1.0], 1.0), ([0.5, 1.0], 0.0), ([0.5, 0.9], 3.0)])
def test_boundaries_that_spend_all_before_the_end_are_refused(times: list[float], interim: float) -> None:
    with pytest.raises(TrialProblem):
        haybittle_peto(times, interim=interim)


LAST = [float(stats.norm.isf(0.025))]


def test_conditional_power_as_another_program_prints_it() -> None:
    """The example of `cp` of the R package PWEALL: 300 events, 2:1, hazard ratios seen at shares of them, the trend."""
    printed = {
        (1.0, 0.1): 1.941502e-02,
        (1.0, 0.5): 2.787298e-03,
        (1.0, 0.9): 2.860159e-10,
        (0.99, 0.1): 2.388077e-02,
        (0.96, 0.1): 4.320529e-02,
        (0.96, 0.5): 1.071177e-02,
        (0.96, 0.8): 1.377510e-04,
    }
    for (ratio, at), expected in printed.items():
        seen = -log(ratio) * sqrt(300 * at * 2 / 9)
        found = conditional_power([1.0], LAST, at=at, seen=seen, drift=seen / sqrt(at))
        assert found == pytest.approx(expected, rel=1e-5)


def test_conditional_power_averages_to_power() -> None:
    """Over what may be seen at the first look, without stopping there, the chance to end above is the power."""
    drift, at = 2.4, 0.4
    seen = stats.norm.ppf((np.arange(4000) + 0.5) / 4000) + drift * sqrt(at)
    mean = np.mean([conditional_power([1.0], LAST, at=at, seen=float(z), drift=drift) for z in seen[::8]])
    assert mean == pytest.approx(crossings([1.0], LAST, drift).power, abs=2e-3)


def test_looks_on_the_way_count_too_and_a_better_start_helps() -> None:
    of = lan_demets(even(4))
    two_left = conditional_power(of.times, of.z, at=0.5, seen=2.0, drift=2.8)
    assert two_left > conditional_power([1.0], [of.z[-1]], at=0.5, seen=2.0, drift=2.8) - 1e-12
    worse, better = (conditional_powers(of, at=0.5, seen=seen) for seen in (0.5, 2.0))
    assert worse.trend < better.trend
    assert worse.nothing < worse.planned
    assert planned_drift(of) > planned_drift(lan_demets([1.0]))


@pytest.mark.parametrize(("at", "seen"), [(1.0, 1.0), (0.0, 1.0), (0.995, 1.0), (0.5, float("nan"))])
def test_a_trial_without_a_look_to_come_has_no_conditional_power(at: float, seen: float) -> None:
    with pytest.raises(TrialProblem):
        conditional_power([1.0], LAST, at=at, seen=seen, drift=0.0)
