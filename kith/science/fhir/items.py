"""The items of a Questionnaire: what is read, what is asked, and the scores, which nobody fills in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kith.science.fhir.carried import carry
from kith.science.fhir.conditions import asked_when, expression_extension
from kith.science.fhir.formula import formula
from kith.science.fhir.names import (
    CALCULATED,
    CONTROL,
    HIGHEST,
    ITEM,
    ITEM_CONTROL,
    LOWEST,
    ORDINAL,
    SCALE,
    answer_codes,
    codes_of,
    counted,
    score_link,
)
from kith.science.fhir.problems import Resource
from kith.science.fhir.words import Say, said
from kith.science.instruments import Instrument, Item, Scale, Wording

CARRIED_BY_SCALE = {"id", "loinc"}
CARRIED_BY_ITEM = {"id", "loinc"}


def display(link: str, wordings: Sequence[Wording], say: Say) -> list[Resource]:
    """A text that is only read, if there is one."""
    words = said("text", wordings, say)
    return [{"linkId": link, **words, "type": "display"}] if words else []


def question(instrument: Instrument, item: Item, wordings: Sequence[Wording]) -> Resource:
    """One question with its answers, and when it is asked."""
    offered = instrument.options[item.options]
    condition = asked_when(instrument, item.asked_if) if item.asked_if is not None else {}
    rest = item.model_dump(mode="json", exclude=CARRIED_BY_ITEM, exclude_defaults=True)
    extensions = [*condition.pop("extension", []), carry(ITEM, rest)]
    found: Resource = {
        "linkId": item.id,
        "code": codes_of(instrument, "item", item.id, item.loinc),
        **said("text", wordings, lambda words: (words.items or {}).get(item.id)),
        "type": "choice" if offered.form == "choice" else "integer",
        **condition,
    }
    if offered.form == "choice":
        return {"extension": extensions, **found, "answerOption": _choices(instrument, item, wordings)}
    ends = [
        {"url": LOWEST, "valueInteger": min(offered.values)},
        {"url": HIGHEST, "valueInteger": max(offered.values)},
        _control("slider"),
    ]
    below = [part for end in ("lowest", "highest") for part in _end(item, end, wordings)]
    return {"extension": [*ends, *extensions], **found, **({"item": below} if below else {})}


def score_item(instrument: Instrument, scale: Scale, wordings: Sequence[Wording]) -> Resource:
    """The read-only item of one scale, with the expression that fills it in and the rules that FHIR cannot say."""
    expression = formula(instrument, scale)
    rest = scale.model_dump(mode="json", by_alias=True, exclude=CARRIED_BY_SCALE, exclude_defaults=True)
    extensions = [carry(SCALE, rest)]
    if expression is not None:
        extensions.insert(0, expression_extension(CALCULATED, expression))
    return {
        "extension": extensions,
        "linkId": score_link(scale.id),
        "code": codes_of(instrument, "scale", scale.id, scale.loinc),
        **said("text", wordings, lambda words: words.scales[scale.id].name),
        "type": "decimal",
        "readOnly": True,
    }


def _choices(instrument: Instrument, item: Item, wordings: Sequence[Wording]) -> list[Resource]:
    points = counted(instrument, item)
    return [
        {
            "extension": [{"url": ORDINAL, "valueDecimal": points[value]}],
            "valueCoding": {
                **code,
                **said("display", wordings, partial(_option, options=item.options, key=str(value))),
            },
        }
        for value, code in answer_codes(instrument, item.options).items()
    ]


def _option(wording: Wording, options: str, key: str) -> str | None:
    return (wording.options or {}).get(options, {}).get(key)


def _end(item: Item, end: str, wordings: Sequence[Wording]) -> list[Resource]:
    found = display(f"{item.id}.{end}", wordings, lambda words: _option(words, item.options, end))
    control = _control("lower" if end == "lowest" else "upper")
    return [{"extension": [control], **part} for part in found]


def _control(code: str) -> dict[str, Any]:
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROL, "code": code}]}}
