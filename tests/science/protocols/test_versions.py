"""What is new, gone and changed between two versions of a protocol."""

from __future__ import annotations

from kith.science.library import Library
from kith.science.protocols import Difference, Protocol, differences

PANIC = Library.open().protocol("cbt-panic")


def newer(**changes: object) -> Protocol:
    return PANIC.model_copy(update={"version": "1.1", **changes})


def test_two_documents_that_say_the_same_do_not_differ() -> None:
    assert differences(PANIC, newer(evidence=(), sources=())) == ()


def test_meetings_checks_and_facts_are_compared() -> None:
    first = PANIC.sessions[0].model_copy(update={"title": "The false alarm"})
    other = newer(
        sessions=(first, *PANIC.sessions[1:-1]),
        gates=(*PANIC.gates, PANIC.gates[0].model_copy(update={"id": "new-look", "text": "Looked again."})),
        not_working_if=("It gets worse.",),
    )
    assert set(differences(PANIC, other)) == {
        Difference("new", "check", "Looked again."),
        Difference("changed", "meeting", "The false alarm"),
        Difference("gone", "meeting", PANIC.sessions[-1].title),
        Difference("changed", "fact", "not_working_if"),
    }
