"""How good signals are: counted by hand, on people that were held out, and published without small numbers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kith.science.change import DatedScore, Limits, Reference, ReferenceBand
from kith.science.change.learning import FinishedCourse
from kith.science.outcomes.published_signals import (
    PublishedStudy,
    publish_groups,
    publish_reference,
    publish_signals,
)
from kith.science.outcomes.signal_accuracy import (
    JudgedCourse,
    _parts,
    by_group,
    counts_for_accuracy,
    judge,
    judge_by_rules,
    judge_held_out,
    study,
)
from tests.science.change.invented_courses import BEGINS, invented

PHQ9 = Limits(caseness=10, reliable_change=6)
BAND = ReferenceBand(None, None, 640, 12, (-0.2, -2.6, 1.0), ((0.0,) * 3,) * 3, ((23.04, 0.0), (0.0, 0.0)), 0.0)
KNOWN = Reference((BAND,), 640, higher_is_worse=True)


def finished(*scores: float | None, start: int = 0, **groups: str) -> FinishedCourse:
    dated = tuple(DatedScore(BEGINS, start + session, score) for session, score in enumerate(scores))
    return FinishedCourse(dated, groups)


@pytest.mark.parametrize(
    ("scores", "badly", "worse", "found_at", "alerts"),
    [
        ((16, 14, 12, 9), False, False, None, 0),  # recovered, left alone
        ((16, 23, 16, 9), False, False, 1, 1),  # a false alarm
        ((16, 21, 20, 17), True, False, 1, 2),  # found at the first session; the edge after three is 18.4
        ((16, 15, 15, 22), True, True, None, 1),  # at the last score it is too late
        ((16, 22, 23, 24), True, True, 1, 3),
        ((16, None, 23, 24), True, True, 2, 2),
    ],
)
def test_a_course_replayed_by_hand(
    scores: tuple[float | None, ...], badly: bool, worse: bool, found_at: int | None, alerts: int
) -> None:
    found = judge(finished(*scores), PHQ9, KNOWN)
    assert (found.ended_badly, found.deteriorated, found.found_at, found.alerts) == (badly, worse, found_at, alerts)
    assert found.compared == found.scores == sum(score is not None for score in scores) - 1


def test_the_signals_of_a_course_are_those_it_had_then_and_not_with_hindsight() -> None:
    """The rule of session eight looks at what was known then; a recovery after it does not take it back."""
    late = finished(20, 18, 18, 18, 18, 18, 18, 18, 15, 6)
    assert judge(late, PHQ9, None).found_at == 8
    assert judge(replace(late, is_brief=True), PHQ9, None).found_at == 6


@pytest.mark.parametrize(
    ("course", "counts"),
    [
        (finished(16, 14, 12), True),
        (finished(16, 12), False),
        (finished(16, None, 12), False),
        (finished(9, 14, 12), False),
        (finished(16, 14, 12, start=1), False),
    ],
)
def test_who_counts(course: FinishedCourse, counts: bool) -> None:
    assert counts_for_accuracy(course, PHQ9) is counts


def judged(badly: bool, found: bool, group: str = "woman") -> JudgedCourse:
    return JudgedCourse(badly, badly and found, 2 if found else None, 2 if found else 0, 5, 4, 1, {"gender": group})


MANY = [judged(True, True)] * 30 + [judged(True, False)] * 10 + [judged(False, True)] * 20 + [judged(False, False)] * 60


def test_four_cells_by_hand() -> None:
    found = study(MANY)
    told = found.badly
    assert (told.people, told.ended_so) == (120, 40)
    assert [told.sensitivity.value, told.specificity.value, told.ppv.value, told.npv.value] == pytest.approx(
        [30 / 40, 60 / 80, 30 / 50, 60 / 70]
    )
    assert found.deteriorated.sensitivity.value == 1
    assert dict(found.first_alerts) == {2: 50}
    assert (found.burden.numerator, found.burden.denominator) == (100, 600)
    assert (found.calibration.numerator, found.calibration.denominator) == (120, 480)


def test_nobody_gives_no_rate_rather_than_zero() -> None:
    told = study([]).badly
    assert (told.people, told.sensitivity.value, told.ppv.value) == (0, None, None)


def test_nobody_is_judged_by_their_own_course() -> None:
    """One wild course among fifty moves the edge it is judged by only when it is learned from as well."""
    courses = invented(200, seed=4)
    held_out = judge_held_out(courses, PHQ9)
    assert len(held_out) == len(courses)
    assert 0.06 < (study(held_out).calibration.value or 0) < 0.14
    assert judge_held_out(courses, PHQ9) == held_out, "the same courses give the same figures"


def test_whoever_came_back_is_judged_by_other_people_only() -> None:
    """Both courses of a person lie in one part; courses of nobody known are dealt one by one."""
    courses = [replace(one, person=f"p{number % 30}") for number, one in enumerate(invented(60, seed=4))]
    parts = _parts(courses, 5)
    assert parts[:30] == parts[30:]
    assert len(set(parts)) == 5
    apart = _parts([replace(one, person="") for one in courses], 5)
    assert apart[:30] != apart[30:]


def test_with_too_few_to_learn_from_the_rules_judge() -> None:
    few = invented(30, seed=4)
    key = lambda one: (one.groups["gender"], one.scores, one.alerts)  # noqa: E731
    assert sorted(map(key, judge_held_out(few, PHQ9))) == sorted(map(key, judge_by_rules(few, PHQ9)))
    assert study(judge_held_out(few, PHQ9)).calibration.value is None


def test_on_the_model_the_expected_course_finds_sooner_what_the_rules_find_at_the_end() -> None:
    """Eight sessions: the rule of session eight speaks with the last score, when it is too late."""
    courses = invented(600, seed=5)
    expected, rules = study(judge_held_out(courses, PHQ9)), study(judge_by_rules(courses, PHQ9))
    assert (expected.badly.sensitivity.value or 0) > 0.4
    assert (rules.badly.sensitivity.value or 0) < 0.1
    assert (rules.burden.value or 0) > 0.03


def test_groups_are_counted_apart() -> None:
    other = [judged(True, False, "man")] * 10
    found = by_group([*MANY, *other])["gender"]
    assert (found["woman"].sensitivity.value, found["man"].sensitivity.value) == (0.75, 0)
    assert (found["woman"].people, found["man"].people) == (120, 10)


def test_published_figures_are_rounded_and_small_groups_have_none() -> None:
    few = [judged(True, True, "non-binary")] * 3 + [judged(False, False, "non-binary")] * 4
    told = publish_groups([*MANY, *few])["gender"]
    small = next(one for one in told if one["name"] == "non-binary")
    assert small["people"] == {"people": None, "reason": "small_numbers"}
    assert [small[name]["value"] for name in ("sensitivity", "specificity", "ppv", "npv")] == [None] * 4
    kept = json.loads(json.dumps(publish_signals([*MANY, *few])))
    whole = PublishedStudy.of_values(kept)
    assert whole.badly.people.people == 125
    assert next((one.above, one.up_to, one.people) for one in whole.first_alerts) == (None, 2, 55)


def test_a_published_reference_rounds_its_people() -> None:
    told = publish_reference(replace(KNOWN, bands=(replace(BAND, people=52),), people=52))
    assert (told["people"], told["bands"][0]["people"]) == (50, 50)
