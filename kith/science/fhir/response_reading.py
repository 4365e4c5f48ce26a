"""The answers in a QuestionnaireResponse to an instrument that is known here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kith.science.fhir.carried import extensions
from kith.science.fhir.checking import Placed, every_item, refuse_riddles, value_of
from kith.science.fhir.names import (
    ABSENT_REASON,
    INSTRUCTION,
    RECALL,
    RESPONDENT,
    STEM,
    THANKS,
    TITLE,
    answer_codes,
    canonical,
    score_link,
)
from kith.science.fhir.problems import FhirProblem, Resource, listed, text_at
from kith.science.fhir.shape import check_shape
from kith.science.instruments import Instrument, Item

_FINISHED = ("completed", "amended")


class Filled(NamedTuple):
    """What a response says: answers by item (blanks left out), questions declined, who answered, and when."""

    answers: Mapping[str, int]
    declined: tuple[str, ...]
    respondent: str | None
    authored: str | None


def read_response(resource: Resource, instrument: Instrument) -> Filled:
    """The answers of a response, each one of those that the instrument offers. Raises `FhirProblem`.

    Scores that came along are not read: what answers are worth is worked out here.
    """
    if resource.get("resourceType") != "QuestionnaireResponse":
        what = "This is another kind of resource"
        raise FhirProblem("resourceType", what, resource.get("resourceType"), "Send a QuestionnaireResponse.")
    refuse_riddles(resource)
    _check_head(resource, instrument)
    items = _known(resource, instrument)
    check_shape(resource)
    answers: dict[str, int] = {}
    declined = []
    for at, item in items:
        if (name := str(item["linkId"])) not in instrument.plan.positions:
            continue
        value = _value(instrument, instrument.item(name), item, at)
        if value is not None:
            answers[name] = value
        elif extensions(item, ABSENT_REASON, at):
            declined.append(name)
    respondent = next((one.get("valueCode") for one in extensions(resource, RESPONDENT, "")), None)
    return Filled(answers, tuple(declined), respondent, resource.get("authored"))


def _check_head(resource: Resource, instrument: Instrument) -> None:
    asked = text_at(resource, "questionnaire", "")
    address, _, version = asked.partition("|")
    if address != canonical(instrument.id):
        what, instead = "These are answers to another questionnaire", f"Send answers to {canonical(instrument.id)}."
        raise FhirProblem("questionnaire", what, asked, instead)
    if version != instrument.version:
        what = "These are answers to a version that is not known here"
        instead = f"Send answers to {canonical(instrument.id, instrument.version)}."
        raise FhirProblem("questionnaire", what, version or "no version", instead)
    if resource.get("status") not in _FINISHED:
        what, instead = "The answers are not finished", "Send them as completed or amended."
        raise FhirProblem("status", what, resource.get("status"), instead)


def _known(resource: Resource, instrument: Instrument) -> list[Placed]:
    items = list(every_item(resource))
    offered = {TITLE, RECALL, INSTRUCTION, STEM, THANKS, *instrument.plan.positions}
    offered |= {score_link(scale.id) for scale in instrument.scales}
    seen = set()
    for at, item in items:
        link = text_at(item, "linkId", at)
        if link not in offered:
            what = f"{instrument.short} has no question of this linkId"
            raise FhirProblem(f"{at}.linkId", what, repr(link), "Send answers to its own questions only.")
        if link in seen:
            raise FhirProblem(f"{at}.linkId", "A question is answered twice", repr(link), "Send one answer.")
        seen.add(link)
    return items


def _value(instrument: Instrument, item: Item, given: Resource, at: str) -> int | None:
    answers = listed(given, "answer", at)
    if not answers:
        return None
    here = f"{at}.answer[0]"
    if len(answers) > 1:
        raise FhirProblem(f"{at}.answer", "A question takes one answer", f"{len(answers)} answers", "Send one.")
    found = value_of(answers[0], here)
    is_rating = instrument.options[item.options].form == "rating"
    wanted = "valueInteger" if is_rating else "valueCoding"
    if found is None or found[0] != wanted:
        what, instead = "An answer has another form than its question", f"Send a {wanted}, or leave the item out."
        raise FhirProblem(here, what, found[0] if found else "no value", instead)
    value = _rated(found[1]) if is_rating else _coded(instrument, item, found[1])
    if value is None or value not in instrument.options[item.options].values:
        what = f"This answer is not offered by the question {item.id!r}"
        instead = f"Send one of {', '.join(map(str, instrument.options[item.options].values[:12]))}."
        if not is_rating:
            codes = [code["code"] for code in answer_codes(instrument, item.options).values()]
            instead = f"Send one of the codes {', '.join(codes)}, with its system."
        raise FhirProblem(f"{here}.{wanted}", what, repr(found[1]), instead)
    return value


def _rated(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _coded(instrument: Instrument, item: Item, given: object) -> int | None:
    """The value of a code. Words beside it are not looked at."""
    if not isinstance(given, dict):
        return None
    pair = (given.get("system"), given.get("code"))
    codes = answer_codes(instrument, item.options).items()
    return next((value for value, code in codes if (code["system"], code["code"]) == pair), None)
