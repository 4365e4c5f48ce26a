"""Growth curves: the numbers of lme4, a truth that is found again, and what is refused."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.change.growth import GrowthProblem, fit_growth, predict

HERE = Path(__file__).parent
BTHEB = HERE.parents[2].parent / "shared/reference-data/btheb_wide.csv"
PINNED = list(csv.reader((HERE / "growth_lme4.csv").read_text().splitlines()))
MONTHS = (2, 3, 5, 8)


def number(cell: str) -> float:
    return float("nan") if cell == "NA" else float(cell)


def beat_the_blues() -> np.ndarray:
    rows = csv.DictReader(BTHEB.read_text().splitlines())
    return np.array(
        [
            (int(row["subject"]), month, number(row[f"bdi.{month}m"]), number(row["bdi.pre"]))
            for row in rows
            for month in MONTHS
        ]
    )


def panel() -> np.ndarray:
    _, *rows = csv.reader((HERE / "growth_panel.csv").read_text().splitlines())
    return np.array([[number(cell) for cell in row] for row in rows])


def invented(people: int = 400, sessions: int = 8, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    person, time = np.repeat(np.arange(people), sessions), np.tile(np.arange(sessions, dtype=float), people)
    own = rng.multivariate_normal([0, 0], [[16, -2], [-2, 3]], people)[person]
    score = 16 - 2.6 * np.log1p(time) + own[:, 0] + own[:, 1] * np.log1p(time) + rng.normal(0, 3, time.size)
    return person, time, score


@pytest.mark.parametrize("pinned", PINNED, ids=["-".join(row[:4]) for row in PINNED])
def test_the_numbers_are_those_of_lme4(pinned: list[str]) -> None:
    name, shape, slope, covariate, *answers = pinned
    if name == "beat-the-blues" and not BTHEB.exists():
        pytest.skip("the reference data (btheb_wide.csv) is not beside the checkout")
    person, time, score, first = (beat_the_blues() if name == "beat-the-blues" else panel()).T
    covariates = {covariate: first} if covariate else {}
    growth = fit_growth(person, time, score, covariates=covariates, shape=shape, slope=slope == "TRUE")  # type: ignore[arg-type]
    criterion, residual, people, observations, *others = map(float, answers)
    own = 3 if slope == "TRUE" else 1
    random, fixed, errors = np.split(others, [own, own + len(growth.fixed)])
    assert (growth.people, growth.observations) == (people, observations)
    assert growth.criterion <= criterion + 1e-3
    assert growth.criterion == pytest.approx(criterion, abs=1e-6)
    assert growth.residual == pytest.approx(residual, rel=1e-4)
    assert growth.random[np.tril_indices(len(growth.random))] == pytest.approx(
        random[[0, 1, 2] if own == 3 else [0]], rel=1e-4
    )
    assert growth.fixed == pytest.approx(fixed, rel=1e-4)
    assert growth.standard_errors == pytest.approx(errors, rel=1e-4)


def test_a_known_truth_is_found_again() -> None:
    growth = fit_growth(*invented(people=4000))
    assert growth.fixed == pytest.approx([16, -2.6], abs=0.25)
    assert growth.random == pytest.approx(np.array([[16, -2], [-2, 3]]), abs=1.0)
    assert growth.residual == pytest.approx(9, rel=0.03)


@settings(max_examples=25, deadline=None)
@given(shift=st.floats(-1000, 1000), times=st.floats(0.01, 100), turned=st.booleans())
def test_another_scale_moves_the_answers_along(shift: float, times: float, turned: bool) -> None:
    person, time, score = invented(people=40)
    factor = -times if turned else times
    plain, moved = fit_growth(person, time, score), fit_growth(person, time, shift + factor * score)
    scale = abs(factor)
    assert moved.fixed[0] == pytest.approx(shift + factor * plain.fixed[0], rel=1e-4, abs=1e-4 * scale)
    assert moved.fixed[1] == pytest.approx(factor * plain.fixed[1], rel=1e-3)
    assert moved.random == pytest.approx(factor**2 * plain.random, rel=1e-2, abs=1e-3 * scale**2)
    assert moved.residual == pytest.approx(factor**2 * plain.residual, rel=1e-3)
    free = score.size - 2
    assert moved.criterion == pytest.approx(plain.criterion + 2 * free * np.log(scale), abs=1e-3)


def test_the_order_of_rows_and_the_names_of_people_do_not_matter() -> None:
    person, time, score = invented(people=60)
    order = np.random.default_rng(1).permutation(person.size)
    names = np.array([f"p{one}" for one in person])
    shuffled = fit_growth(names[order], time[order], score[order])
    assert shuffled.criterion == pytest.approx(fit_growth(person, time, score).criterion, abs=1e-6)


def test_times_far_from_zero_are_fitted_as_well_as_near() -> None:
    person, time, score = invented(people=200)
    near = fit_growth(person, time, score, shape="linear")
    far = fit_growth(person, time + 2020, score, shape="linear")
    assert far.criterion == pytest.approx(near.criterion, abs=1e-5)
    assert far.fixed[0] + 2020 * far.fixed[1] == pytest.approx(near.fixed[0], rel=1e-6)


def test_people_who_do_not_differ_in_slope_are_fitted_at_the_edge() -> None:
    rng = np.random.default_rng(4)
    person, time = np.repeat(np.arange(60), 4), np.tile(np.arange(4.0), 60)
    common = np.tile([0.3, -0.3, -0.3, 0.3], 60)  # leaves no slopes of their own at all
    score = 10 - time + np.repeat(rng.normal(0, 3, 60), 4) + common
    growth = fit_growth(person, time, score, shape="linear")
    assert growth.random[1, 1] == pytest.approx(0, abs=1e-4)
    assert np.isfinite([growth.criterion, *growth.standard_errors]).all()


def test_a_person_with_one_score_counts_and_a_missing_number_leaves_its_row_out() -> None:
    person, time, score = invented(people=30)
    score = score.copy()
    score[1:8] = np.nan  # the first person keeps one score
    score[8:16] = np.nan  # the second none
    growth = fit_growth(person, time, score)
    assert (growth.people, growth.observations) == (29, 30 * 8 - 15)
    known = np.isfinite(score)
    assert growth.criterion == fit_growth(person[known], time[known], score[known]).criterion


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p, t, s: (p, t, np.full_like(s, np.nan)), "No row has"),
        (lambda p, t, s: (p, np.ones_like(t), s), "does not vary"),
        (lambda p, t, s: (p, t, np.ones_like(s)), "Every score is the same"),
        (lambda p, t, s: (np.zeros_like(p), t, s), "several people"),
        (lambda p, t, s: (p[::8], t[::8] + p[::8], s[::8]), "several people"),
        (lambda p, t, s: (p[t < 2], t[t < 2], s[t < 2]), "several people"),
        (lambda p, t, s: (p, t - 3, s), "from 0 on"),
        (lambda p, t, s: (p, t[:-1], s), "one row for each score"),
    ],
)
def test_what_cannot_tell_a_curve_is_refused(change, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GrowthProblem, match=said):
        fit_growth(*change(*invented(people=30)))


def test_a_covariate_that_says_the_same_as_another_is_refused() -> None:
    person, time, score = invented(people=30)
    with pytest.raises(GrowthProblem, match="says the same"):
        fit_growth(person, time, score, covariates={"a": person, "b": 2.0 * person + 1})


def test_what_was_seen_of_a_person_narrows_what_is_expected() -> None:
    growth = fit_growth(*invented())
    general = predict(growth, [6])
    known = predict(growth, [6], seen_at=[0, 1, 2, 3], seen=[30, 29, 28, 28])
    assert known.sd[0] < general.sd[0]
    assert general.mean[0] < known.mean[0] < 30
    assert general.quantile(0.5) == pytest.approx(general.mean)
