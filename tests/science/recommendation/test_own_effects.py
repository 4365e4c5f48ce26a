"""Ended episodes are read with care, and what they say about options is adjusted for who got what."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kith.science.recommendation import Episodes, OwnEffects, RecommendationProblem, episodes, own_effects


def drawn(seed: int, people: int = 800, effect: float = 0.4, curved: float = 0.0, steered: float = 0.8) -> Episodes:
    """Two options, the second given to the more gravely ill, who do worse whatever is done; therapists differ."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(people, 2))
    had = rng.random(people) < 1 / (1 + np.exp(-steered * x[:, 0]))
    who = rng.integers(0, 20, people)
    y = effect * had - 0.6 * x[:, 0] - curved * np.exp(x[:, 0]) + rng.normal(0, 0.25, 20)[who] + rng.normal(size=people)
    return episodes(
        y, x, ["severity", "months_ill"], np.where(had, "b", "a"), [f"t{i}" for i in who], [f"s{i % 4}" for i in who]
    )


def apart(told: OwnEffects) -> tuple[float, float]:
    """The difference of the second and first option, with its standard error."""
    contrast = np.array([-1.0, 1.0])
    return float(contrast @ told.means), float(contrast @ told.covariance @ contrast) ** 0.5


def plain(told: Episodes) -> float:
    """The difference of plain means, as if chance had decided."""
    return float(told.outcome[told.option == 1].mean() - told.outcome[told.option == 0].mean())


def test_the_true_difference_is_found_where_plain_means_are_far_off() -> None:
    told = [(apart(own_effects(one)), plain(one)) for one in (drawn(seed) for seed in range(100))]
    assert np.mean([difference for (difference, _), _ in told]) == pytest.approx(0.4, abs=0.03)
    assert np.mean([one for _, one in told]) < 0.1  # the control: those who got b began worse


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    told = [apart(own_effects(drawn(seed))) for seed in range(300)]
    held = np.mean([abs(difference - 0.4) <= 1.645 * se for difference, se in told])
    assert held == pytest.approx(0.90, abs=0.045)


def test_weights_mend_what_a_wrong_line_would_spoil() -> None:
    """Outcomes that curve: the line is wrong, but likelihoods are right. Without weights the answer is off."""
    found, unweighted = [], []
    for seed in range(40):
        told = drawn(seed, 2000, curved=0.3)
        found.append(apart(own_effects(told))[0])
        x = np.column_stack([np.ones(len(told)), told.option, told.covariates])
        unweighted.append(np.linalg.lstsq(x, told.outcome, rcond=None)[0][1])
    assert np.mean(found) == pytest.approx(0.4, abs=0.03)
    assert abs(np.mean(found) - 0.4) < abs(np.mean(unweighted) - 0.4)


def test_given_by_chance_it_is_nearly_the_difference_of_means_with_less_error() -> None:
    told = drawn(3, 4000, steered=0.0)
    difference, se = apart(own_effects(told))
    assert difference == pytest.approx(plain(told), abs=0.06)
    assert se < told.outcome.std() * (4 / 4000) ** 0.5
    assert own_effects(told).worth == pytest.approx(own_effects(told).episodes, rel=0.01)


def test_those_whom_only_one_option_ever_reached_count_for_little() -> None:
    even, steered = own_effects(drawn(1, steered=0.1)), own_effects(drawn(1, steered=2.5))
    assert sum(steered.worth) < 0.7 * sum(even.worth)
    assert apart(steered)[1] > apart(even)[1]


def rows(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "outcome": [0.1 * i for i in range(60)],
        "covariates": [[float(i % 7)] for i in range(60)],
        "names": ["severity"],
        "option": ["a", "b", "c"] * 20,
        "therapist": ["t"] * 60,
        "site": ["s"] * 60,
    }
    return {**usual, **changes}


def test_what_is_missing_is_counted_and_options_with_too_few_are_named() -> None:
    told = episodes(**rows(outcome=[None, *[0.1 * i for i in range(59)]]))
    assert (told.left_out, told.options, told.too_few) == (1, ("b", "c"), ("a",))
    assert len(told) == 40


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"names": ["age"]}, "protected attributes; found age"),
        ({"names": ["severity", "months_ill"]}, "for 2 names"),
        ({"option": ["a"] * 59}, "59 options"),
        ({"option": ["a"] * 60}, "found 1 with 20"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RecommendationProblem, match=words):
        episodes(**rows(**changes))


def test_a_covariate_that_is_the_same_in_everybody_changes_nothing() -> None:
    told = drawn(5)
    names = ["severity", "months_ill", "weeks_waited"]
    options = [told.options[i] for i in told.option]
    who, where = [f"t{i:02}" for i in told.therapist], [f"s{i}" for i in told.site]
    x = np.column_stack([told.covariates, np.ones(len(told))])
    assert apart(own_effects(episodes(told.outcome, x, names, options, who, where))) == pytest.approx(
        apart(own_effects(told)), abs=1e-4
    )
