"""What must not be taken is refused, with its place, what was found and what to do."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kith.science.fhir import (
    MAXIMUM_BYTES,
    FhirProblem,
    check_shape,
    questionnaire,
    read_json,
    read_questionnaire,
    read_response,
    response,
)
from kith.science.instruments import read_instrument, read_wordings

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
PHQ9 = read_instrument(FOLDER / "phq9")
SENT = questionnaire(PHQ9, read_wordings(FOLDER / "phq9", PHQ9))
FILLED = response(
    PHQ9,
    dict.fromkeys(PHQ9.plan.items, 1),
    key=UUID(int=1),
    client=UUID(int=2),
    taken_at=datetime(2026, 3, 2, tzinfo=UTC),
)
Spoil = Callable[[dict[str, Any]], Any]


def spoilt(resource: dict[str, Any], spoil: Spoil) -> dict[str, Any]:
    found = copy.deepcopy(resource)
    spoil(found)
    return found


def asked(resource: dict[str, Any], link: str) -> dict[str, Any]:
    return next(item for item in resource["item"] if item["linkId"] == link)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "not JSON"),
        ("", "not JSON"),
        ("[]", "another kind"),
        ("null", "another kind"),
        ('{"resourceType": "Patient"}', "another kind"),
        ('{"resourceType": "Questionnaire", "resourceType": "Questionnaire"}', "written twice"),
        ('{"resourceType": "Questionnaire", "item": [{"a": 1, "a": 2}]}', "written twice"),
        ('{"resourceType": "Questionnaire", "x": NaN}', "not a number"),
        ('{"resourceType": "Questionnaire", "x": -Infinity}', "not a number"),
        ('{"resourceType": "Questionnaire", "x": 1e999}', "too large"),
        ('{"resourceType": "Questionnaire", "x": 12345678901234567890}', "too large"),
        ('{"resourceType": "Questionnaire", "x": "\\ud800"}', "cannot be shown"),
        ('{"resourceType": "Questionnaire", "x": ' + "[" * 60 + "]" * 60 + "}", "too deeply"),
        ("[" * 100_000, "too deeply"),
        (" " * (MAXIMUM_BYTES + 1), "too long"),
        (b'\xff\xfe{"resourceType": "Questionnaire"}', "not UTF-8"),
    ],
)
def test_text_that_no_careful_reader_takes(text: str | bytes, what: str) -> None:
    with pytest.raises(FhirProblem, match=what) as refused:
        read_json(text, "Questionnaire")
    assert refused.value.at
    assert refused.value.instead


def double(resource: dict[str, Any]) -> None:
    resource["item"].append(copy.deepcopy(asked(resource, "mood")))


QUESTIONNAIRES: dict[str, tuple[Spoil, str]] = {
    "another kind": (lambda q: q.update(resourceType="Observation"), "another kind"),
    "no items": (lambda q: q.pop("item"), "asks nothing"),
    "a linkId twice": (double, "share one linkId"),
    "no linkId": (lambda q: asked(q, "mood").pop("linkId"), "text is missing"),
    "an unknown type": (lambda q: asked(q, "mood").update(type="chioce"), "not a type"),
    "an empty group": (lambda q: q["item"].append({"linkId": "g", "type": "group"}), "group holds nothing"),
    "two values": (lambda q: asked(q, "mood")["answerOption"][0].update(valueString="x"), "two values"),
    "no value": (lambda q: asked(q, "mood")["answerOption"][0].pop("valueCoding"), "says nothing"),
    "a modifier": (lambda q: asked(q, "mood").update(modifierExtension=[{"url": "urn:x"}]), "not understood"),
    "a modifier above": (lambda q: q.update(modifierExtension=[{"url": "urn:x"}]), "not understood"),
    "a lost condition": (
        lambda q: asked(q, "mood").update(enableWhen=[{"question": "nobody", "operator": "exists"}]),
        "not there",
    ),
    "items that are no list": (lambda q: q.update(item="all of them"), "not a list"),
    "other points": (
        lambda q: asked(q, "mood")["answerOption"][1]["extension"][0].update(valueDecimal=5),
        "changed after",
    ),
    "another formula": (
        lambda q: asked(q, "score.total")["extension"][0]["valueExpression"].update(expression="1"),
        "changed after",
    ),
    "a question less": (lambda q: q["item"].remove(asked(q, "mood")), "no item of this name|whole instrument"),
    "words changed in one place": (
        lambda q: asked(q, "mood")["answerOption"][1]["valueCoding"].update(display="Often"),
        "changed after",
    ),
    "rules taken away": (lambda q: asked(q, "score.total")["extension"].pop(), "whole instrument|Nothing is made"),
    "an extension with two values": (
        lambda q: q["extension"][0]["extension"][0].update(valueInteger=1, valueString="x"),
        "two values",
    ),
}


@pytest.mark.parametrize("fault", QUESTIONNAIRES)
def test_a_spoilt_questionnaire(fault: str) -> None:
    spoil, what = QUESTIONNAIRES[fault]
    with pytest.raises(FhirProblem, match=what) as refused:
        read_questionnaire(spoilt(SENT, spoil))
    assert refused.value.at
    assert refused.value.found is not None
    assert refused.value.instead.endswith(".")


RESPONSES: dict[str, tuple[Spoil, str]] = {
    "another kind": (lambda r: r.update(resourceType="Questionnaire"), "another kind"),
    "no questionnaire": (lambda r: r.pop("questionnaire"), "text is missing"),
    "another questionnaire": (lambda r: r.update(questionnaire="urn:kith:questionnaire:gad7|1.0.0"), "another quest"),
    "an unknown version": (lambda r: r.update(questionnaire="urn:kith:questionnaire:phq9|9.0.0"), "not known here"),
    "no version": (lambda r: r.update(questionnaire="urn:kith:questionnaire:phq9"), "not known here"),
    "unfinished": (lambda r: r.update(status="in-progress"), "not finished"),
    "a linkId twice": (lambda r: r["item"].append(asked(r, "mood")), "answered twice"),
    "a linkId of nobody": (lambda r: asked(r, "mood").update(linkId="moood"), "no question of this linkId"),
    "nested and unknown": (
        lambda r: asked(r, "mood").update(item=[{"linkId": "why", "answer": [{"valueString": "x"}]}]),
        "no question of this linkId",
    ),
    "not offered": (lambda r: asked(r, "mood")["answer"][0]["valueCoding"].update(code="LA1-1"), "not offered"),
    "another system": (lambda r: asked(r, "mood")["answer"][0]["valueCoding"].update(system="urn:x"), "not offered"),
    "two values": (lambda r: asked(r, "mood")["answer"][0].update(valueInteger=1), "two values"),
    "another form": (lambda r: asked(r, "mood").update(answer=[{"valueInteger": 1}]), "another form"),
    "two answers": (lambda r: asked(r, "mood")["answer"].append({"valueInteger": 1}), "one answer"),
    "a modifier": (lambda r: r.update(modifierExtension=[{"url": "urn:x"}]), "not understood"),
}


@pytest.mark.parametrize("fault", RESPONSES)
def test_a_spoilt_response(fault: str) -> None:
    spoil, what = RESPONSES[fault]
    with pytest.raises(FhirProblem, match=what) as refused:
        read_response(spoilt(FILLED, spoil), PHQ9)
    assert refused.value.at
    assert refused.value.instead.endswith(".")


@pytest.mark.parametrize("value", [True, 11, -1, 2.5, "5", None])
def test_a_rating_is_a_whole_number_between_its_ends(value: object) -> None:
    goal = read_instrument(FOLDER / "goal-rating")
    sent = response(
        goal, {"how_near": 5}, key=UUID(int=1), client=UUID(int=2), taken_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    assert read_response(sent, goal).answers == {"how_near": 5}
    sent["item"][0]["answer"][0]["valueInteger"] = value
    with pytest.raises(FhirProblem, match=r"not offered|does not allow"):
        read_response(sent, goal)


def test_the_shape_of_a_resource_is_held_against_the_definitions() -> None:
    check_shape(SENT)
    for spoil in (
        lambda q: q.pop("status"),
        lambda q: q.update(colour="blue"),
        lambda q: q.update(experimental="perhaps"),
        lambda q: asked(q, "mood")["answerOption"][0].update(valueString="x"),
    ):
        with pytest.raises(FhirProblem, match="FHIR R4 does not allow"):
            check_shape(spoilt(SENT, spoil))
    with pytest.raises(FhirProblem, match="not read here"):
        check_shape({"resourceType": "Patient"})


def damaged(value: Any, chance: random.Random) -> Any:
    """The value with one part of it lost, or turned into something else."""
    parts = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not parts or chance.random() < 0.15:
        return chance.choice([None, 0, -1, 2.5, "", "x", [], {}, [None], {"url": "x"}, True])
    part = chance.choice(parts)
    if isinstance(value, dict) and chance.random() < 0.2:
        return {key: one for key, one in value.items() if key != part}
    found = dict(value) if isinstance(value, dict) else list(value)
    found[part] = damaged(found[part], chance)
    return found


@pytest.mark.parametrize("kind", ["Questionnaire", "QuestionnaireResponse"])
def test_damage_is_refused_or_harmless_and_never_breaks_the_reader(kind: str) -> None:
    chance, refused = random.Random(kind), 0
    whole = SENT if kind == "Questionnaire" else FILLED
    for _ in range(80):
        text = json.dumps(damaged(whole, chance))
        try:
            found = read_json(text, kind)
            if kind == "Questionnaire":
                assert read_questionnaire(found).instrument.id == "phq9"
            else:
                assert set(read_response(found, PHQ9).answers) <= set(PHQ9.plan.items)
        except FhirProblem:
            refused += 1
    assert refused > 40, "the damage does no harm; mend this test"
