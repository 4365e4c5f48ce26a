"""Whatever a document may hold, and whatever science finds wrong with it, has its words on the pages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kith
from kith.science.drafts import MODELS, every_slot
from kith.science.drafts.shape import type_value
from kith.web.practitioner.draft_labels import LABELS, TYPES, WORDS
from kith.web.practitioner.draft_words import SENTENCES

SCIENCE = Path(kith.__file__ or "").parent / "science"
FAULTS = (
    "worksheets/faults.py",
    "protocols/faults.py",
    "protocols/exclusions.py",
    "practices.py",
    "lessons.py",
    "faults.py",
)
OF_FILES = ("This says it is reviewed", "A lesson begins with its head")  # a draft has no place for these


@pytest.mark.parametrize("kind", MODELS)
def test_every_place_every_choice_and_every_kind_of_part_has_a_name(kind: str) -> None:
    found = list(every_slot(MODELS[kind]))
    assert {slot.key for slot in found} - set(LABELS) == set()
    assert {word for slot in found for word in slot.choices} - set(WORDS) == set()
    assert {type_value(model) for slot in found for model in slot.models} - set(TYPES) == set()


def sentences(source: str) -> list[str]:
    """How each problem of a module begins: what stands second in a call, or is kept as `what` before it."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "problem":
            found.append(node.args[1])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            if getattr(node.targets[0].elts[0], "id", "") == "what" and isinstance(node.value, ast.Tuple):
                found.append(node.value.elts[0])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "what":
            found.append(node.value)
    return [text for one in found if (text := written(one))]


def written(said: ast.expr) -> str:
    """The sentence, with an example in each gap."""
    if isinstance(said, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "difference" for one in said.values)
    return str(said.value) if isinstance(said, ast.Constant) else ""


@pytest.mark.parametrize("file", FAULTS)
def test_every_problem_of_science_has_its_sentence(file: str) -> None:
    problems = sentences((SCIENCE / file).read_text("utf-8"))
    assert problems
    told = tuple(SENTENCES) + OF_FILES
    assert [one for one in problems if not one.startswith(told)] == []
