"""A document that does not fit its model: every mistake, its line, and what to write instead."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kith.science.documents import LibraryError, LibraryProblems, check, fault, parse


class Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(Plain):
    id: str
    starts_at: Annotated[int, Field(alias="from")]


class Cat(Plain):
    kind: Literal["cat"]
    lives: int


class Dog(Plain):
    kind: Literal["dog"]
    tricks: int


class Sheet(Plain):
    version: str
    direction: Literal["higher_is_worse", "higher_is_better"] = "higher_is_worse"
    bands: tuple[Band, ...] = ()
    named: dict[str, Band] = {}
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    on: date | None = None

    @model_validator(mode="after")
    def _rising(self) -> Sheet:
        for place, band in enumerate(self.bands):
            if band.starts_at > 27:
                raise fault("A band starts outside", band.starts_at, "0 to 27", at=("bands", place, "from"))
        return self


def problems(text: str) -> list[tuple[int, str, str, str]]:
    with pytest.raises(LibraryProblems) as caught:
        check(parse(text, "x.yaml"), Sheet)
    return [(problem.line, problem.what, problem.found, problem.instead) for problem in caught.value.problems]


def test_a_good_document_becomes_its_model() -> None:
    sheet = check(parse("version: '1'\nbands:\n  - {id: low, from: 0}\non: 2026-01-31\n", "x.yaml"), Sheet)
    assert sheet.bands[0].starts_at == 0
    assert sheet.on == date(2026, 1, 31)


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_lines() -> None:
    found = problems("vesion: '1'\nbands:\n  - {id: low, form: 0}\ndirection: higher_is_wose\n")
    assert [line for line, *_ in found] == sorted(line for line, *_ in found)
    assert (1, "Unknown key in the document", "'vesion'", "did you mean 'version'?") in found
    assert (3, "Unknown key in bands.0", "'form'", "did you mean 'from'?") in found
    assert (3, "A key is missing in bands.0", "no 'from'", "a line `from: ...`") in found
    assert (
        4,
        "Not a known word for direction",
        "'higher_is_wose'",
        "did you mean 'higher_is_worse'?",
    ) in found


def test_types_are_not_bent_to_fit() -> None:
    assert problems("version: 1\n")[0][2] == "1"
    assert problems("version: '1'\nbands: [{id: low, from: true}]\n")[0][2] == "True"
    assert problems("version: '1'\nbands: [{id: low, from: '3'}]\n")[0][2] == "'3'"
    assert problems("- 1\n")[0][2] == "a list"


def test_keys_inside_mappings_and_unions_are_suggested_too() -> None:
    assert problems("version: '1'\nnamed:\n  x: {id: a, frm: 1}\n")[-1][3] == "did you mean 'from'?"
    found = problems("version: '1'\npet: {kind: cat, lives: 9, livse: 1}\n")
    assert found[0][3] == "did you mean 'lives'?"
    assert "tricks" not in problems("version: '1'\npet: {kind: cat, lives: 9, zzz: 1}\n")[0][3]


def test_a_models_own_rule_names_its_line() -> None:
    assert problems("version: '1'\nbands:\n  - {id: a, from: 0}\n  - {id: b, from: 28}\n") == [
        (4, "A band starts outside", "28", "0 to 27")
    ]


def test_one_problem_and_many_are_caught_alike() -> None:
    for text in ("a: 1\na: 2\n", "vesion: 1\nother: 2\n"):
        with pytest.raises(LibraryError) as caught:
            check(parse(text, "x.yaml"), Sheet)
        assert all(str(problem).startswith("x.yaml:") for problem in caught.value.problems)
        assert len(str(caught.value).splitlines()) == len(caught.value.problems)
