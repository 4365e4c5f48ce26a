"""Effect sizes and pooling: printed anchors to their last digit, metafor's answers to 1e-6, and what is refused."""

from __future__ import annotations

import doctest
import importlib
import math
import pkgutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kith.science.evidence
from kith.science.evidence import (
    METHODS,
    TESTS,
    Change,
    Counts,
    Effect,
    EvidenceProblem,
    Scores,
    combine,
    cumulate,
    d_from_f,
    d_from_p,
    d_from_r,
    d_from_t,
    difference_of_changes,
    egger,
    influence,
    leave_one_out,
    limit_meta_analysis,
    log_odds_ratio,
    log_ratio_from_interval,
    log_risk_ratio,
    mean_change,
    mean_difference,
    number_needed_to_treat,
    pool,
    r_from_d,
    regress,
    risk_difference,
    standardised_change,
    standardised_mean_difference,
    subgroups,
    tau2_interval,
    trim_and_fill,
    z_from_r,
)
from tests.science.evidence import pinned

CLOSE = 1e-6
SETS = ("bcg", "three", "few", "alike", "wild", "many", "slanted")
LONGER = SETS[:1] + SETS[2:]
MODULES = [
    module.name for module in pkgutil.iter_modules(kith.science.evidence.__path__, kith.science.evidence.__name__ + ".")
]


def near(value: float) -> object:
    return pytest.approx(value, rel=CLOSE, abs=CLOSE)


def bcg() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return tuple(pinned.sets()["bcg"])  # type: ignore[return-value]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# ------------------------------------------------------------------------------------------------ effects of studies
def test_ratios_of_counts_are_those_of_metafor() -> None:
    functions = {"RR": log_risk_ratio, "OR": log_odds_ratio, "RD": risk_difference}
    for place, row in enumerate(pinned.rows_of("bcg"), start=1):
        a, b, c, d = (int(row[name]) for name in ("tpos", "tneg", "cpos", "cneg"))
        for measure, function in functions.items():
            effect, answer = function(Counts(a, a + b), Counts(c, c + d)), pinned.answers()[f"bcg.{place}"]
            assert (effect.estimate, effect.variance) == (near(answer[f"{measure}.yi"]), near(answer[f"{measure}.vi"]))


@pytest.mark.parametrize(
    ("case", "effect"),
    [
        ("smd", standardised_mean_difference(Scores(10, 5, 30), Scores(14, 6, 28))),
        ("md", mean_difference(Scores(10, 5, 30), Scores(14, 6, 28))),
        ("zero.or", log_odds_ratio(Counts(0, 20), Counts(3, 20))),
        ("zero.rr", log_risk_ratio(Counts(0, 20), Counts(3, 20))),
        ("change", mean_change(Change(20, 5, 15, 6, 0.5, 25))),
        ("standardised.change", standardised_change(Change(20, 5, 15, 6, 0.5, 25))),
        ("z", z_from_r(0.5, 28)),
        ("outcomes.true", combine([0.3, 0.5, 0.1], [0.04, 0.06, 0.05], is_weighted=True)),
        ("outcomes.false", combine([0.3, 0.5, 0.1], [0.04, 0.06, 0.05])),
    ],
)
def test_an_effect_is_that_of_metafor(case: str, effect: Effect) -> None:
    answer = pinned.answers()[case]
    assert (effect.estimate, effect.variance) == (near(answer["yi"]), near(answer["vi"]))


def test_changes_of_two_groups_are_subtracted() -> None:
    one, other = Change(20, 5, 10, 6, 0.5, 25), Change(20, 5, 15, 6, 0.5, 25)
    found = difference_of_changes(one, other)
    assert found.estimate == pytest.approx(standardised_change(one).estimate - standardised_change(other).estimate)
    assert found.variance == pytest.approx(standardised_change(one).variance + standardised_change(other).variance)


def test_a_hazard_ratio_is_read_from_its_interval() -> None:
    effect = log_ratio_from_interval(0.69, math.exp(math.log(0.69) - 0.196), math.exp(math.log(0.69) + 0.196))
    assert effect.se == pytest.approx(0.1, abs=1e-4)


@given(st.floats(-3, 3), st.integers(5, 500), st.integers(5, 500))
def test_t_f_and_p_of_one_trial_give_one_effect(t: float, n_first: int, n_second: int) -> None:
    from scipy.special import stdtr

    effect = d_from_t(t, n_first, n_second)
    assert d_from_f(t * t, n_first, n_second, is_first_higher=t > 0).estimate == pytest.approx(effect.estimate)
    p = 2 * float(stdtr(n_first + n_second - 2, -abs(t)))
    if p < 1:
        assert d_from_p(p, n_first, n_second, is_first_higher=t > 0).estimate == pytest.approx(
            effect.estimate, abs=1e-9
        )


