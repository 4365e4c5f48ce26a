"""What the options need to know of Ana, asked as Ben would."""

from __future__ import annotations

import uuid
from typing import Any

from kith.care.actions import choose, measure
from kith.care.models.knowledge import library
from kith.science.protocols import CIRCUMSTANCES
from tests.people import People

CALM = dict.fromkeys(CIRCUMSTANCES, False)


def facts_asked(people: People, **changes: Any) -> None:
    """Everything went well; `changes` are pieces that were answered otherwise."""
    said = {"problems": ["depression"], "goals": ["G2"], "history": [], "circumstances": CALM, **changes}
    choose.note_planning_facts(client=people.ana, said=said, by=people.sees("ben"), at=people.at)


def phq9_taken(people: People, each: int = 2) -> None:
    """A PHQ-9 with the same answer to every question but the last, which is nought."""
    answers = {one.id: each for one in library().instruments["phq9"].items} | {"self_harm": 0}
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
