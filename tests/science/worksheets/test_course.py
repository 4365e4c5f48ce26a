"""The way through a branching sheet: what is not asked is left out, never missing, and the end is honest about it."""

from __future__ import annotations

import pytest

from kith.science.worksheets import EntryProblem, Worksheet, check_entry, course_of, shown_fields
from tests.science.worksheets.sheets import choice, rows, scale, sheet, text


@pytest.fixture(scope="module")
def branching() -> Worksheet:
    return sheet(
        [{"id": "went", "type": "yes_no", "label": "Went out"},
         text("where", asked_if={"field": "went", "is_yes": True})],
        [{"step_if": {"field": "went", "is_yes": False}}, choice("why", "tired", "afraid", "other")],
        [{"step_if": {"field": "why", "any_of": ["afraid"]}}, scale("fear"),
         {"type": "keep_in_view", "shows": "where", "label": "Where"}],
        [scale("mood"), text("low", asked_if={"field": "mood", "at_most": 3}),
         {"id": "sum", "type": "computed", "label": "Sum", "rule": "sum", "of": ["mood"]}],
    )  # fmt: skip


def way(worksheet: Worksheet, **answers: object) -> tuple[tuple[int, ...], tuple[int, ...]]:
    course = course_of(worksheet, check_entry(worksheet, answers, finished=False).values)
    return course.asked, course.undecided


def test_steps_that_depend_on_what_is_not_answered_yet_are_undecided(branching: Worksheet) -> None:
    assert way(branching) == ((1, 4), (2, 3))
    assert way(branching, went="no") == ((1, 2, 4), (3,))


def test_a_step_that_is_not_asked_is_left_out_and_counted_out(branching: Worksheet) -> None:
    assert way(branching, went="yes")[0] == (1, 4)
    assert way(branching, went="no", why="afraid") == ((1, 2, 3, 4), ())
    assert way(branching, went="no", why="tired") == ((1, 2, 4), ())


def test_before_after_and_place_follow_the_asked_steps(branching: Worksheet) -> None:
    course = course_of(branching, check_entry(branching, {"went": "yes"}, finished=False).values)
    assert (course.after(1), course.before(4), course.after(4), course.before(1)) == (4, 1, None, None)
    assert course.place(4) == 2


def test_a_field_is_shown_after_the_answer_it_depends_on(branching: Worksheet) -> None:
    first = branching.steps[0]
    assert [one.id for one in shown_fields(first, {"went": None})] == ["went"]  # type: ignore[union-attr]
    assert [one.id for one in shown_fields(first, {"went": True})] == ["went", "where"]  # type: ignore[union-attr]


def test_what_was_not_written_is_not_kept_in_view(branching: Worksheet) -> None:
    third = branching.steps[2]
    values = {"why": "afraid", "where": None}
    assert [one.type for one in shown_fields(third, values)] == ["scale"]
    assert [one.type for one in shown_fields(third, values | {"where": "Shop"})] == ["scale", "keep_in_view"]


def test_what_is_not_asked_is_never_missing_and_never_kept(branching: Worksheet) -> None:
    entry = check_entry(branching, {"went": "yes", "where": "Shop", "mood": 8, "why": "tired"})
    assert entry.values["why"] is None
    assert set(entry.not_asked) == {"why", "fear", "low"}
    assert entry.unanswered == ()
    with pytest.raises(EntryProblem, match="Low"):
        check_entry(branching, {"went": "yes", "where": "Shop", "mood": 2})


@pytest.mark.parametrize(("mood", "flagged"), [(0, True), (2, True), (3, False), (None, False)])
def test_a_flag_is_met_at_its_end_and_never_by_nothing(mood: int | None, flagged: bool) -> None:
    flag = {
        "id": "low",
        "field": "hours.mood",
        "at_most": 2,
        "response": "thoughts_of_self_harm",
        "level": "some",
        "why": "Low.",
    }
    flagging = sheet([rows("hours", scale("mood", optional=True), text("what", optional=True))], flags=[flag])
    entry = check_entry(flagging, {"hours": [{"mood": 9}, {"mood": mood, "what": "x"}]}, finished=False)
    assert [one.id for one in entry.flags] == (["low"] if flagged else [])


def test_counted_rules_know_unknown_from_none() -> None:
    worked = sheet(
        [rows("tries", {"id": "put_off", "type": "yes_no", "label": "Put off", "optional": True}),
         {"id": "to_bed", "type": "time", "label": "To bed", "optional": True},
         {"id": "up", "type": "time", "label": "Up", "optional": True},
         {"id": "times", "type": "computed", "label": "Times", "rule": "count", "of": ["tries.put_off"]},
         {"id": "part", "type": "computed", "label": "Part", "rule": "share", "of": ["tries.put_off"], "unit": "%"},
         {"id": "slept", "type": "computed", "label": "Slept", "rule": "duration", "of": ["to_bed", "up"]}],
    )  # fmt: skip
    nothing = check_entry(worked, {}, finished=False).computed
    assert dict(nothing) == {"times": None, "part": None, "slept": None}
    tries = [{"put_off": "yes"}, {"put_off": "no"}, {"put_off": "yes"}, {"put_off": None}]
    some = check_entry(worked, {"tries": tries, "to_bed": "23:45", "up": "00:15"}, finished=False).computed
    assert some["times"] == 2
    assert some["part"] == pytest.approx(200 / 3)
    assert some["slept"] == 30


@pytest.mark.parametrize("given", ["../../etc", "x" * 36, 7, "00000000-0000-0000-0000-00000000000Z"])
def test_a_picture_is_named_by_its_kept_name_only(given: object) -> None:
    pictured = sheet([{"id": "photo", "type": "picture", "label": "Photo", "optional": True}])
    with pytest.raises(EntryProblem, match="kept picture"):
        check_entry(pictured, {"photo": given}, finished=False)
    name = "0b5f7a51-3c1b-4d7e-9d7e-1f1f1f1f1f1f"
    assert check_entry(pictured, {"photo": name}).values["photo"] == name
