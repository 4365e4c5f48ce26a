"""Expected courses: the worked check, edges that hold for people who were not learned from, neighbours, early gains."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from kith.science.change.expected import (
    ExpectedCourse,
    edges,
    fit_expected,
    is_early_response,
    nearest,
    own_effects,
    predict_from_neighbours,
    sudden_gains,
)
from kith.science.change.growth import Growth, GrowthProblem, Prediction, fit_growth

Table = tuple[np.ndarray, np.ndarray, np.ndarray]


def service(people: int, *, seed: int, sessions: int = 8) -> Table:
    """Invented people whose own starts and slopes are known to be normal: person, session, score."""
    rng = np.random.default_rng(seed)
    person, session = np.repeat(np.arange(people), sessions), np.tile(np.arange(sessions, dtype=float), people)
    own = rng.multivariate_normal([0, 0], [[16, -2], [-2, 3]], people)[person]
    score = 16 - 2.6 * np.log1p(session) + own[:, 0] + own[:, 1] * np.log1p(session) + rng.normal(0, 2.5, person.size)
    return person, session, score


@cache
def learned() -> ExpectedCourse:
    return fit_expected(*service(1500, seed=1))


def share_beyond(course: ExpectedCourse, held_out: Table, *, sessions: int = 8) -> tuple[float, float]:
    """The share of later scores beyond the edges of watch and of off track, without anything seen since the first."""
    rows = held_out[2].reshape(-1, sessions)
    later = np.arange(1.0, sessions)
    found = [edges(course.ahead(row[0], later)) for row in rows]
    watch = np.mean([row[1:] > one.watch for row, one in zip(rows, found, strict=True)])
    return float(watch), float(np.mean([row[1:] > one.off_track for row, one in zip(rows, found, strict=True)]))


def test_edges_are_those_of_the_worked_check() -> None:
    # First scores of 15 to 17: 15.8 - 2.6 ln(1 + s), spread of person and chance together 4.8; session 4.
    mean = np.array([15.8 - 2.6 * np.log(5)])
    found = edges(Prediction(mean, np.array([4.8])))
    assert found.expected[0] == pytest.approx(11.616, abs=0.001)
    assert found.watch[0] == pytest.approx(16.389, abs=0.001)
    assert found.off_track[0] == pytest.approx(17.767, abs=0.001)
    turned = edges(Prediction(-mean, np.array([4.8])), higher_is_worse=False)
    assert turned.off_track[0] == pytest.approx(-17.767, abs=0.001)


def test_one_in_ten_scores_of_people_not_learned_from_lies_beyond_the_edge() -> None:
    watch, off_track = share_beyond(learned(), service(600, seed=2))
    assert 0.08 <= off_track <= 0.12
    assert 0.13 <= watch <= 0.19


def test_a_service_that_does_worse_than_the_learned_one_is_seen_beyond_the_edge() -> None:
    person, session, score = service(600, seed=2)
    worse = person, session, score + 3 * (session > 0)
    _, off_track = share_beyond(learned(), worse)
    assert off_track > 0.2


def test_what_was_seen_keeps_the_edge_honest() -> None:
    course = learned()
    rows = service(600, seed=2)[2].reshape(-1, 8)
    beyond = [row[7] > edges(course.ahead(row[0], [7.0], [1.0, 2.0, 3.0], row[1:4])).off_track[0] for row in rows]
    assert 0.07 <= np.mean(beyond) <= 0.13
    assert course.ahead(15, [7.0], [1.0, 2.0, 3.0], [15, 15, 15]).sd[0] < course.ahead(15, [7.0]).sd[0]


def test_bands_hold_enough_people_and_cover_every_first_score() -> None:
    course = fit_expected(*service(1000, seed=5))
    assert (len(course.bands), sum(band.people for band in course.bands)) == (10, 1000)
    assert course.band(-99) is course.bands[0]
    assert course.band(99) is course.bands[-1]
    assert all(a.high == b.low for a, b in zip(course.bands, course.bands[1:], strict=False))


def test_two_later_scores_a_person_tell_no_slopes_and_the_band_says_none() -> None:
    band = fit_expected(*service(100, seed=5, sessions=3)).bands[0]
    assert band.growth.random[1, 1] == 0
    assert band.growth.random[0, 0] > 0


def test_too_few_people_are_refused() -> None:
    with pytest.raises(GrowthProblem):
        fit_expected(*service(100, seed=5, sessions=2))


def growth() -> Growth:
    return fit_growth(*service(300, seed=1))


def test_the_nearest_are_found_and_what_is_unknown_is_no_difference() -> None:
    known = np.array([[0.0, 0], [1, np.nan], [5, 5], [np.nan, np.nan]])
    assert nearest(known, [1, 0], count=3).tolist() == [1, 0, 2]
    assert nearest(known, [0, np.nan]).tolist() == [0, 1, 2]


def test_neighbours_foretell_or_say_that_they_are_too_few() -> None:
    fitted = growth()
    times, scores = np.arange(8.0), service(300, seed=1)[2].reshape(-1, 8)
    effects = np.array([own_effects(fitted, times, row) for row in scores])
    near = nearest(scores[:, :1], [22.0], count=30)
    found = predict_from_neighbours(fitted, effects[near], [4.0])
    assert found is not None
    assert found.mean[0] > fitted.fixed[0] + fitted.fixed[1] * np.log(5)
    assert predict_from_neighbours(fitted, effects[near[:19]], [4.0]) is None


def test_own_effects_are_drawn_towards_everybody() -> None:
    fitted = growth()
    flat = replace(fitted, random=np.diag([16.0, 0.0]), residual=4.0)
    line = fitted.fixed[0] + fitted.fixed[1] * np.log1p(np.arange(4.0))
    # With four scores, each 5 points above: 16 / (16 + 4 / 4) of it.
    assert own_effects(flat, np.arange(4.0), line + 5) == pytest.approx([5 * 16 / 17, 0])


@pytest.mark.parametrize(
    ("scores", "found"),
    [((20, 18, 14), True), ((20, 18, 15), False), ((20,), None), ((20, 20, 20, 20, 20, 10), False)],
)
def test_early_response(scores: tuple[int, ...], found: bool | None) -> None:
    assert is_early_response(range(len(scores)), scores, reliable=6) is found


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((30, 29, 30, 18, 17, 18), (3,)),
        ((30, 22, 30, 18, 25, 10), ()),  # apart by no more than chance
        ((30, 29, 30, 24, 23, 24), ()),  # less than a quarter
        ((30, 18, 17, 18), ()),  # one score before it
        ((12, 11, 12, 6, 5, 6), ()),  # less than the threshold
    ],
)
def test_sudden_gains(scores: tuple[int, ...], found: tuple[int, ...]) -> None:
    assert sudden_gains(scores, threshold=7) == found


def test_a_sudden_gain_needs_a_t_beyond_2_78() -> None:
    # Means 20 and 10; with a spread of s on both sides t is 10 / (s root(2 / 3)): 2.776 at s = 4.412.
    for spread, found in ((4.40, (3,)), (4.43, ())):
        row = (20 - spread, 20, 20 + spread, 10 - spread, 10, 10 + spread)
        assert sudden_gains(row, threshold=7) == found
