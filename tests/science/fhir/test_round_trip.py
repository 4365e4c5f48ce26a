"""What is sent is valid FHIR, says what the instrument says, and comes back equal."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kith.science.fhir import (
    FhirProblem,
    Taken,
    bundle,
    check_shape,
    observations,
    questionnaire,
    read_json,
    read_questionnaire,
    read_response,
    response,
)
from kith.science.instruments import Instrument, Wording, is_asked, read_instrument, read_wordings, score
from tests.science.fhir.engine import expressions, formulas

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/instrument.yaml"))
KEY, ANA, AT = UUID(int=1), UUID(int=2), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


@pytest.fixture(params=NAMES)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return read_instrument(FOLDER / request.param)


@pytest.fixture
def wordings(instrument: Instrument) -> dict[str, Wording]:
    return read_wordings(FOLDER / instrument.id, instrument)


def some_answers(instrument: Instrument, chance: random.Random) -> dict[str, int]:
    """Random answers: most complete, some with a few blanks, some with many."""
    blanks = chance.choice([0, 0, 0.05, 0.3, 0.6])
    return {
        item.id: chance.choice(instrument.options[item.options].values)
        for item in instrument.items
        if chance.random() >= blanks
    }


def filled(instrument: Instrument, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return response(instrument, answers, key=KEY, client=ANA, taken_at=AT, **more)


def through_json(resource: dict[str, Any]) -> dict[str, Any]:
    return read_json(json.dumps(resource), resource["resourceType"])


def test_every_instrument_comes_back_equal(instrument: Instrument, wordings: dict[str, Wording]) -> None:
    for words in (wordings, {}):
        sent = questionnaire(instrument, words)
        check_shape(sent)
        back = read_questionnaire(through_json(sent))
        assert back.instrument == instrument
        assert back.wordings == words
        assert back.notes == ()


def test_text_that_may_not_be_passed_on_is_not_in_it(instrument: Instrument, wordings: dict[str, Wording]) -> None:
    """Also when a service holds a right and has imported the words."""
    secret = "Words that somebody owns"
    spoken = {
        name: wording.model_copy(
            update={
                "items": {item.id: secret for item in instrument.items},
                "options": {
                    name: dict.fromkeys(map(str, one.values), secret) for name, one in instrument.options.items()
                },
                "stem": secret,
                "instruction": secret,
                "recall": secret,
            }
        )
        for name, wording in wordings.items()
    }
    sent = json.dumps(questionnaire(instrument, spoken))
    assert (secret in sent) == instrument.licence.ship_text
    answers = {instrument.items[0].id: instrument.options[instrument.items[0].options].values[0]}
    for wording in spoken.values():
        assert (secret in json.dumps(filled(instrument, answers, wording=wording))) == instrument.licence.ship_text


def test_the_licence_is_said_and_the_notice_where_there_is_one(instrument: Instrument) -> None:
    said = questionnaire(instrument)["copyright"]
    assert instrument.licence.licence in said
    assert (instrument.licence.notice or "") in said
    if instrument.loinc:
        assert "LOINC" in said


def test_nothing_points_at_an_address_that_is_not_ours(instrument: Instrument) -> None:
    """Our own names are URNs; other addresses are those of FHIR, its terminology and LOINC."""
    sent = questionnaire(instrument)
    assert sent["url"] == f"urn:kith:questionnaire:{instrument.id}"
    systems = {code["system"] for item in sent["item"] for code in item.get("code", ())}
    assert all(system == "http://loinc.org" or system.startswith("urn:kith:instrument:") for system in systems)


def test_answers_come_back_equal(instrument: Instrument) -> None:
    chance = random.Random(instrument.id)
    for _ in range(20):
        answers = some_answers(instrument, chance)
        sent = filled(instrument, answers, respondent=instrument.respondents[0])
        back = read_response(through_json(sent), instrument)
        assert back.answers == answers
        assert back.respondent == instrument.respondents[0]
        assert {item["linkId"] for item in sent.get("item", ())} == set(answers), "a blank was sent"
    check_shape(sent)


def test_a_measurement_in_one_file_is_valid(instrument: Instrument, wordings: dict[str, Wording]) -> None:
    answers = some_answers(instrument, random.Random(7))
    scored = score(instrument, answers)
    found = observations(instrument, Taken(KEY, ANA, AT), scored.scores, scored.patterns, wordings.get("en"))
    whole = bundle([questionnaire(instrument, wordings), filled(instrument, answers), *found], made_at=AT)
    check_shape(whole)
    assert len(found) == len(instrument.scales) + len(instrument.patterns)
    assert len({entry["fullUrl"] for entry in whole["entry"]}) == len(whole["entry"])
    for entry in found:
        check_shape(entry)
        known = [key for key in entry if key.startswith("value") or key == "dataAbsentReason"]
        assert len(known) == 1, "a score is a value or a reason, never both and never neither"


@pytest.mark.slow
def test_another_engine_works_out_the_same_scores(instrument: Instrument) -> None:
    """Our formula, evaluated by a FHIRPath engine that is not ours, against our scorer."""
    chance = random.Random(f"{instrument.id}engine")
    sent = questionnaire(instrument)
    said = sorted(expressions(sent))
    worked_out = formulas(sent, *chance.sample(said, min(6, len(said)))) if said else {}
    for _ in range(max(3, 10 // (len(worked_out) or 1))):
        answers = some_answers(instrument, chance)
        given, scored = filled(instrument, answers), score(instrument, answers)
        for name, run in worked_out.items():
            ours = scored.scores[name].value
            assert run(given) == (None if ours is None else pytest.approx(ours, abs=1e-9)), (name, answers)


def test_every_plain_sum_has_a_formula(instrument: Instrument) -> None:
    said = expressions(questionnaire(instrument))
    plain = {scale.id for scale in instrument.scales if scale.items and scale.method == "sum"}
    assert plain <= set(said)


def test_the_other_engine_agrees_on_many_answers_to_the_phq9() -> None:
    phq9 = read_instrument(FOLDER / "phq9")
    run, chance = formulas(questionnaire(phq9))["total"], random.Random(9)
    for _ in range(40):
        answers = some_answers(phq9, chance)
        assert run(filled(phq9, answers)) == score(phq9, answers).scores["total"].value


def test_a_formula_that_forgets_a_question_is_noticed() -> None:
    """The comparison above can fail."""
    phq9 = read_instrument(FOLDER / "phq9")
    sent = json.dumps(questionnaire(phq9))
    spoilt = sent.replace(" | 'self_harm')).answer.value.ordinal()", ")).answer.value.ordinal()")
    answers = filled(phq9, dict.fromkeys(phq9.plan.items, 3))
    assert formulas(json.loads(sent))["total"](answers) == 27
    assert formulas(json.loads(spoilt))["total"](answers) == 24


def test_a_condition_asks_what_our_own_rule_asks(instrument: Instrument) -> None:
    """`enableWhen` read by hand, on complete answers, against `is_asked`."""
    conditional = {item["linkId"]: item for item in questionnaire(instrument)["item"] if "enableWhen" in item}
    chance = random.Random(3)
    for _ in range(20):
        answers = {item.id: chance.choice(instrument.options[item.options].values) for item in instrument.items}
        codes = {item["linkId"]: item["answer"][0] for item in filled(instrument, answers)["item"]}
        for link, item in conditional.items():
            met = [_is_met(one, codes[one["question"]]) for one in item["enableWhen"]]
            expected = all(met) if item.get("enableBehavior") == "all" else any(met)
            assert expected == is_asked(instrument, link, answers), (link, answers)


def _is_met(condition: dict[str, Any], answer: dict[str, Any]) -> bool:
    if "answerInteger" in condition:
        return bool(answer["valueInteger"] >= condition["answerInteger"])
    return bool(answer["valueCoding"]["code"] == condition["answerCoding"]["code"])


def test_a_second_language_is_a_translation(tmp_path: Path) -> None:
    gad7 = read_instrument(FOLDER / "gad7")
    english = read_wordings(FOLDER / "gad7", gad7)["en"]
    items = {name: f"¿{text}?" for name, text in (english.items or {}).items()}
    spanish = english.model_copy(update={"language": "es", "items": items, "title": "Preocupación"})
    both = {"en": english, "es": spanish}
    for language in both:
        sent = questionnaire(gad7, both, language)
        assert sent["language"] == language
        check_shape(sent)
        assert read_questionnaire(through_json(sent)).wordings == both
    with pytest.raises(FhirProblem, match="no words in this language"):
        questionnaire(gad7, both, "de")


def test_what_was_declined_is_not_the_same_as_a_blank() -> None:
    phq9 = read_instrument(FOLDER / "phq9")
    sent = filled(phq9, {"interest": 1}, declined=("self_harm",))
    check_shape(sent)
    assert [item["linkId"] for item in sent["item"]] == ["interest", "self_harm"]
    back = read_response(through_json(sent), phq9)
    assert back.answers == {"interest": 1}
    assert back.declined == ("self_harm",)


def test_no_score_is_a_reason_and_never_zero() -> None:
    phq9 = read_instrument(FOLDER / "phq9")
    (found,) = observations(phq9, Taken(KEY, ANA, AT), score(phq9, {"interest": 3}).scores)
    assert "valueQuantity" not in found
    assert "missing: 2, 3" in found["dataAbsentReason"]["text"]
    (made_up,) = observations(phq9, Taken(KEY, ANA, AT), score(phq9, [1] * 8 + [None]).scores)
    assert made_up["valueQuantity"]["value"] == 9
    assert "blank" in made_up["note"][0]["text"]
    assert made_up["interpretation"][0]["text"] == "mild"
    assert made_up["code"]["coding"][0] == {"system": "http://loinc.org", "code": "44261-6"}


def test_a_pattern_that_blanks_leave_open_says_so() -> None:
    pcl5 = read_instrument(FOLDER / "pcl5")
    for answers, expected in (([4] * 20, True), ([0] * 20, False), ([None] * 20, None)):
        scored = score(pcl5, answers)
        *_, found = observations(pcl5, Taken(KEY, ANA, AT), {}, scored.patterns)
        assert found.get("valueBoolean") is expected
        assert ("dataAbsentReason" in found) == (expected is None)


def test_the_phq9_says_what_hl7_and_loinc_say() -> None:
    """Written by hand: codes and points that other systems know it by."""
    sent = questionnaire(read_instrument(FOLDER / "phq9"))
    assert sent["code"][0] == {"system": "http://loinc.org", "code": "44249-1"}
    first = next(item for item in sent["item"] if item["linkId"] == "interest")
    assert first["code"][0]["code"] == "44250-9"
    assert [
        (option["valueCoding"]["code"], option["extension"][0]["valueDecimal"]) for option in first["answerOption"]
    ] == [("LA6568-5", 0), ("LA6569-3", 1), ("LA6570-1", 2), ("LA6571-9", 3)]
    assert first["answerOption"][0]["extension"][0]["url"] == ORDINAL
    total = next(item for item in sent["item"] if item["linkId"] == "score.total")
    assert total["readOnly"] is True
    assert total["code"][0]["code"] == "44261-6"
