"""Answers typed at a terminal as the FHIR bundle that a measurement becomes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kith.cli.score import as_number
from kith.cli.shelves import own_folder
from kith.science.fhir import Taken, bundle, observations, questionnaire, response
from kith.science.instruments import score
from kith.science.library import Library

_NOBODY = UUID(int=0)


def example_bundle(name: str, answers: list[str], at: datetime) -> dict[str, Any]:
    """Questionnaire, response and scores of nobody. Raises `LibraryError` and `AnswerProblem`."""
    library = Library.open(own=own_folder())
    instrument, wordings = library.instrument(name), library.wordings[name]
    given = [as_number(text, place) for place, text in enumerate(answers, start=1)]
    scored = score(instrument, given)
    by_item = dict(zip((item.id for item in instrument.items), given, strict=False))
    return bundle(
        [
            questionnaire(instrument, wordings),
            response(instrument, by_item, key=_NOBODY, client=_NOBODY, taken_at=at),
            *observations(
                instrument,
                Taken(_NOBODY, _NOBODY, at),
                scored.scores,
                scored.patterns,
                library.wording(name, "en"),
            ),
        ],
        made_at=at,
    )
