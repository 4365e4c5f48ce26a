"""What a protocol builds on is a closed list that names no trait, and is used."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kith.science.documents.reading import parse
from kith.science.library import Library
from kith.science.protocols import STRENGTHS, Protocol, differences, protocol_faults
from kith.science.recommendation import check_not_protected

PANIC = Library.open().protocol("cbt-panic")


def test_no_strength_is_a_protected_trait() -> None:
    check_not_protected(STRENGTHS)


def test_every_strength_that_can_be_asked_about_is_built_on_by_some_protocol() -> None:
    assert {one for protocol in Library.open().protocols.values() for one in protocol.builds_on} == set(STRENGTHS)


def test_one_outside_the_list_or_named_twice_is_refused() -> None:
    with pytest.raises(ValidationError):
        Protocol.model_validate({**PANIC.model_dump(), "builds_on": ["cheerful"]})
    twice = PANIC.model_copy(update={"builds_on": ("likes_making", "likes_making")})
    document = parse("builds_on:\n  - likes_making\n  - likes_making\n", "protocol.yaml")
    assert [one.line for one in protocol_faults(twice, document) if "builds_on" in str(one)] == [3]


def test_a_version_that_builds_on_something_else_says_so() -> None:
    assert [one.name for one in differences(PANIC, PANIC.model_copy(update={"builds_on": ()}))] == ["builds_on"]