@given(st.floats(-3, 3))
def test_there_and_back_again(d: float) -> None:
    assert d_from_r(r_from_d(Effect(d, 0.1), 40, 40)).estimate == pytest.approx(d, abs=1e-9)


def test_treating_people_without_effect_helps_nobody_more() -> None:
    assert number_needed_to_treat(0.0, 0.3) is None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Scores(10, 0, 30), "SD 0"),
        (lambda: Counts(5, 4), "5 of 4"),
        (lambda: log_odds_ratio(Counts(0, 20), Counts(0, 20)), "0 of 20 and 0 of 20"),
        (lambda: log_risk_ratio(Counts(20, 20), Counts(20, 20)), "20 of 20"),
        (lambda: log_ratio_from_interval(0.69, 0.7, 0.8), "0.69"),
        (lambda: log_ratio_from_interval(0.69, 0.58, 0.92), "wrong digit"),
        (lambda: Change(20, 5, 15, 6, 1.5, 25), "1.5"),
        (lambda: combine([1, 2, 3], [1, 1, 1], correlation=-0.9), "-0.9"),
        (lambda: z_from_r(1.0, 30), "found 1"),
        (lambda: d_from_p(0, 10, 10, is_first_higher=True), "found 0"),
    ],
)
def test_numbers_that_no_study_can_have_are_refused(make, words: str) -> None:
    with pytest.raises(EvidenceProblem, match=words):
        make()


# ------------------------------------------------------------------------------------------------------ pooling
PRINTED = {
    "FE": (-0.4303, 0.0405, -0.5097, -0.3509, 0, 92.12),
    "DL": (-0.7141, 0.1787, -1.0644, -0.3638, 0.3088, 92.12),
    "HE": (-0.7159, 0.1833, -1.0751, -0.3567, 0.3286, 92.56),
    "HS": (-0.7045, 0.1587, -1.0155, -0.3936, 0.2284, 89.63),
    "SJ": (-0.7172, 0.1871, -1.0839, -0.3506, 0.3455, 92.90),
    "ML": (-0.7112, 0.1719, -1.0481, -0.3743, 0.2800, 91.38),
    "REML": (-0.7145, 0.1798, -1.0669, -0.3622, 0.3132, 92.22),
    "PM": (-0.7150, 0.1809, -1.0695, -0.3604, 0.3181, 92.33),
}


@pytest.mark.parametrize("method", METHODS)
def test_the_vaccine_trials_come_out_as_printed(method) -> None:
    y, v, _ = bcg()
    found = pool(y, v, method=method, test="z")
    rounded = [round(one, 4) for one in (found.estimate, found.se, *found.ci, found.tau2)]
    assert (*rounded, round(found.i2, 2)) == PRINTED[method]
    assert round(found.q, 4) == 152.2330


def test_hartung_and_knapp_and_prediction_come_out_as_printed() -> None:
    y, v, _ = bcg()
    found = pool(y, v, method="REML", test="knha")
    assert [round(one, 4) for one in (found.se, *found.ci, found.statistic)] == [0.1808, -1.1084, -0.3206, -3.9522]
    assert round(found.p, 5) == 0.00192
    assert [round(one, 4) for one in found.prediction] == [-1.9960, 0.5670]
    wald, riley = pool(y, v, test="z"), pool(y, v, test="z", prediction="riley")
    assert [round(one, 4) for one in (*wald.prediction, *riley.prediction)] == [-1.8667, 0.4376, -2.0084, 0.5793]
    assert [round(one, 4) for one in tau2_interval(y, v)] == [0.1197, 1.1115]
    assert [round(math.exp(one), 3) for one in (wald.estimate, *wald.ci)] == [0.489, 0.344, 0.696]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("method", METHODS)
def test_pooling_is_that_of_metafor(name: str, method) -> None:
    y, v, _ = pinned.sets()[name]
    for test in TESTS if method != "FE" else ("z",):
        answer, found = pinned.answers()[f"{name}.{method}.{test}"], pool(y, v, method=method, test=test)
        ours = {
            "beta": found.estimate,
            "se": found.se,
            "ci.lb": found.ci[0],
            "ci.ub": found.ci[1],
            "zval": found.statistic,
            "pval": found.p,
            "tau2": found.tau2,
            "I2": found.i2,
            "H2": found.h2,
            "QE": found.q,
            "QEp": found.q_p,
        }
        if found.prediction is not None:
            ours |= {"pi.lb": found.prediction[0], "pi.ub": found.prediction[1]}
        assert ours == {quantity: near(value) for quantity, value in answer.items()}


