"""A conversation about safety: every pattern of answers has its speed, and nothing is ever added up."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import pytest

from kith.science.library import Library
from kith.science.pathways import SpokenAnswer, answer_fault, call_for

TABLE = Library.open().safety_conversation
ANSWERS: dict[str, tuple[SpokenAnswer, ...]] = {topic.id: topic.answers for topic in TABLE.topics}
SPEED = {None: 0, "moderate": 1, "high": 2, "imminent": 3}
NO: dict[str, SpokenAnswer] = dict.fromkeys(ANSWERS, "no")
Pattern = Mapping[str, SpokenAnswer]
EVERY: tuple[Pattern, ...] = tuple(
    dict(zip(ANSWERS, given, strict=True)) for given in itertools.product(*ANSWERS.values())
)


def speed(answers: Pattern) -> int:
    return SPEED[call_for(TABLE, answers).row.urgency]


def second_reader(given: Pattern) -> int:
    """The rule once more in plain words, written without the table."""
    unknown = {name for name, value in given.items() if value in ("not_said", "not_asked")}
    if given["now"] == "yes" or given["intention"] == "yes" or given["plan"] == "yes" or given["acts"] == "recent":
        return 3
    if given["method"] == "yes" or given["acts"] == "earlier":
        return 2
    if given["thoughts"] == "yes" and unknown - {"wish"}:
        return 2
    if "not_said" in (given["thoughts"], given["acts"], given["now"]):
        return 2
    if given["thoughts"] == "yes":
        return 1
    if given["wish"] == "yes" or unknown & {"wish", "thoughts", "acts", "now"}:
        return 1
    return 0


def counting(given: Pattern) -> int:
    """The positive control: what a page that counts the yeses of the first six would do (0, 1-2, 3-6)."""
    yes = sum(given[name] in ("yes", "recent", "earlier") for name in given if name != "now")
    return 0 if not yes else 1 if yes <= 2 else 3


def wrong(rule: Callable[[Pattern], int]) -> list[Pattern]:
    return [given for given in EVERY if rule(given) != second_reader(given)]


def test_every_pattern_of_answers_has_the_speed_the_rule_says() -> None:
    assert len(EVERY) == 4**6 * 5
    assert wrong(speed) == []


def test_counting_would_send_people_to_wait_who_must_be_seen_at_once() -> None:
    too_slow = [given for given in EVERY if counting(given) < second_reader(given)]
    assert len(too_slow) > 1_000
    assert {**NO, "plan": "yes"} in too_slow
    assert counting({**NO, "acts": "recent"}) < speed({**NO, "acts": "recent"})


def test_an_answer_that_was_not_given_never_makes_contact_later_than_a_no() -> None:
    for given in EVERY:
        for topic, value in given.items():
            if value in ("not_said", "not_asked"):
                assert speed(given) >= speed({**given, topic: "no"}), given


def test_a_yes_never_makes_contact_later_than_a_no_or_a_topic_left_alone() -> None:
    for given in EVERY:
        for topic, value in given.items():
            most: SpokenAnswer = "recent" if topic == "acts" else "yes"
            assert value == "not_said" or speed({**given, topic: most}) >= speed(given), given


def test_silence_about_what_decides_is_met_the_same_day() -> None:
    for topic in ("thoughts", "acts", "now"):
        assert call_for(TABLE, {**NO, topic: "not_said"}).row.id == "same_day_silent"


def test_nothing_asked_is_not_the_same_as_nothing_there() -> None:
    assert call_for(TABLE, {}).row.id == "ask_again"
    assert call_for(TABLE, {}).left_open == tuple(ANSWERS)
    assert call_for(TABLE, NO).left_open == ()


def test_after_a_no_to_thoughts_what_follows_them_is_not_left_open() -> None:
    short: dict[str, SpokenAnswer] = {"wish": "yes", "thoughts": "no", "acts": "no", "now": "no"}
    assert call_for(TABLE, short).row.id == "next_day"
    assert call_for(TABLE, short).left_open == ()
    assert call_for(TABLE, {**short, "thoughts": "not_said"}).left_open == ("thoughts", "method", "intention", "plan")


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.id)
def test_every_row_decides_for_somebody(row: object) -> None:
    assert any(call_for(TABLE, given).row is row for given in EVERY)


@pytest.mark.parametrize(
    ("answers", "at_fault"),
    [({"wish": "maybe"}, "wish"), ({"acts": "yes"}, "acts"), ({"mood": "no"}, "mood"), (dict(NO), None)],
)
def test_what_is_no_answer_is_named(answers: dict[str, str], at_fault: str | None) -> None:
    assert answer_fault(TABLE, answers) == at_fault


def test_no_row_names_a_level_of_danger_or_decides_about_care() -> None:
    told = " ".join(
        f"{row.when} {row.because} {row.contact_words or ''} {' '.join(row.tasks)}" for row in TABLE.rows
    ).lower()
    for word in ("low risk", "medium risk", "moderate risk", "high risk", "no risk", "score", "eligible"):
        assert word not in told
