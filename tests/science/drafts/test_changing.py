"""One change of a draft: what is said stays said, what no form sends is refused; and a diary is made of questions."""

from __future__ import annotations

from typing import Any

import pytest

from kith.science.drafts import DiaryQuestion, DiaryWords, DraftChangeProblem, diary, filled, moved, read, removed

WORDS = DiaryWords("Nights", "To see.", "Everybody.", "Soon done.", "Thank you.", "hard", "good", "Us", "weekly")


def test_a_list_that_has_to_be_there_stays_empty_when_its_last_row_goes() -> None:
    data: dict[str, Any] = {"gates": [{"text": "Seen by a doctor"}], "roles": [{"title": "Host"}]}
    assert removed("protocol", data, ("gates", 0))["gates"] == []
    assert "roles" not in removed("protocol", data, ("roles", 0))


def test_that_there_are_none_is_kept_and_never_made_of_silence() -> None:
    assert filled("protocol", {"not_for": []}, {("not_for",): [""]}) == {"not_for": []}
    assert filled("protocol", {}, {("not_for",): [""]}) == {}
    assert filled("protocol", {"not_for": ["children"]}, {("not_for",): [""]}) == {}


@pytest.mark.parametrize("loc", [(), ("title",), ("title", 0), ("steps", 4)])
def test_what_is_no_row_is_neither_removed_nor_moved(loc: tuple[Any, ...]) -> None:
    data = {"title": "Nights", "steps": [{"title": "One"}]}
    with pytest.raises(DraftChangeProblem):
        removed("worksheet", data, loc)
    with pytest.raises(DraftChangeProblem):
        moved("worksheet", data, loc, 1)


def test_each_kind_of_question_becomes_a_field_that_lacks_nothing() -> None:
    asked = [
        DiaryQuestion("How was it?", "scale", lowest="dark", highest="light"),
        DiaryQuestion("Did I nap?", "yes_no"),
        DiaryQuestion("How often was I up?", "number"),
        DiaryQuestion("How did it begin?", "choice", ("at once", "late")),
        DiaryQuestion("One word", "text"),
    ]
    data = diary(WORDS, asked)
    head = {"id": "own-nights", "version": "1.0", "review": {"status": "awaiting clinical review"}}
    reading = read("worksheet", {**data, **head}, "", None)
    assert reading.is_ready, reading.problems
    assert reading.value.rhythm == "weekly"
    fields = reading.value.steps[0].fields
    assert [one.type for one in fields] == [one.answered_by for one in asked]
    assert [one.label for one in fields[0].labels] == ["dark", "light"]
    assert [one.label for one in fields[3].options] == ["at once", "late"]