@pytest.mark.parametrize("name", SETS)
def test_the_interval_of_tau2_is_that_of_metafor(name: str) -> None:
    y, v, _ = pinned.sets()[name]
    answer = pinned.answers().get(f"{name}.profile")
    found = tau2_interval(y, v)
    assert found is None if answer is None else found == (near(answer["low"]), near(answer["high"]))


def test_knapp_and_hartung_ad_hoc_never_narrows() -> None:
    y, v, _ = pinned.sets()["alike"]
    assert pool(y, v, test="knha").se < pool(y, v, test="z").se == pytest.approx(pool(y, v, test="adhoc").se)


def test_two_studies_promise_nothing_about_a_third() -> None:
    found = pool([0.1, 0.9], [0.01, 0.02])
    assert found.prediction is None
    assert "there are 2" in str(found.no_prediction)


@given(
    st.lists(st.tuples(st.floats(-2, 2), st.floats(0.01, 1)), min_size=3, max_size=12),
    st.floats(-5, 5),
    st.sampled_from(METHODS),
)
def test_moving_every_study_moves_the_mean_and_nothing_else(studies, by: float, method) -> None:
    y, v = np.array(studies).T
    before, after = pool(y, v, method=method), pool(y + by, v, method=method)
    assert after.estimate == pytest.approx(before.estimate + by, abs=1e-5)
    assert (after.tau2, after.q) == (pytest.approx(before.tau2, abs=1e-5), pytest.approx(before.q, abs=1e-5))
    assert sum(before.weights) == pytest.approx(100)


@pytest.mark.parametrize(
    ("y", "v", "words"),
    [
        ([0.1], [0.2], "found 1"),
        ([], [], "found 0"),
        ([0.1, math.nan], [0.2, 0.2], "number 2"),
        ([0.1, math.inf], [0.2, 0.2], "number 2"),
        ([0.1, 0.2], [0.2, 0.0], "nought or below"),
        ([0.1, 0.2], [-0.2, 0.1], "number 1"),
        ([0.1, 0.2], [math.nan, 0.1], "number 1"),
        ([0.1, 0.2], [0.1], "2 estimates and 1 variances"),
    ],
)
def test_studies_that_cannot_be_pooled_are_refused(y: list[float], v: list[float], words: str) -> None:
    with pytest.raises(EvidenceProblem, match=words):
        pool(y, v)


def test_a_choice_that_does_not_exist_is_refused() -> None:
    for choice in ({"method": "XX"}, {"test": "t"}, {"level": 1.5}, {"prediction": "wide"}):
        with pytest.raises(EvidenceProblem):
            pool([0.1, 0.2], [0.1, 0.1], **choice)


# --------------------------------------------------------------------------------- moderators, influence, small studies
@pytest.mark.parametrize("name", LONGER)
@pytest.mark.parametrize("test", ["z", "knha"])
def test_meta_regression_is_that_of_metafor(name: str, test) -> None:
    y, v, x = pinned.sets()[name]
    answer, found = pinned.answers()[f"{name}.regress.{test}"], regress(y, v, [("x", x)], test=test)
    ours = {"tau2": found.tau2, "QE": found.qe, "QEp": found.qe_p, "QM": found.qm, "QMp": found.qm_p, "I2": found.i2}
    for i, one in enumerate(found.coefficients, start=1):
        ours |= {f"beta{i}": one.estimate, f"se{i}": one.se, f"pval{i}": one.p}
    assert ours == {quantity: near(value) for quantity, value in answer.items()}


def test_latitude_explains_the_vaccine_trials_as_printed() -> None:
    y, v, latitude = bcg()
    found = regress(y, v, [("latitude", latitude)], test="z")
    intercept, slope = found.coefficients
    assert [round(one, 4) for one in (intercept.estimate, intercept.se)] == [0.2515, 0.2491]
    assert [round(one, 4) for one in (slope.estimate, slope.se, *slope.ci)] == [-0.0291, 0.0072, -0.0432, -0.0150]
    assert (round(found.tau2, 4), round(found.qe, 4), found.qe_freedom) == (0.0763, 30.7331, 11)
    assert round(found.explained, 1) == 75.6


def test_the_random_trials_by_themselves_come_out_as_printed() -> None:
    y, v, _ = bcg()
    found = subgroups(y, v, [row["allocation"] for row in pinned.rows_of("bcg")], test="z")
    random = found.groups["random"]
    assert (random.k, round(random.estimate, 4), round(random.se, 4)) == (7, -0.9710, 0.2760)
    assert (round(random.tau2, 4), round(random.q, 4)) == (0.3925, 110.2133)


