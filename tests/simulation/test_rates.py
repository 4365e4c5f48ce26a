"""The service is plausible: rates over five seeds lie near published ones. The bounds are wide enough for chance."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, median, stdev

import pytest

from kith.simulation import SyntheticService
from kith.simulation.happenings import Measured, SessionHeld
from tests.simulation.told import Outcome, ToldEpisode, episodes, outcome


@pytest.fixture(scope="module")
def everybody(services: tuple[SyntheticService, ...]) -> list[ToldEpisode]:
    return [episode for service in services for episode in episodes(service).values()]


@pytest.fixture(scope="module")
def completed(everybody: list[ToldEpisode]) -> list[ToldEpisode]:
    return [episode for episode in everybody if episode.ending == "completed"]


@pytest.fixture(scope="module")
def outcomes(completed: list[ToldEpisode]) -> list[Outcome]:
    return [outcome(episode) for episode in completed]


def share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_nearly_everybody_is_at_caseness_at_the_start(outcomes: list[Outcome]) -> None:
    assert 0.90 <= share([o.is_case_at_start for o in outcomes]) <= 1.0


def test_about_half_of_those_who_finish_recover(outcomes: list[Outcome]) -> None:
    cases = [o for o in outcomes if o.is_case_at_start]
    assert 0.40 <= share([o.is_recovered for o in cases]) <= 0.60


def test_two_to_three_thirds_improve_reliably(outcomes: list[Outcome]) -> None:
    assert 0.60 <= share([o.is_improved for o in outcomes]) <= 0.85


def test_a_few_in_a_hundred_deteriorate(outcomes: list[Outcome]) -> None:
    assert 0.02 <= share([o.is_deteriorated for o in outcomes]) <= 0.12


def test_scores_begin_where_published_ones_do(outcomes: list[Outcome]) -> None:
    """PHQ-9 15.4 (SD 5.5) and GAD-7 14.0 (SD 4.5) at the first contact of people at caseness."""
    assert 14.0 <= mean(o.phq9[0] for o in outcomes) <= 17.5
    assert 12.0 <= mean(o.gad7[0] for o in outcomes) <= 15.5
    assert 4.0 <= stdev(o.phq9[0] for o in outcomes) <= 6.5


def test_a_finished_course_has_about_eight_sessions(completed: list[ToldEpisode]) -> None:
    assert 7.0 <= mean(len(episode.attended) for episode in completed) <= 9.5


def test_about_one_in_five_of_those_who_began_and_ended_drops_out(everybody: list[ToldEpisode]) -> None:
    ended = [episode for episode in everybody if episode.ending and episode.attended]
    assert 0.14 <= share([episode.ending == "dropped_out" for episode in ended]) <= 0.26


def test_about_one_in_ten_sessions_is_missed_without_a_word(everybody: list[ToldEpisode]) -> None:
    held = [session for episode in everybody for session in episode.all(SessionHeld)]
    assert 0.08 <= share([session.attendance == "did_not_attend" for session in held]) <= 0.14


def test_people_wait_between_one_and_twenty_weeks(everybody: list[ToldEpisode]) -> None:
    waits = [episode.weeks_waited for episode in everybody if episode.attended]
    assert min(waits) >= 0.9
    assert max(waits) <= 20.3
    assert 3 <= median(waits) <= 6


def test_about_one_in_ten_sessions_goes_without_its_measure(everybody: list[ToldEpisode]) -> None:
    attended = sum(len(episode.attended) for episode in everybody)
    measured = sum(bool(m.session) for episode in everybody for m in episode.measures("phq9"))
    assert 0.05 <= 1 - measured / attended <= 0.15


def test_thoughts_of_suicide_are_told_by_some_and_not_by_most(everybody: list[ToldEpisode]) -> None:
    first = [
        dict(episode.measures("phq9")[0].answers)["self_harm"] for episode in everybody if episode.measures("phq9")
    ]
    assert 0.15 <= share([bool(answer) for answer in first]) <= 0.40


def test_depression_and_anxiety_begin_together(outcomes: list[Outcome]) -> None:
    phq9, gad7 = [o.phq9[0] for o in outcomes], [o.gad7[0] for o in outcomes]
    centred = [(p - mean(phq9)) * (g - mean(gad7)) for p, g in zip(phq9, gad7, strict=True)]
    assert 0.3 <= mean(centred) / (stdev(phq9) * stdev(gad7)) <= 0.8


def test_change_is_quicker_at_the_beginning(services: tuple[SyntheticService, ...]) -> None:
    """True courses are log-linear: the first four sessions bring more than the next four."""
    courses = [t.depression for service in services for t in service.truth.values() if len(t.depression) > 8]
    first, then = mean(c[0] - c[4] for c in courses), mean(c[4] - c[8] for c in courses)
    assert first > then > 0


def test_some_gain_suddenly_and_some_reach_a_plateau(services: tuple[SyntheticService, ...]) -> None:
    truths = [truth for service in services for truth in service.truth.values()]
    kinds = {truth.kind for truth in truths}
    assert kinds == {"steady", "early_responder", "plateau", "sudden_gain", "no_response", "deteriorating"}
    sudden = [t.depression for t in truths if t.kind == "sudden_gain" and len(t.depression) > 7]
    assert mean(max(a - b for a, b in pairwise(course)) for course in sudden) > 6


def test_most_people_poorly_off_recover_less_often(services: tuple[SyntheticService, ...]) -> None:
    """A difference was put in: it can be found in the truth, pooled over many people."""
    falls: dict[bool, list[float]] = {True: [], False: []}
    for service in services:
        for client in service.clients:
            course = service.truth[client.key].depression
            if len(course) > 5 and client.deprivation_quintile != 3:
                falls[client.deprivation_quintile < 3].append((course[0] - course[5]) / course[0])
    assert mean(falls[True]) < mean(falls[False])


def test_the_truth_does_not_stand_in_any_happening(service: SyntheticService) -> None:
    assert all(
        isinstance(value, int | None) for h in service.happenings if isinstance(h, Measured) for _, value in h.answers
    )
