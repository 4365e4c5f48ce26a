"""What a person writes in a worksheet: kept when it fits, refused in plain words when it does not, never guessed."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.worksheets import EntryProblem, Worksheet, check_entry


@pytest.fixture(scope="module")
def thought_record() -> Worksheet:
    return Library.open().worksheet("thought-record")


@pytest.fixture(scope="module")
def diary() -> Worksheet:
    return Library.open().worksheet("activity-diary")


@pytest.fixture(scope="module")
def exposure() -> Worksheet:
    return Library.open().worksheet("exposure-record")


ANAS_RECORD: dict[str, object] = {
    "when_day": "2026-03-02",
    "situation": "Ben looked at his watch.",
    "mood": "ashamed",
    "mood_before": 80,
    "thoughts": "I bore him. He wants me gone.",
    "hot_thought": "I bore everyone.",
    "belief_before": 90,
    "evidence_for": "He looked at his watch.",
    "evidence_against": "He asked me two questions. My sister calls every day.",
    "balanced_thought": "He looked at the time, and he also asked about my week.",
    "balanced_belief": 60,
    "belief_after": 50,
    "mood_after": 45,
}


def without(answers: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in answers.items() if name not in names}


def problems(worksheet: Worksheet, answers: dict[str, Any], *, finished: bool = True) -> dict[str, str]:
    with pytest.raises(EntryProblem) as refused:
        check_entry(worksheet, answers, finished=finished)
    return {
        problem.field: f"{problem.what} | {problem.found} | {problem.instead}" for problem in refused.value.problems
    }


def test_ana_sees_how_far_belief_and_feeling_moved(thought_record: Worksheet) -> None:
    entry = check_entry(thought_record, ANAS_RECORD)
    assert entry.computed == {"belief_change": -40.0, "mood_change": -35.0}
    assert entry.values["hot_thought"] == "I bore everyone."
    assert set(entry.unanswered) == {"when_time", "other_moods", "next_step", "dark_thoughts"}


def test_a_change_is_unknown_and_not_zero_when_one_rating_is_missing(thought_record: Worksheet) -> None:
    entry = check_entry(thought_record, without(ANAS_RECORD, "mood_after"), finished=False)
    assert entry.values["mood_after"] is None
    assert entry.computed["mood_change"] is None
    assert entry.computed["belief_change"] == -40.0


def test_a_draft_may_leave_anything_open_and_a_finished_entry_may_not(thought_record: Worksheet) -> None:
    assert check_entry(thought_record, {}, finished=False).values["situation"] is None
    told = problems(thought_record, without(ANAS_RECORD, "mood", "balanced_belief"))
    assert set(told) == {"mood", "balanced_belief"}
    assert "keep the entry as a draft" in told["mood"]


def test_every_problem_is_told_at_once_with_what_was_found_and_what_to_write(thought_record: Worksheet) -> None:
    told = problems(
        thought_record,
        ANAS_RECORD | {"mood_before": 101, "belief_before": "a lot", "when_day": "2026-02-30", "colour": "red"},
    )
    assert told["mood_before"] == "This number is outside the range | 101 | a number from 0 to 100"
    assert told["belief_before"] == "This is not a number | a lot | a number from 0 to 100"
    assert "as in 2026-03-02" in told["when_day"]
    assert "no such field" in told["colour"]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf"), True, [], "NaN", "1e9", ""])
def test_what_is_not_a_number_is_never_kept_as_one(thought_record: Worksheet, bad: object) -> None:
    assert "mood_before" in problems(thought_record, ANAS_RECORD | {"mood_before": bad})


def test_numbers_may_come_from_a_form_as_text(thought_record: Worksheet) -> None:
    assert check_entry(thought_record, ANAS_RECORD | {"mood_after": " 45 "}).values["mood_after"] == 45


def test_a_diary_computes_over_the_rows_that_were_rated(diary: Worksheet) -> None:
    row = {"at": "09:00", "activity": "Tea", "mastery": 2, "pleasure": 4, "mood": 3}
    entry = check_entry(diary, {"day": "2026-03-02", "rows": [row, row | {"at": "10:00", "mood": 6}]})
    assert entry.computed["mood_mean"] == 4.5
    assert entry.computed["mood_best"] == 6


def test_an_entry_can_be_kept_as_plain_data_and_checked_again(diary: Worksheet) -> None:
    row = {"at": "09:00", "activity": "Tea", "planned": None, "mastery": 2, "pleasure": 4, "mood": 3}
    entry = check_entry(diary, {"day": "2026-03-02", "rows": [row]})
    kept = json.loads(json.dumps(entry.as_data()))
    assert kept["rows"] == [row]
    assert check_entry(diary, kept) == entry


def test_a_row_without_a_rating_leaves_the_mean_to_the_others(diary: Worksheet) -> None:
    rows = [{"at": "09:00", "mood": 8}, {"at": "10:00", "mood": None}]
    assert check_entry(diary, {"rows": rows}, finished=False).computed["mood_mean"] == 8
    assert check_entry(diary, {"rows": []}, finished=False).computed["mood_mean"] is None


def test_problems_in_a_row_name_the_row(diary: Worksheet) -> None:
    row = {"at": "25:00", "activity": "Tea", "mastery": 2.5, "pleasure": 4, "mood": 3, "hue": 1}
    told = problems(diary, {"day": "2026-03-02", "rows": [row]})
    assert set(told) == {"rows.0.at", "rows.0.mastery", "rows.0.hue"}
    assert "as in 14:30" in told["rows.0.at"]
    assert "without a fraction" in told["rows.0.mastery"]


@pytest.mark.parametrize("rows", ["text", [1, 2], {"at": "09:00"}, [{}] * 41])
def test_rows_that_are_no_rows_or_too_many_are_refused(diary: Worksheet, rows: object) -> None:
    assert "rows" in problems(diary, {"day": "2026-03-02", "rows": rows}, finished=False)


def test_choices_are_closed(exposure: Worksheet) -> None:
    assert (
        "one of: not_at_all, in_part, as_feared"
        in problems(exposure, {"violated": "maybe"}, finished=False)["violated"]
    )


def test_the_peak_counts_the_time_before_as_well(exposure: Worksheet) -> None:
    answers = {"distress_before": 70, "ratings": [{"at": "16:05", "distress": 60}]}
    assert check_entry(exposure, answers, finished=False).computed["peak"] == 70


def test_a_checked_entry_cannot_be_changed(thought_record: Worksheet) -> None:
    entry = check_entry(thought_record, ANAS_RECORD)
    with pytest.raises(TypeError):
        entry.values["mood"] = "glad"  # type: ignore[index]


_RECORD = Library.open().worksheet("thought-record")
_ANYTHING = st.none() | st.integers() | st.floats() | st.text(max_size=30) | st.booleans() | st.lists(st.integers())


@given(given_answers=st.lists(_ANYTHING, max_size=len(_RECORD.asked)))
def test_whatever_comes_it_is_kept_or_refused_in_words(given_answers: list[Any]) -> None:
    names = [field.id for field in _RECORD.asked]
    answers = dict(zip(names, given_answers, strict=False))
    refused: tuple[Any, ...] = ()
    try:
        entry = check_entry(_RECORD, answers, finished=False)
    except EntryProblem as error:
        refused = error.problems
    else:
        assert list(entry.values) == names
        assert all(value is None or math.isfinite(value) for value in entry.computed.values())
    assert all(problem.field in answers and problem.what and problem.instead for problem in refused)