def test_a_group_of_one_study_is_named_and_not_pooled() -> None:
    found = subgroups([0.1, 0.2, 0.9], [0.1] * 3, ["a", "a", "b"])
    assert (list(found.groups), found.alone, found.q_between) == (["a"], ("b",), None)


@pytest.mark.parametrize(
    "columns", [[], [("x", [1, 2])], [("x", [1, math.nan, 3, 4])], [("x", [1, 1, 1, 1])], [("x", [1, 2, 3, 4])] * 2]
)
def test_columns_that_say_nothing_are_refused(columns) -> None:
    with pytest.raises(EvidenceProblem):
        regress([0.1, 0.2, 0.3, 0.5], [0.1] * 4, columns)


@pytest.mark.parametrize("name", LONGER)
def test_influence_is_that_of_metafor(name: str) -> None:
    y, v, _ = pinned.sets()[name]
    for place, one in enumerate(influence(y, v), start=1):
        answer = pinned.answers()[f"{name}.influence.{place}"]
        ours = {
            "rstudent": one.rstudent,
            "dffits": one.dffits,
            "cook.d": one.cook,
            "cov.r": one.cov_ratio,
            "tau2.del": one.tau2_without,
            "QE.del": one.q_without,
            "hat": one.hat,
            "dfbs": one.dfbeta,
            "infl": float(one.is_influential),
        }
        assert ours == {quantity: near(value) for quantity, value in answer.items()}, place


@pytest.mark.parametrize("name", LONGER)
def test_adding_studies_one_by_one_is_that_of_metafor(name: str) -> None:
    y, v, x = pinned.sets()[name]
    steps = cumulate(y, v, list(x), test="z")
    assert steps[0][1] is None
    for n, (_, found) in enumerate(steps[1:], start=2):
        answer = pinned.answers()[f"{name}.cumulative.{n}"]
        assert (found.estimate, found.se) == (near(answer["estimate"]), near(answer["se"]))


@pytest.mark.parametrize("name", LONGER)
@pytest.mark.parametrize("model", ["classic", "mixed"])
def test_egger_is_that_of_metafor(name: str, model) -> None:
    y, v, _ = pinned.sets()[name]
    answer, found = pinned.answers()[f"{name}.egger.{model}"], egger(y, v, model=model)
    ours = (found.statistic, found.p, found.limit, *found.limit_ci)
    assert ours == tuple(near(answer[one]) for one in ("statistic", "p", "limit", "limit.lb", "limit.ub"))


@pytest.mark.parametrize("name", LONGER)
def test_trim_and_fill_is_that_of_metafor(name: str) -> None:
    y, v, _ = pinned.sets()[name]
    answer, found = pinned.answers()[f"{name}.filled"], trim_and_fill(y, v)
    assert (found.added, found.side == "right") == (answer["added"], bool(answer["is.right"]))
    assert (found.pooled.estimate, found.pooled.se) == (near(answer["beta"]), near(answer["se"]))


def test_small_studies_of_the_vaccine_come_out_as_printed() -> None:
    y, v, _ = bcg()
    classic, mixed, fixed = egger(y, v), egger(y, v, model="mixed"), egger(y, v, model="mixed", method="FE")
    assert [round(one, 4) for one in (classic.statistic, classic.p, classic.limit)] == [-1.4013, 0.1887, -0.1909]
    assert [round(one, 4) for one in (mixed.statistic, mixed.p, mixed.limit)] == [-0.8033, 0.4218, -0.5104]
    assert round(fixed.statistic, 4) == -4.8019
    filled = trim_and_fill(y, v)
    assert (filled.added, filled.side) == (1, "right")
    assert [round(one, 4) for one in (filled.pooled.estimate, *filled.pooled.ci)] == [-0.6571, -1.0070, -0.3072]


def test_the_limit_takes_off_what_only_small_studies_find() -> None:
    """Studies without heterogeneity on a line in their standard error: what is left is its end at no error at all."""
    se = np.linspace(0.05, 0.5, 20)
    found = limit_meta_analysis(0.2 + 1.5 * se, se**2)
    assert 0.2 < found.estimate < 0.7 * found.unadjusted.estimate
    assert egger(0.2 + 1.5 * se, se**2).limit == pytest.approx(0.2)


def test_leaving_one_of_two_out_is_refused() -> None:
    for function in (leave_one_out, egger, trim_and_fill):
        with pytest.raises(EvidenceProblem, match="found 2"):
            function([0.1, 0.2], [0.1, 0.2])
