"""Worked examples: answers whose result somebody looked at and found right; they become the cases of the measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.science.documents import Document, LibraryError, LibraryProblem, check
from kith.science.instruments.building.content import Content, read
from kith.science.instruments.building.limits import ChangeProblem, tidy
from kith.science.instruments.cases import Cases, case_problems
from kith.science.instruments.instrument import Instrument
from kith.science.instruments.scoring import AnswerProblem, score

MOST_EXAMPLES = 30


@dataclass(frozen=True)
class Worked:
    """What one set of answers comes to: scores and bands by scale, why there is no score, and the flags raised."""

    scores: Mapping[str, float | None]
    bands: Mapping[str, str | None]
    reasons: Mapping[str, int]
    flags: tuple[str, ...]

    @property
    def as_kept(self) -> dict[str, Any]:
        """The part that an example keeps."""
        return {"scores": dict(self.scores), "bands": dict(self.bands), "flags": sorted(self.flags)}


def work_out(instrument: Instrument, answers: Mapping[str, float | None]) -> Worked:
    """The result of these answers. Raises `AnswerProblem`."""
    scored = score(instrument, answers)
    return Worked(
        {name: one.value for name, one in scored.scores.items()},
        {name: one.band for name, one in scored.scores.items()},
        {name: len(one.missing_items) for name, one in scored.scores.items() if one.value is None},
        scored.flags,
    )


def add_example(content: Content, *, name: str, answers: Mapping[str, int | None]) -> None:
    """Answers to look at. Nobody has said yet that the result is right."""
    if len(content["examples"]) >= MOST_EXAMPLES:
        raise ChangeProblem("too_many_examples", "", most=MOST_EXAMPLES)
    words = tidy(name, "name") or f"{len(content['examples']) + 1}"
    known = {item["id"] for item in content["instrument"]["items"]}
    kept = {item: value for item, value in answers.items() if item in known}
    content["examples"].append({"name": words, "answers": kept, "kept": None})


def confirm_example(content: Content, *, number: int) -> None:
    """Somebody has looked at the result and says that it is right."""
    example = _example(content, number)
    instrument = read(content).instrument
    if instrument is None:
        raise ChangeProblem("not_scorable_yet")
    try:
        example["kept"] = work_out(instrument, example["answers"]).as_kept
    except AnswerProblem:
        raise ChangeProblem("answers_gone", f"example-{number}", number=number) from None


def remove_example(content: Content, *, number: int) -> None:
    """Take an example away."""
    content["examples"].remove(_example(content, number))


def is_as_kept(instrument: Instrument, example: Mapping[str, Any]) -> bool:
    """Whether an example still gives what was found right."""
    try:
        return bool(work_out(instrument, example["answers"]).as_kept == example["kept"])
    except AnswerProblem:
        return False


def cases_of(content: Content) -> dict[str, Any]:
    """The confirmed examples in the library's form."""
    names = [item["id"] for item in content["instrument"]["items"]]
    confirmed = [example for example in content["examples"] if example["kept"] is not None]
    return {
        "instrument": content["instrument"]["id"],
        "cases": [
            {
                "name": example["name"],
                "answers": [example["answers"].get(name) for name in names],
                "scores": example["kept"]["scores"],
                "bands": example["kept"]["bands"],
                "flags": example["kept"]["flags"],
                "how": "Found right by the author of this measure.",
            }
            for example in confirmed
        ],
    }


def case_faults(content: Content) -> tuple[LibraryProblem, ...]:
    """What the library says to the cases of a measure that was proposed, scored again now."""
    instrument = read(content).instrument
    document = Document(Path("cases"), content["cases"], {(): 1})
    try:
        cases = check(document, Cases)
    except LibraryError as error:
        return error.problems
    return tuple(case_problems(instrument, cases, document)) if instrument is not None else ()


def _example(content: Content, number: int) -> dict[str, Any]:
    if not 0 < number <= len(content["examples"]):
        raise ChangeProblem("gone")
    found: dict[str, Any] = content["examples"][number - 1]
    return found
