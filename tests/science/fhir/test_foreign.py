"""Another's Questionnaire becomes an instrument with honest defaults, or is refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kith.science.fhir import Defaults, FhirProblem, check_shape, questionnaire, read_questionnaire
from kith.science.instruments import Right, score

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
TODAY = date(2026, 3, 2)
RIGHT = Right(
    holder="Example Service",
    reference="Contract 12",
    valid_until=date(2027, 1, 1),
    signed_by="C. Manager",
    signed_on=date(2026, 1, 1),
)


def choice(link: str, points: list[float], url: str = ORDINAL, *, on_coding: bool = False) -> dict[str, Any]:
    options = []
    for place, worth in enumerate(points):
        weight = {"extension": [{"url": url, "valueDecimal": worth}]}
        coding = {"system": "urn:theirs", "code": f"c{place}", "display": f"Answer {place}"}
        options.append({"valueCoding": {**weight, **coding}} if on_coding else {**weight, "valueCoding": coding})
    return {"linkId": link, "type": "choice", "text": f"Question {link}?", "answerOption": options}


def total(expression: str, link: str = "sum") -> dict[str, Any]:
    formula = {"url": CALCULATED, "valueExpression": {"language": "text/fhirpath", "expression": expression}}
    return {"extension": [formula], "linkId": link, "type": "decimal", "text": "Sum", "readOnly": True}


def theirs(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": "urn:theirs:worry",
        "version": "2.1",
        "title": "How much I worry",
        "status": "active",
        "copyright": "Copyright Somebody. Ask before use.",
        "item": list(items),
        **more,
    }


def imported(*items: dict[str, Any], defaults: Defaults | None = None, **more: Any) -> Any:
    resource = theirs(*items, **more)
    check_shape(resource)
    return read_questionnaire(resource, defaults or Defaults(on=TODAY))


def test_a_form_with_points_becomes_an_instrument_with_cautious_defaults() -> None:
    found = imported(choice("1", [0, 1, 2]), choice("2", [0, 1, 2]))
    made = found.instrument
    assert (made.id, made.version, made.title) == ("how-much-i-worry", "2.1.0", "How much I worry")
    assert (made.licence.rights, made.licence.ship_text) == ("B", False)
    assert made.licence.licence == "Copyright Somebody. Ask before use."
    assert made.review.status == "awaiting clinical review"
    (scale,) = made.scales
    assert (scale.items, scale.missing.rule, scale.missing.provenance) == (("q_1", "q_2"), "none", "convention")
    assert (scale.lowest, scale.highest, scale.bands) == (0, 4, ())
    assert score(made, [2, 1]).scores["total"].value == 3
    assert score(made, [2, None]).scores["total"].value is None
    (wording,) = found.wordings.values()
    assert wording.items is None, "their text is theirs until a right to it is shown"
    assert any("higher is worse" in note for note in found.notes)
    assert any("no right" in note for note in found.notes)


def test_text_is_kept_where_there_is_a_right_or_it_is_our_own() -> None:
    licensed = imported(choice("1", [0, 1]), defaults=Defaults(on=TODAY, right=RIGHT)).wordings["en"]
    assert licensed.items == {"q_1": "Question 1?"}
    assert licensed.options == {"answers_1": {"0": "Answer 0", "1": "Answer 1"}}
    assert licensed.right == RIGHT
    own = imported(choice("1", [0, 1]), defaults=Defaults(on=TODAY, rights="own", name="our-form"))
    assert own.instrument.id == "our-form"
    assert own.instrument.licence.ship_text
    assert own.wordings["en"].items
    sent = questionnaire(own.instrument, own.wordings)
    assert sent["derivedFrom"] == ["urn:theirs:worry"]
    assert read_questionnaire(sent).instrument == own.instrument


@pytest.mark.parametrize("url", [ORDINAL, WEIGHT])
@pytest.mark.parametrize("on_coding", [True, False])
def test_points_are_read_wherever_they_are_written(url: str, on_coding: bool) -> None:
    made = imported(choice("1", [0, 3, 1.5], url, on_coding=on_coding)).instrument
    assert list(made.options["answers_1"].points.values()) == [0, 3, 1.5]
    assert score(made, [1]).scores["total"].value == 3


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.item.where(linkId in ('1'|'3')).answer.value.ordinal().sum()",
        "%resource.item.where(linkId in ( '1' | '3' )).answer.weight().sum()",
        "%resource.item.where(linkId = '1' or linkId = '3').answer.value.weight().sum()",
        f"%resource.item.where(linkId in ('1'|'3')).answer.value.extension('{ORDINAL}').value.sum()",
    ],
)
def test_a_plain_sum_is_kept(expression: str) -> None:
    made = imported(choice("1", [0, 1]), choice("2", [0, 1]), choice("3", [0, 1]), total(expression)).instrument
    assert made.scales[0].items == ("q_1", "q_3")
    assert not made.item("q_2").scored


def test_groups_are_opened_and_other_kinds_of_question_are_named() -> None:
    inside = {"linkId": "g", "type": "group", "text": "All", "item": [choice("1", [0, 1]), choice("2", [0, 1])]}
    found = imported(inside, {"linkId": "why", "type": "text", "text": "Why?"}, {"linkId": "t", "type": "display"})
    assert [item.id for item in found.instrument.items] == ["q_1", "q_2"]
    assert any("why" in note for note in found.notes)


def test_yes_and_no_and_numbers_between_two_ends_are_questions() -> None:
    ends = [
        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10},
    ]
    made = imported(
        {"linkId": "yes", "type": "boolean", "text": "Is it?"},
        {"extension": ends, "linkId": "how", "type": "integer", "text": "How much?"},
    ).instrument
    assert score(made, {"yes": 1, "how": 7}).scores["total"].value == 8


def test_a_condition_is_kept_or_named() -> None:
    first, second = choice("1", [0, 1, 2]), choice("2", [0, 1, 2])
    codes = [option["valueCoding"] for option in first["answerOption"]]
    ways = [
        {"question": "1", "operator": "=", "answerCoding": {"system": "urn:theirs", "code": c["code"]}} for c in codes
    ]
    kept = imported(first, {**second, "enableWhen": ways[1:], "enableBehavior": "any"})
    assert kept.instrument.items[1].asked_if is not None
    assert kept.instrument.items[1].asked_if.needed == ((("q_1", 1),),)
    lost = imported(first, {**second, "enableWhen": ways[:1]})
    assert lost.instrument.items[1].asked_if is None
    assert any("always asked" in note for note in lost.notes)


REFUSED: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "no points": (lambda: _pointless(choice("1", [0, 1])), "No answer has points"),
    "half the points": (lambda: _half(choice("1", [0, 1])), "Some answers have points"),
    "two different points": (lambda: _doubled(choice("1", [0, 1])), "not clear"),
    "a formula of another kind": (lambda: theirs(choice("1", [0, 1]), total("1 + 1")), "not a plain sum"),
    "a sum that is doubled": (
        lambda: theirs(choice("1", [0, 1]), total("2 * %resource.item.where(linkId='1').answer.value.ordinal().sum()")),
        "not a plain sum",
    ),
    "a sum of nobody": (
        lambda: theirs(choice("1", [0, 1]), total("%resource.item.where(linkId = '9').answer.value.ordinal().sum()")),
        "not kept",
    ),
    "answers elsewhere": (lambda: theirs({"linkId": "1", "type": "choice", "answerValueSet": "urn:x"}), "where else"),
    "many answers": (lambda: theirs({**choice("1", [0, 1]), "repeats": True}), "more than once"),
    "one answer": (lambda: theirs(choice("1", [0])), "needs two answers"),
    "a number without ends": (lambda: theirs({"linkId": "1", "type": "integer"}), "two ends"),
    "only free text": (lambda: theirs({"linkId": "1", "type": "text"}), "No question can be scored"),
    "no name": (lambda: _without(theirs(choice("1", [0, 1])), "title", "url"), "no name"),
}  # fmt: skip


def _pointless(item: dict[str, Any]) -> dict[str, Any]:
    return theirs({**item, "answerOption": [{"valueString": "Yes"}, {"valueString": "No"}]})


def _half(item: dict[str, Any]) -> dict[str, Any]:
    del item["answerOption"][1]["extension"]
    return theirs(item)


def _doubled(item: dict[str, Any]) -> dict[str, Any]:
    item["answerOption"][1]["extension"].append({"url": WEIGHT, "valueDecimal": 9})
    return theirs(item)


def _without(resource: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key not in keys}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_scored_is_refused(fault: str) -> None:
    make, what = REFUSED[fault]
    with pytest.raises(FhirProblem, match=what) as refused:
        read_questionnaire(copy.deepcopy(make()), Defaults(on=TODAY))
    assert refused.value.at
    assert refused.value.instead.endswith(".")


def test_without_defaults_another_questionnaire_is_not_read() -> None:
    with pytest.raises(FhirProblem, match="does not come from Kith"):
        read_questionnaire(theirs(choice("1", [0, 1])))
