"""Documents of a service's own, for tests: written by Ben, released by Eve."""

from __future__ import annotations

from typing import Any

from kith.care.actions import author_documents
from kith.care.models import OwnDocument
from kith.science.drafts import DiaryQuestion, DiaryWords, Edit, diary
from tests.people import People

WORDS = DiaryWords(
    title="How I sleep",
    purpose="To see how nights and days hang together.",
    for_whom="People who sleep badly.",
    help="In the evening, in two minutes.",
    after="Thank you.",
    lowest="Not at all",
    highest="Very much",
    source="Harbour Service",
)
QUESTIONS = (DiaryQuestion("How rested am I?", "scale"), DiaryQuestion("Did I nap?", "yes_no"))


def a_diary(people: People, by: str = "ben") -> OwnDocument:
    """The draft of a daily worksheet that lacks nothing."""
    return author_documents.start_document(
        kind="worksheet", title="How I sleep", data=diary(WORDS, QUESTIONS), by=people.sees(by), at=people.at
    )


def saved(people: People, own: OwnDocument, by: str = "ben", **edit: Any) -> OwnDocument:
    """One change of a draft."""
    return author_documents.save(own=own, edit=Edit(**edit), edits=own.edits, by=people.sees(by), at=people.at)


def released(people: People, own: OwnDocument, by: str = "ben", second: str = "eve") -> OwnDocument:
    """Proposed by its author and released by somebody else."""
    own = author_documents.propose(own=own, edits=own.edits, by=people.sees(by), at=people.at)
    at = people.later(minutes=5)
    return author_documents.release(own=own, reason="I tried it.", by=people.sees(second), at=at)
