"""What is learned is the normal-normal mean where that can be done by hand, and a full integral where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.recommendation import Aim, OwnEffects, Published, RecommendationProblem, Spreads, learn
from kith.science.recommendation.shrinking import COMPARATOR_SPREAD, MEAN_SPREAD, SAME_PROTOCOL, SPREAD_SCALE, SPREADS

BOTH = (Aim("a", "one"), Aim("b", "two"))


def published(option: str, estimate: float, se: float = 0.1, modality: str = "one", **changes: str) -> Published:
    told = {"problem": "depression", "comparator": "usual_care", **changes}
    return Published(option, modality, told["problem"], told["comparator"], estimate, se)  # type: ignore[arg-type]


def own(means: list[float], se: float, options: tuple[str, ...] = ("a", "b")) -> OwnEffects:
    n = len(means)
    return OwnEffects(
        options, np.array(means), np.eye(n) * se**2, (50,) * n, (40.0,) * n, np.zeros(1), Spreads(1.0, 0.0, 0.0)
    )


def test_one_figure_by_hand() -> None:
    """Prior N(0, 1) and a figure of 0.6 with standard error 0.1: mean 0.6 / 1.01, variance 0.01 / 1.01."""
    (told,) = learn(BOTH[:1], "depression", [published("a", 0.6)], spreads=[0.0])
    assert told.mean == pytest.approx(0.6 / 1.01)
    assert told.sd == pytest.approx((0.01 / 1.01) ** 0.5)
    assert told.high - told.low == pytest.approx(2 * 1.644854 * told.sd, rel=1e-5)


def test_two_figures_are_weighted_by_their_precision() -> None:
    (told,) = learn(BOTH[:1], "depression", [published("a", 0.6), published("a", 0.2, 0.2)], spreads=[0.0])
    assert told.mean == pytest.approx((0.6 / 0.01 + 0.2 / 0.04) / (1 + 1 / 0.01 + 1 / 0.04))


def test_own_episodes_move_two_options_by_hand() -> None:
    """With all spreads s the difference of two options of two modalities has variance 6 s² before anything is seen.

    Own episodes that show it with an error of e for each option count by 6 s² / (6 s² + 2 e²).
    """
    s, e = 0.2, 0.15
    a, b = learn(BOTH, "depression", [], own([0.5, 0.0], e), spreads=[s])
    assert a.mean - b.mean == pytest.approx(0.5 * 6 * s**2 / (6 * s**2 + 2 * e**2))
    assert (a.own_episodes, a.published_mean) == (50, 0.0)


def test_an_option_without_figures_leans_on_its_modality() -> None:
    aims = (Aim("a", "one"), Aim("new", "one"), Aim("other", "two"))
    known, new, other = learn(aims, "depression", [published("a", 0.9, 0.05)], spreads=[0.2])
    assert known.mean > new.mean > other.mean > 0
    assert known.sd < new.sd < other.sd


def test_a_waiting_list_says_less_than_usual_care() -> None:
    (usual,) = learn(BOTH[:1], "depression", [published("a", 0.9)])
    (waiting,) = learn(BOTH[:1], "depression", [published("a", 0.9, comparator="waiting_list")])
    assert waiting.mean < usual.mean
    assert waiting.sd > usual.sd


def test_it_is_the_integral_over_everything_done_by_drawing() -> None:
    """Another way to the same: draw spreads and effects, and weigh each draw by how likely it makes the figures."""
    rng, n = np.random.default_rng(11), 400_000
    spreads = np.abs(rng.normal(0, SPREAD_SCALE, (n, 3)))
    spreads = spreads[(spreads < max(SPREADS)).all(axis=1)]
    n = len(spreads)
    mean = rng.normal(0, MEAN_SPREAD, n)
    shift = rng.normal(0, COMPARATOR_SPREAD, n)
    modality = rng.normal(size=(2, n)) * spreads[:, 0]
    keeps, new = SAME_PROTOCOL**0.5, (1 - SAME_PROTOCOL) ** 0.5
    protocol = (keeps * rng.normal(size=(2, n)) + new * rng.normal(size=(2, n))) * spreads[:, 1]
    there = mean + modality + protocol
    here = there + rng.normal(size=(2, n)) * spreads[:, 2]
    seen = ((there[0], 0.7, 0.15), (there[1] + shift, 0.9, 0.2), (here[1] - here[0], -0.4, 0.2 * 2**0.5))
    logs = sum(-0.5 * ((value - at) / se) ** 2 for value, at, se in seen)
    weights = np.exp(logs - logs.max())
    figures = [published("a", 0.7, 0.15), published("b", 0.9, 0.2, "two", comparator="waiting_list")]
    for told, drawn in zip(learn(BOTH, "depression", figures, own([0.4, 0.0], 0.2)), here, strict=True):
        order = np.argsort(drawn)
        below = np.cumsum(weights[order]) / weights.sum()
        low, high = (float(drawn[order][np.searchsorted(below, share)]) for share in (0.05, 0.95))
        assert told.mean == pytest.approx(float(weights @ drawn / weights.sum()), abs=0.02)
        assert (told.low, told.high) == pytest.approx((low, high), abs=0.03)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 2), st.floats(0.05, 0.5)), min_size=2, max_size=5), st.randoms())
def test_order_plays_no_part(figures: list[tuple[float, float]], random: object) -> None:
    told = [published("ab"[i % 2], value, se, ("one", "two")[i % 2]) for i, (value, se) in enumerate(figures)]
    one, other = learn(BOTH, "depression", told), learn(BOTH[::-1], "depression", told[::-1])
    assert [x.mean for x in one] == pytest.approx([x.mean for x in other[::-1]])
    assert [x.low for x in one] == pytest.approx([x.low for x in other[::-1]])


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 1.0), st.floats(-1, 1))
def test_more_of_its_own_moves_further_and_narrows(se: float, apart: float) -> None:
    figures = [published("a", 0.5), published("b", 0.5, modality="two")]
    vague = learn(BOTH, "depression", figures, own([apart, 0.0], 2 * se), spreads=[0.2])
    sharp = learn(BOTH, "depression", figures, own([apart, 0.0], se), spreads=[0.2])
    assert abs(sharp[0].mean - sharp[1].mean) >= abs(vague[0].mean - vague[1].mean) - 1e-9
    assert abs(sharp[0].mean - sharp[1].mean) <= abs(apart) + 1e-9
    assert sharp[0].sd <= vague[0].sd + 1e-9


def test_own_options_that_nobody_asked_about_are_left_out() -> None:
    with_other = own([0.5, 0.0, 9.0], 0.15, ("a", "b", "c"))
    alone = learn(BOTH, "depression", [], own([0.5, 0.0], 0.15))
    assert learn(BOTH, "depression", [], with_other)[0].mean == pytest.approx(alone[0].mean)


@pytest.mark.parametrize(
    "wrong",
    [published("a", float("nan")), published("a", 0.5, 0.0), published("a", 0.5, comparator="no_such_comparator")],
)
def test_what_cannot_be_used_is_refused(wrong: Published) -> None:
    with pytest.raises(RecommendationProblem, match="A published effect needs a number"):
        learn(BOTH, "depression", [wrong])


def test_an_option_aimed_at_twice_is_refused() -> None:
    with pytest.raises(RecommendationProblem, match="aimed at once"):
        learn([BOTH[0], BOTH[0]], "depression", [])
