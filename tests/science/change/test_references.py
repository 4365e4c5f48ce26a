"""A reference says what the fitted curve says, holds its edge on people it never saw, and knows where it ends."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from kith.science.change import DatedScore, Limits, Reference, ReferenceBand, Status, signal
from kith.science.change.expected import edges, fit_expected
from kith.science.change.gains import gains
from kith.science.change.growth import GrowthProblem
from kith.science.change.learning import FinishedCourse, learn_reference
from kith.science.change.references import OFF_TRACK_Z, WATCH_Z
from tests.science.change.invented_courses import BEGINS, invented

PHQ9 = Limits(caseness=10, reliable_change=6)
BAND = ReferenceBand(None, None, 640, 12, (-0.2, -2.6, 1.0), ((0.0,) * 3,) * 3, ((23.04, 0.0), (0.0, 0.0)), 0.0)
KNOWN = Reference((BAND,), 640, higher_is_worse=True)


def row(*scores: float | None, start: int = 0) -> list[DatedScore]:
    return [DatedScore(BEGINS, start + session, score) for session, score in enumerate(scores)]


@pytest.fixture(scope="module")
def learned() -> Reference:
    return learn_reference(invented(600, seed=1))


def test_the_edges_are_those_of_the_fitted_curve(learned: Reference) -> None:
    """Plain arithmetic and the prediction of the growth model agree to nine digits, at every start and session."""
    rows = [
        (person, session, score)
        for person, course in enumerate(invented(600, seed=1))
        for session, score in course.known
    ]
    person, session, score = np.array(rows).T
    fitted = fit_expected(person, session, score, fewest=150)
    assert [band.people for band in fitted.bands] == [band.people for band in learned.bands]
    sessions = np.arange(1, 9)
    for first in (10.0, 14.0, 17.0, 22.0):
        told = edges(fitted.ahead(first, sessions))
        for place, when in enumerate(sessions):
            found = learned.expected(first, int(when))
            assert not isinstance(found, str)
            wanted = (told.expected[place], told.watch[place], told.off_track[place])
            assert (found.middle, found.watch, found.off_track) == pytest.approx(wanted, rel=1e-9)


def test_the_quantiles_are_those_of_the_normal_curve() -> None:
    from scipy.stats import norm

    assert pytest.approx(norm.ppf([0.84, 0.90]), rel=1e-9) == (WATCH_Z, OFF_TRACK_Z)


def test_a_tenth_of_the_scores_of_others_on_the_model_lies_beyond_the_edge(learned: Reference) -> None:
    """8 to 12 of 100; a reference that took half the spread for the whole leaves far more, and is found."""

    def beyond(reference: Reference) -> float:
        scores = [
            (score, reference.expected(course.known[0][1], session))
            for course in invented(600, seed=2, is_whole=False)
            for session, score in course.known[1:]
        ]
        return float(np.mean([score > at.off_track for score, at in scores if not isinstance(at, str)]))

    assert 0.08 <= beyond(learned) <= 0.12
    narrow = [replace(band, random=((0.0, 0.0), (0.0, 0.0))) for band in learned.bands]
    assert beyond(replace(learned, bands=tuple(narrow))) > 0.15


def test_it_can_be_kept_as_json_and_comes_back_the_same(learned: Reference) -> None:
    assert Reference.of_values(json.loads(json.dumps(learned.as_values()))) == learned


@pytest.mark.parametrize(
    ("first", "session", "why_not"),
    [
        (16, 0, "before_first_session"),
        (16, 13, "beyond_last_session"),
        (9, 3, "too_few_began_so"),
        (23, 3, "too_few_began_so"),
    ],
)
def test_where_it_says_nothing_it_says_why(first: float, session: int, why_not: str) -> None:
    only_cases = replace(KNOWN, begins_from=10.0, begins_to=22.0)
    assert only_cases.expected(first, session) == why_not
    ground = signal([DatedScore(BEGINS, 0, first), DatedScore(BEGINS, session, 12)], PHQ9, reference=only_cases).ground
    assert (ground.why_not, ground.expected, ground.people) == (why_not, None, 0)


@pytest.mark.parametrize(
    ("scores", "status", "reasons"),
    [
        ((16, 14, 13, 12, 15), "on_track", ()),
        ((16, 14, 13, 12, 17), "watch", ("beyond_watch_edge",)),
        ((16, 14, 13, 12, 18), "off_track", ("beyond_off_track_edge",)),
        ((16, 14, 13, 12, 9), "recovered", ("below_cutoff",)),
        ((16, 22), "off_track", ("reliably_worse_than_start", "beyond_off_track_edge")),
        (
            (2, 3, 3, 4, 9),
            "off_track",
            ("reliably_worse_than_start", "below_cutoff_from_start", "beyond_off_track_edge"),
        ),
        ((5, 5, 5, 5, 9), "on_track", ("below_cutoff_from_start", "beyond_off_track_edge")),
        ((16, 17, 18, 19), "off_track", ("beyond_off_track_edge",)),
        ((16,), "not_enough_data", ("fewer_than_two_scores",)),
    ],
)
def test_reliable_worsening_then_the_cut_off_then_the_edges(
    scores: tuple[float, ...], status: str, reasons: tuple[str, ...]
) -> None:
    """From 16, after four sessions: 11.6 expected, watch beyond 16.4, off track beyond 17.8."""
    found = signal(row(*scores), PHQ9, reference=KNOWN)
    assert (str(found.status), found.reasons) == (status, reasons)
    if len(scores) > 1:
        assert (found.ground.people, found.ground.why_not) == (640, "")


def test_a_scale_turned_round_says_the_same() -> None:
    """Better is higher: a score of 27 minus x on the turned scale is judged as x on the other."""
    band = replace(BAND, fixed=(0.2, 2.6, 1.0))
    turned = Reference((band,), 640, higher_is_worse=False)
    limits = Limits(caseness=17, reliable_change=6, higher_is_worse=False)
    for last in range(28):
        plain = signal(row(16, 14, 13, 12, last), PHQ9, reference=KNOWN)
        other = signal(row(11, 13, 14, 15, 27 - last), limits, reference=turned)
        assert (plain.status, plain.reasons) == (other.status, other.reasons)


def test_without_a_first_score_before_the_first_session_the_rules_speak() -> None:
    found = signal(row(16, 18, 19, start=2), PHQ9, reference=KNOWN)
    assert (found.status, found.ground.why_not) == (Status.WATCH, "no_first_score")


def test_too_few_people_are_no_reference() -> None:
    with pytest.raises(GrowthProblem):
        learn_reference(invented(49, seed=1))
    (band,) = learn_reference(invented(50, seed=1)).bands
    assert band.people == 50


def test_every_band_has_fifty_people_and_nobody_between_the_ends_is_left_out(learned: Reference) -> None:
    for people in (60, 110, 250, 600):
        found = learn_reference(invented(people, seed=6))
        assert min(band.people for band in found.bands) >= 50
        assert sum(band.people for band in found.bands) == people
    assert (learned.begins_from, learned.begins_to) == (10, 22)
    rare = [
        replace(one, scores=tuple(replace(s, score=(s.score or 0) + 3) for s in one.scores))
        for one in invented(7, seed=9)
    ]
    widened = learn_reference([*invented(600, seed=1), *rare])
    assert (widened.begins_from, widened.begins_to) == (10, 22), "seven people are too few to speak for"


def test_courses_that_tell_no_slope_are_left_out() -> None:
    whole = invented(60, seed=1)
    no_start = FinishedCourse(tuple(row(20, 20, 20, start=3)))
    two = FinishedCourse(tuple(row(20, None, 20)))
    assert learn_reference([*whole, no_start, two]) == learn_reference(whole)
    with pytest.raises(GrowthProblem, match="0 people"):
        learn_reference([no_start, two])


def test_the_curve_is_used_only_where_enough_people_were_measured() -> None:
    short, long = invented(60, seed=1, sessions=4), invented(19, seed=2, sessions=9)
    assert learn_reference([*short, *long]).bands[0].last_session == 4
    assert learn_reference([*short, *long, *invented(1, seed=3, sessions=9)]).bands[0].last_session == 9


@pytest.mark.parametrize(
    ("scores", "early"),
    [
        ((20, 18, 14), True),
        ((20, 18, 17), None),
        ((20, 18, 17, 17, 17), False),
        ((20, 18, 17, 17, 17, 10), False),
        ((20,), None),
        ((), None),
    ],
)
def test_early_response_is_yes_no_or_not_yet_known(scores: tuple[float, ...], early: bool | None) -> None:
    assert gains(row(*scores), PHQ9).early_response is early


def test_a_sudden_gain_is_named_by_the_score_it_led_to_and_missing_scores_are_left_out() -> None:
    found = gains(row(20, None, 21, 20, 10, 9, 10), PHQ9).sudden
    assert [one.session for one in found] == [4]
    assert gains(row(20, 18, 16, 14, 12, 10), PHQ9).sudden == ()
    assert gains(row(20, 18, 14, start=2), PHQ9).early_response is None
