"""What science finds wrong with answers is said in the language of the page, and says the same as science does."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from kith.care.actions.wording_of_problems import IN_ANSWERS, IN_WORKSHEETS, STRANGE, refused_answer, refused_entry
from kith.care.models import BadInput
from kith.care.models.knowledge import library
from kith.science.instruments import AnswerProblem, score
from kith.science.worksheets import EntryProblem, check_entry
from tests.web import pseudo

ROW = {"at": "09:00", "activity": "Tea", "mastery": 2, "pleasure": 4, "mood": 3}
ENTRIES: dict[str, tuple[str, dict[str, Any], bool]] = {
    "unanswered": ("thought-record", {}, True),
    "too_long": ("thought-record", {"situation": "x" * 9000}, False),
    "not_a_number": ("thought-record", {"mood_before": "a lot"}, False),
    "outside_range": ("thought-record", {"mood_before": 101}, False),
    "not_whole": ("thought-record", {"mood_before": 2.5}, False),
    "not_yes_or_no": ("activity-diary", {"rows": [ROW | {"planned": "perhaps"}]}, False),
    "not_a_time": ("activity-diary", {"rows": [ROW | {"at": "25:00"}]}, False),
    "not_a_day": ("activity-diary", {"day": "2026-02-30"}, False),
    "number_of_rows": ("activity-diary", {"rows": [ROW] * 200}, False),
}
ANSWERS: dict[str, dict[str, Any]] = {"not_a_number": {"mood": "2"}, "not_offered": {"mood": 9}}
FORGED_ENTRIES: list[dict[str, Any]] = [{"colour": "red"}, {"situation": 5}]
FORGED_ANSWERS: list[dict[str, Any]] = [{"colour": 1}, {"mood": 10**400}]


def wrong_entry(worksheet: str, answers: dict[str, Any], finished: bool) -> EntryProblem:
    with pytest.raises(EntryProblem) as caught:
        check_entry(library().worksheets[worksheet], answers, finished=finished)
    return caught.value


def wrong_answer(answers: dict[str, Any]) -> AnswerProblem:
    with pytest.raises(AnswerProblem) as caught:
        score(library().instruments["phq9"], answers)
    return caught.value


def parts(refusal: BadInput) -> list[str]:
    return [refusal.what, refusal.found, refusal.instead]


def test_every_kind_has_its_case() -> None:
    assert (set(ENTRIES), set(ANSWERS)) == (set(IN_WORKSHEETS), set(IN_ANSWERS))


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_worksheet_is_refused_in_the_same_words_and_at_the_same_field(kind: str) -> None:
    problem = wrong_entry(*ENTRIES[kind])
    first = problem.problems[0]
    refusal = refused_entry(problem)
    assert (first.kind, refusal.field) == (kind, first.field)
    assert parts(refusal) == [f"{first.what}.", f"Found: {first.found}.", f"Write instead: {first.instead}."]


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_refused_in_the_same_words(kind: str) -> None:
    problem = wrong_answer(ANSWERS[kind])
    assert problem.kind == kind
    assert parts(refused_answer(problem)) == [f"{problem.what}.", f"Found: {problem.found}.", problem.instead]


@pytest.mark.parametrize("answers", FORGED_ENTRIES)
def test_what_no_form_sends_is_refused_too(answers: dict[str, Any]) -> None:
    assert parts(refused_entry(wrong_entry("thought-record", answers, False))) == [str(part) for part in STRANGE]


@pytest.mark.parametrize("answers", FORGED_ANSWERS)
def test_an_answer_that_no_form_sends_is_refused_too(answers: dict[str, Any]) -> None:
    assert parts(refused_answer(wrong_answer(answers))) == [str(part) for part in STRANGE]


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_part_can_be_translated(kind: str) -> None:
    problem = wrong_entry(*ENTRIES[kind])
    with pseudo.spoken(), override("en"):
        assert all(part.startswith(pseudo.OPENS) for part in parts(refused_entry(problem)))
