"""What cannot be in a family is found, with its place, what was found and what to do; what can be is left alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from kith.science.documents import LibraryError, check, parse
from kith.science.families import Family, family_faults, read_family
from tests.families import THREE_GENERATIONS, families, family_of

HEAD = "people:\n  - {id: ana, name: Ana, is_index: true, born: 1990}\n  - {id: rosa, name: Rosa, born: 1962}\n"
WRONG = {
    "A family has one index person": ("people: [{id: ana, name: Ana}]", 1),
    "Two people share one id": (HEAD + "  - {id: ana, name: Ana}", 4),
    "There is no person of this id": (HEAD + "children:\n  - {child: ana, of: [roza]}", 5),
    "Somebody is their own partner": (HEAD + "unions:\n  - {partners: [ana, ana], kind: married}", 5),
    "A couple is there twice": (
        HEAD + "unions:\n  - {partners: [ana, rosa], kind: married}\n  - {partners: [rosa, ana], kind: divorced}", 6,
    ),
    "One person is both parents": (HEAD + "children:\n  - {child: ana, of: [rosa, rosa]}", 5),
    "The parents of a child are no couple here": (
        HEAD + "  - {id: joao, name: J}\nchildren:\n  - {child: ana, of: [rosa, joao]}", 6,
    ),
    "A child has more than two parents of one kind": (
        HEAD + "  - {id: joao, name: J}\nchildren:\n  - {child: ana, of: [rosa]}\n  - {child: ana, of: [joao]}", 7,
    ),
    "Somebody is their own ancestor": (
        HEAD + "  - {id: joao, name: J}\nchildren:\n  - {child: joao, of: [rosa]}\n  - {child: rosa, of: [joao]}", 6,
    ),
    "A bond leads to oneself": (HEAD + "bonds:\n  - {from: ana, to: ana, kind: close}", 5),
    "A bond is there twice": (
        HEAD + "bonds:\n  - {from: ana, to: rosa, kind: close}\n  - {from: rosa, to: ana, kind: close}", 6,
    ),
    "Somebody died before they were born": ("people: [{id: a, name: A, is_index: true, born: 2000, died: 1999}]", 1),
    "A note is there twice": ("people: [{id: a, name: A, is_index: true, notes: [asthma, asthma]}]", 1),
    "A child is older than a parent": (HEAD + "children:\n  - {child: rosa, of: [ana]}", 5),
    "A child is born after a parent died": (
        HEAD + "  - {id: joao, name: J, died: 1988}\nchildren:\n  - {child: ana, of: [joao]}", 6,
    ),
    "A couple parted before it began": (
        HEAD + "unions:\n  - {partners: [ana, rosa], kind: divorced, since: 2001, until: 2000}", 5,
    ),
    "A couple that lasts has an end": (HEAD + "unions:\n  - {partners: [ana, rosa], kind: married, until: 2020}", 5),
    "A couple began before a partner was born": (
        HEAD + "unions:\n  - {partners: [ana, rosa], kind: married, since: 1989}", 5,
    ),
    "A couple began after a partner died": (
        HEAD + "  - {id: joao, name: J, died: 1980}\nunions:\n  - {partners: [joao, rosa], kind: married, since: 1981}",
        6,
    ),
    "A twin has nobody beside them": (HEAD + "children:\n  - {child: ana, of: [rosa], twins: both}", 5),
    "Twins have different parents": (
        HEAD + "  - {id: leo, name: Leo}\n  - {id: joao, name: J}\nchildren:\n"
        "  - {child: ana, of: [rosa], twins: both}\n  - {child: leo, of: [joao], twins: both}", 8,
    ),
    "Twins are born in different years": (
        HEAD + "  - {id: leo, name: Leo, born: 1992}\nchildren:\n"
        "  - {child: ana, of: [rosa], twins: both}\n  - {child: leo, of: [rosa], twins: both}", 7,
    ),
    "A family cannot be drawn in generations": (
        HEAD + "unions:\n  - {partners: [ana, rosa], kind: together}\nchildren:\n  - {child: ana, of: [rosa]}", 4,
    ),
    "Unknown key in people.0": ("people: [{id: ana, name: Ana, age: 3}]", 1),
    "Not a known word for unions.0.kind": (HEAD + "unions:\n  - {partners: [ana, rosa], kind: maried}", 5),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_refused_in_its_line(tmp_path: Path, what: str) -> None:
    text, line = WRONG[what]
    file = tmp_path / "family.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError) as refused:
        read_family(file)
    problems = refused.value.problems
    assert (what, line) in [(problem.what, problem.line) for problem in problems]
    assert all(problem.found and problem.instead for problem in problems)


def test_too_many_people_and_too_many_generations() -> None:
    crowd = family_of(" ".join(f"p{n}" for n in range(61)))
    assert [fault.found for fault in family_faults(crowd)] == ["61 people"]
    assert family_faults(family_of(" ".join(f"p{n}" for n in range(60)))) == []
    line = [f"p{n}" for n in range(7)]
    links = " ".join(f"{below}<{above}" for above, below in pairwise(line))
    assert [fault.found for fault in family_faults(family_of(" ".join(line), children=links))] == ["7 generations"]


def test_a_father_may_die_in_the_year_before_the_birth_and_adopt_somebody_older() -> None:
    text = HEAD + "  - {id: joao, name: J, died: 1989}\nchildren:\n  - {child: ana, of: [joao]}"
    text += "\n  - {child: rosa, of: [ana], kind: adopted}"
    assert family_faults(check(parse(text, "family.yaml"), Family)) == []


@given(families())
def test_a_family_that_grew_has_no_fault_until_somebody_becomes_their_own_ancestor(family: Family) -> None:
    assert family_faults(family) == []
    for link in family.children:
        turned = link.model_copy(update={"child": link.of[0], "of": (link.child,), "kind": "adopted"})
        if not any(one.child == link.of[0] for one in family.children):
            faults = family_faults(family.model_copy(update={"children": (*family.children, turned)}))
            assert "Somebody is their own ancestor" in {fault.what for fault in faults}


def test_the_family_of_the_tests_is_sound() -> None:
    assert family_faults(THREE_GENERATIONS) == []
