"""What rules a protocol out is a closed list, said once for each circumstance, and in every protocol of the library."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kith.science.documents.reading import parse
from kith.science.library import Library
from kith.science.protocols import CIRCUMSTANCES, Exclusion
from kith.science.protocols.exclusions import exclusion_faults

MANIA = Exclusion(when="mania", rule="not_now", words="A manic time is treated first.")
# Traits by which the law forbids to treat anybody worse, as parts of the names of circumstances.
PROTECTED = ("age", "sex", "gender", "race", "ethnic", "origin", "faith", "religion", "nation", "disab", "marital")


def test_a_circumstance_with_two_rules_is_found_at_the_second() -> None:
    twice = (MANIA, MANIA.model_copy(update={"rule": "not_alone"}))
    document = parse("excludes:\n  - {when: mania}\n  - {when: mania}\n", "protocol.yaml")
    assert exclusion_faults((MANIA,), document) == []
    (found,) = exclusion_faults(twice, document)
    assert found.line == 3


def test_a_circumstance_outside_the_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        Exclusion(when="unpleasant", rule="not_now", words="No.")  # type: ignore[arg-type]


def test_no_circumstance_is_a_protected_trait() -> None:
    assert [one for one in CIRCUMSTANCES if any(trait in one.split("_") for trait in PROTECTED)] == []


def test_every_protocol_says_what_rules_it_out_and_every_circumstance_is_used() -> None:
    protocols = Library.open().protocols.values()
    assert [one.id for one in protocols if not one.excludes] == []
    assert {one.when for protocol in protocols for one in protocol.excludes} == set(CIRCUMSTANCES)


@pytest.mark.parametrize(
    ("protocol", "circumstance", "rule"),
    [
        ("behavioural-activation", "mania", "not_now"),
        ("behavioural-activation", "danger_to_self", "not_alone"),
        ("cbt-ptsd", "danger_from_others", "not_now"),
        ("behavioural-family-therapy", "danger_from_others", "not_now"),
        ("psychoanalytic-associative", "acute_psychosis", "not_now"),
        ("cognitive-stimulation", "sudden_confusion", "not_now"),
    ],
)
def test_hard_contraindications_of_the_prose_are_held(protocol: str, circumstance: str, rule: str) -> None:
    rules = {one.when: one.rule for one in Library.open().protocol(protocol).excludes}
    assert rules[circumstance] == rule  # type: ignore[index]
