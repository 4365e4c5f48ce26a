"""A measurement as FHIR: what was kept, for those who may see it, with a trace; and texts held by a right."""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kith.care.actions import correct, measure
from kith.care.models import AuditEvent, Measurement, Score, WrongMoment
from kith.care.models.append_only import guard_tables, unguard_tables
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours
from kith.care.queries import as_fhir
from kith.care.queries.as_fhir import instrument_as_fhir, measurement_as_fhir
from kith.care.queries.assessing import measuring
from kith.care.queries.check_in import check_in
from kith.care.queries.today import can_be_asked_of_client
from kith.science.fhir import check_shape, read_response
from tests.library.owned import PACKAGED, k10_text, write
from tests.people import PHQ9_LOW, People


def sent(people: People, by: str = "ana", **answers: float | None) -> Measurement:
    return measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9_LOW | answers,
        language="en",
        by=people.sees(by),
        at=people.at,
    )


def file_of(people: People, measurement: Measurement, name: str = "ana"):
    return measurement_as_fhir(viewer=people.sees(name), measurement_id=measurement.pk, at=people.at)


def resources(file) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for entry in file.content["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def test_it_holds_what_was_asked_answered_and_scored(people: People) -> None:
    measurement = sent(people)
    file = file_of(people, measurement)
    check_shape(file.content)
    found = resources(file)
    assert read_response(found["QuestionnaireResponse"][0], library().instruments["phq9"]).answers == PHQ9_LOW
    score, pattern = found["Observation"]
    assert pattern["valueBoolean"] is False
    assert score["valueQuantity"]["value"] == measurement.scores.get().value
    assert score["derivedFrom"][0]["reference"] == f"urn:uuid:{measurement.key}"
    assert found["Questionnaire"][0]["version"] == measurement.instrument_version


def test_what_was_withdrawn_leaves_as_entered_in_error_in_every_part(people: People) -> None:
    measurement = sent(people)
    before = resources(file_of(people, measurement, "ben"))
    assert {one["status"] for one in (*before["QuestionnaireResponse"], *before["Observation"])} == {
        "completed",
        "final",
    }
    correct.withdraw_measurement(
        measurement=measurement, reason="entered_in_error", words="Typed twice.", by=people.sees("ben"), at=people.at
    )
    file = file_of(people, Measurement.objects.get(), "ben")
    check_shape(file.content)
    after = resources(file)
    assert {one["status"] for one in (*after["QuestionnaireResponse"], *after["Observation"])} == {"entered-in-error"}


def test_nobody_is_named_in_it(people: People) -> None:
    said = json.dumps(file_of(people, sent(people, by="ben"), "ben").content)
    for word in (people.ana.given_name, people.ana.family_name, people.ana.number, "Ben", "Okafor", "Harbour"):
        assert word not in said
    assert str(people.accounts["ben"].pk) in said
    assert "2026" in file_of(people, Measurement.objects.get(), "ben").file_name


def test_a_score_is_sent_as_it_was_kept_and_never_worked_out_again(people: People) -> None:
    measurement = sent(people)
    unguard_tables()
    Score.objects.filter(measurement=measurement).update(value=17, band="severe")
    guard_tables()
    score, _ = resources(file_of(people, measurement))["Observation"]
    assert score["valueQuantity"]["value"] == 17
    assert score["interpretation"][0]["coding"][0]["code"] == "severe"


def test_too_many_blanks_are_a_reason_and_never_zero(people: People) -> None:
    measurement = sent(people, interest=None, mood=None, sleep=None)
    score, _ = resources(file_of(people, measurement))["Observation"]
    assert "valueQuantity" not in score
    assert "missing" in score["dataAbsentReason"]["text"]


def test_the_team_and_the_person_may_have_it_and_nobody_else(people: People) -> None:
    measurement = sent(people)
    for name in ("ana", "ben"):
        assert file_of(people, measurement, name).content["entry"]
    for name in ("cleo", "dev", "finn", "ada"):
        with pytest.raises(NotYours):
            file_of(people, measurement, name)


def test_who_may_not_see_scores_gets_answers_only(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    measurement = sent(people)
    real = as_fhir.reach

    def without_scores(*arguments, **more):
        thing, access = real(*arguments, **more)
        return thing, dataclasses.replace(access, columns=frozenset())

    monkeypatch.setattr(as_fhir, "reach", without_scores)
    assert "Observation" not in resources(file_of(people, measurement))


def test_each_file_leaves_one_trace(people: People) -> None:
    measurement = sent(people)
    before = AuditEvent.objects.count()
    file_of(people, measurement, "ben")
    event = AuditEvent.objects.order_by("sequence").last()
    assert AuditEvent.objects.count() == before + 1
    assert event is not None
    assert (event.event, event.actor_id) == ("measurement.exported", people.accounts["ben"].pk)


def test_an_older_version_is_sent_under_its_own_number_without_todays_questions(people: People) -> None:
    measurement = sent(people)
    unguard_tables()
    Measurement.objects.filter(pk=measurement.pk).update(instrument_version="0.9.0")
    guard_tables()
    found = resources(file_of(people, measurement))
    assert found["QuestionnaireResponse"][0]["questionnaire"].endswith("|0.9.0")
    assert "Questionnaire" not in found
    assert found["Observation"]


def test_an_instrument_that_is_gone_is_said_in_three_parts(people: People) -> None:
    measurement = sent(people)
    unguard_tables()
    Measurement.objects.filter(pk=measurement.pk).update(instrument="gone")
    guard_tables()
    with pytest.raises(WrongMoment) as refused:
        file_of(people, measurement)
    assert "gone" in refused.value.found
    assert refused.value.instead


def test_an_instrument_is_for_everybody_here(people: People) -> None:
    for name in ("ana", "ben", "cleo"):
        file = instrument_as_fhir(viewer=people.sees(name), instrument="phq9", at=people.at)
        check_shape(file.content)
        assert file.file_name == "phq9-1.0.0.fhir.json"
    with pytest.raises(NotYours):
        instrument_as_fhir(viewer=people.sees("ben"), instrument="nothing", at=people.at)


@pytest.fixture
def licensed(settings, tmp_path: Path) -> Iterator[Path]:
    """An installation with an instrument of its own whose text it may show until the end of January 2026."""
    place = tmp_path / "library/instruments/licensed"
    rules = (PACKAGED / "instruments/k10/instrument.yaml").read_text("utf-8")
    rules = rules.replace("id: k10\n", "id: licensed\n", 1).replace("class: A\n", "class: C\n")
    place.mkdir(parents=True)
    (place / "instrument.yaml").write_text(rules.replace("ship_text: true", "ship_text: false"), "utf-8")
    words = k10_text(instrument="licensed")
    words["items"]["tired"] = "Words that somebody owns"
    words["right"] = {**words["right"], "signed_on": "2025-12-01", "valid_until": "2026-01-31"}
    write(place / "wording.en.yaml", words)
    settings.KITH_HOME = tmp_path
    library.cache_clear()
    yield place
    library.cache_clear()


def test_a_licensed_text_is_asked_until_its_right_ends(people: People, licensed: Path) -> None:
    asked = check_in(viewer=people.sees("ana"), instrument="licensed", language="en", at=people.at)
    assert asked.questions[0].words == "Words that somebody owns"
    page = measuring(viewer=people.sees("ben"), client_id=people.ana.pk, instrument="licensed", at=people.at)
    assert page.is_printed
    people.at += timedelta(days=60)
    assert not can_be_asked_of_client("licensed", people.at)
    with pytest.raises(NotYours):
        check_in(viewer=people.sees("ana"), instrument="licensed", language="en", at=people.at)
    page = measuring(viewer=people.sees("ben"), client_id=people.ana.pk, instrument="licensed", at=people.at)
    assert not page.is_printed
    assert {question.words for question in page.questions} == {""}


def test_a_licensed_text_is_not_passed_on(people: People, licensed: Path) -> None:
    file = instrument_as_fhir(viewer=people.sees("ben"), instrument="licensed", at=people.at)
    assert "somebody owns" not in json.dumps(file.content)
