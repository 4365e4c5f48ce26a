"""Answers as a QuestionnaireResponse."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from kith.science.fhir.names import (
    ABSENT,
    ABSENT_REASON,
    ACCOUNTS,
    CLIENTS,
    ENTERED_IN_ERROR,
    ORDINAL,
    RESPONDENT,
    answer_codes,
    canonical,
    coding,
    counted,
)
from kith.science.fhir.problems import Resource, quantity
from kith.science.fhir.words import said
from kith.science.instruments import Instrument, Item, Wording
from kith.science.instruments.scoring import check_answer

_SOURCES = {
    "self": "Patient",
    "parent": "RelatedPerson",
    "carer": "RelatedPerson",
    "teacher": "RelatedPerson",
    "clinician": "Practitioner",
}


def response(
    instrument: Instrument,
    answers: Mapping[str, float | None],
    *,
    key: UUID,
    client: UUID,
    taken_at: datetime,
    respondent: str = "self",
    sender: UUID | None = None,
    language: str | None = None,
    declined: Collection[str] = (),
    is_correction: bool = False,
    is_withdrawn: bool = False,
    wording: Wording | None = None,
) -> Resource:
    """A filled-in instrument. Blanks are left out; `declined` are questions that the person would rather not answer.

    People are named by the ids of their records, which say nothing about them. `sender` is the account that sent it,
    where that was not the person's own. What was withdrawn is said to be entered in error. Raises `AnswerProblem`
    for an answer that is not offered.
    """
    who = {"type": "Patient", "identifier": {"system": CLIENTS, "value": str(client)}}
    source = who if respondent == "self" else {"type": _SOURCES[respondent], "display": respondent}
    account = {"type": "Practitioner", "identifier": {"system": ACCOUNTS, "value": str(sender)}}
    items = [
        _item(instrument, position, item, answers.get(item.id), item.id in declined, wording)
        for position, item in enumerate(instrument.items)
        if answers.get(item.id) is not None or item.id in declined
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(key),
        **({"language": language} if language else {}),
        "extension": [{"url": RESPONDENT, "valueCode": respondent}],
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{key}"},
        "questionnaire": canonical(instrument.id, instrument.version),
        "status": ENTERED_IN_ERROR if is_withdrawn else "amended" if is_correction else "completed",
        "subject": who,
        "authored": taken_at.isoformat(),
        "author": who if sender is None else account,
        "source": source,
        **({"item": items} if items else {}),
    }


def _item(
    instrument: Instrument, position: int, item: Item, value: float | None, is_declined: bool, wording: Wording | None
) -> Resource:
    if value is None or is_declined:
        reason = {"url": ABSENT_REASON, "valueCode": "asked-declined"}
        return {"extension": [reason], "linkId": item.id}
    check_answer(instrument.plan, position, value)
    words = [wording] if wording is not None and instrument.licence.ship_text else []
    asked = said("text", words, lambda one: (one.items or {}).get(item.id))
    return {"linkId": item.id, **asked, "answer": [_answer(instrument, item, int(value), words)]}


def _answer(instrument: Instrument, item: Item, value: int, words: list[Wording]) -> Resource:
    if instrument.options[item.options].form == "rating":
        return {"valueInteger": value}
    code = answer_codes(instrument, item.options)[value]
    label = said("display", words, lambda one: (one.options or {}).get(item.options, {}).get(str(value)))
    points = {"url": ORDINAL, "valueDecimal": quantity(counted(instrument, item)[value])}
    return {"valueCoding": {"extension": [points], **code, **label}}


def absent(code: str, reason: str) -> Resource:
    """Why there is no value, in a code and in words."""
    return {"coding": [coding(ABSENT, code)], "text": reason}
