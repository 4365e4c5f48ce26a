"""A measure of a service's own, for tests: written by Ben, released by Eve."""

from __future__ import annotations

from typing import Any

from kith.care.actions import author
from kith.care.actions.author import BandRow, Change
from kith.care.models import OwnInstrument
from tests.people import People

ANSWERS = ((0, "Never"), (1, "Sometimes"), (2, "Often"))
QUESTIONS = ("I wake at night", "I fear the night", "I feel rested")
BANDS = (BandRow("", None, "calm", "You sleep well."), BandRow("", 4, "often", "The nights are hard."))


def changed(people: People, own: OwnInstrument, change: str, by: str = "ben", /, **given: Any) -> OwnInstrument:
    """One change of a draft."""
    return author.save_draft(own=own, change=Change(change, given), edits=own.edits, by=people.sees(by), at=people.at)


def score_of(**more: Any) -> dict[str, Any]:
    """The one score, with what is different about it."""
    given = {"scale": "s1", "name": "Sleep", "items": ["q1", "q2", "q3"], "method": "sum", "blanks": 1, "bands": BANDS}
    return given | more


def a_complete_draft(people: People, by: str = "ben", title: str = "How I sleep") -> OwnInstrument:
    """Three questions and a score with two bands; it lacks nothing."""
    own = author.start_instrument(title=title, language="en", by=people.sees(by), at=people.at)
    own = changed(people, own, "add_answers", by, form="choice")
    own = changed(people, own, "set_choices", by, name="a1", rows=ANSWERS)
    for words in QUESTIONS:
        own = changed(people, own, "add_question", by, words=words, options="a1")
    own = changed(people, own, "add_score", by, name="Sleep")
    own = changed(people, own, "set_score", by, **score_of())
    about = {"title": title, "short": "Sleep", "kind": "symptoms", "direction": "higher_is_worse"}
    said = {"recall": "", "recall_days": None, "instruction": "", "stem": "", "thanks": "Thank you."}
    own = changed(people, own, "set_about", by, **about, **said, respondents=["self"])
    proof = {"holder": "Our team", "where": "Our shared folder", "day": "", "notice": ""}
    own = changed(people, own, "set_rights", by, rights="own", is_confirmed=True, **proof)
    for number, answers in enumerate(({"q1": 0, "q2": 0, "q3": 0}, {"q1": 2, "q2": 2, "q3": 2}, {"q1": 1, "q2": 1})):
        own = changed(people, own, "add_example", by, name=f"Example {number + 1}", answers=answers)
        own = changed(people, own, "confirm_example", by, number=number + 1)
    return own


def released(people: People, own: OwnInstrument, by: str = "ben", second: str = "eve") -> OwnInstrument:
    """Proposed by its author and released by somebody else."""
    own = author.propose(own=own, edits=own.edits, by=people.sees(by), at=people.at)
    return author.release(own=own, reason="I tried it twice.", by=people.sees(second), at=people.later(minutes=5))


def a_released_measure(people: People) -> OwnInstrument:
    """In use."""
    return released(people, a_complete_draft(people))
