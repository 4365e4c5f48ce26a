"""The methods pages print what the code works out, to the digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.science.trials import (
    cluster_trial,
    crossings,
    design_effect,
    events_needed,
    fewest_crossings_by_chance,
    groups_in_one_arm,
    guessed_in_a_block,
    inflation,
    interrupted,
    lan_demets,
    longest_by_chance,
    no_worse,
    obrien_fleming,
    overlap,
    pocock,
    power_of_clusters,
    power_of_wedge,
    two_means,
    two_proportions,
    watch_harm,
    wedge,
    wedge_variance,
)

PAGES = Path(__file__).resolve().parents[3] / "docs/methods"
FIVE = [0.2, 0.4, 0.6, 0.8, 1.0]


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["O'Brien-Fleming", "Pocock"])
@pytest.mark.parametrize("looks", [2, 3, 4, 5])
def test_every_boundary_of_the_table(kind: str, looks: int) -> None:
    found = lan_demets([look / looks for look in range(1, looks + 1)], kind=kind)
    assert ", ".join(f"{z:.3f}" for z in found.z) in page("sample-size")


def test_every_number_of_people() -> None:
    text = page("sample-size")
    baseline = two_means(0.3 / 0.75**0.5)
    figures = [
        *(f"**{two_means(d, power=power).per_arm}**" for d in (0.2, 0.3, 0.5) for power in (0.8, 0.9)),
        f"**{baseline.by_formula:.1f}**",
        f"{baseline.per_arm} instead of 131",
        f"{two_proportions(0.45, 0.55).by_formula:.1f}, so **{two_proportions(0.45, 0.55).per_arm}**",
        f"{no_worse(0.3).by_formula:.1f}, so **{no_worse(0.3).per_arm}**",
        f"{events_needed(0.69):.2f}, so **229**",
        f"**{cluster_trial(0.3, 20, 0.05).by_formula:.3f}**",
        f"**{cluster_trial(0.3, 20, 0.05).per_arm}**",
        f"cv .4: {design_effect(20, 0.05, cv=0.4):.2f}",
        f"{power_of_clusters(18, 0.3, 20, 0.05):.4f}".lstrip("0"),
        f"**{groups_in_one_arm(0.3, 8, 0.05).groups} groups**",
        f"{wedge_variance(wedge([3] * 4), 20, 0.05):.7f}".lstrip("0"),
        f"**{power_of_wedge(wedge([3] * 4), 20, 0.05, 0.3):.3f}**".replace("0.", "."),
        f"{pocock(5).z[-1]:.3f}",
        f"{obrien_fleming(5).z[-1]:.3f}",
        f"{inflation(obrien_fleming(5), power=0.9):.3f}",
        f"{inflation(pocock(5), power=0.9):.3f}",
        f"{2 * crossings(FIVE, [1.959964] * 5, 0.0).against[-1]:.1%}".replace("%", " %"),
        f"{watch_harm([], expected=0.1, odds_ratio=2).limit:.4f}",
    ]
    flat = " ".join(text.split())
    assert [figure for figure in figures if figure not in flat] == []


def test_blocks_and_single_cases() -> None:
    text = page("randomisation")
    for size in (2, 4, 6):
        assert f"{guessed_in_a_block(size) / size:.0%}".replace("%", " %") in text
    found = overlap([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29], higher_is_worse=False)
    case = " ".join(page("single-case").split())
    for value in (found.nap, found.tau, found.tau_u):
        assert f"= {value:.4f}".replace("0.", ".") in case


def test_what_the_page_says_of_series() -> None:
    text = page("interrupted-time-series")
    assert interrupted([1, 3, 2, 6, 8, 7, 9], 3, errors="Newey-West").lags == int(4 * 0.07 ** (2 / 9))
    assert (longest_by_chance(12), fewest_crossings_by_chance(12)) == (7, 3)
    assert "round(log₂ n + 3)" in text
